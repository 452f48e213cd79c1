-- Deeds, appended.

-- name: audit_add
INSERT INTO audit_event (id, at, actor, action, object, object_id, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: audit_count
-- scan ok: for checks and benchmarks, never for a page
SELECT COUNT(*) FROM audit_event
