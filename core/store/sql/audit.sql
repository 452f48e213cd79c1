-- Deeds, appended.

-- name: audit_add
INSERT INTO audit_event (id, at, actor, action, object, object_id, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: audit_deed_find
-- Whether somebody did something to an object since a moment.
SELECT id FROM audit_event
 WHERE object = $1 AND object_id = $2 AND action = $3 AND actor = $4
   AND at >= $5
 LIMIT 1

-- name: audit_count
-- scan ok: for checks and benchmarks, never for a page
SELECT COUNT(*) FROM audit_event

-- name: audit_deed_count
SELECT COUNT(*) FROM audit_event
 WHERE object = $1 AND object_id = $2 AND action = $3
