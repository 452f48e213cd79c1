-- Deeds, appended.

-- name: audit_add
INSERT INTO audit_event (id, at, actor, action, object, object_id, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7)
