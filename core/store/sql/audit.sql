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

-- name: audit_trail
-- Newest first, from a moment and an id on; names are looked up, never kept.
-- Of a person: what they did and what was done to them; of a unit: the same of
-- who has a duty there or below on the day, and of those units.
-- scan ok: a walk along the index by time; what is looked for may be rare
WITH RECURSIVE picked (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
), theirs (id) AS (
  SELECT n.person FROM picked JOIN assignment n ON n.unit = picked.id
   WHERE n.valid_from <= $2 AND (n.valid_to IS NULL OR n.valid_to > $2)
)
SELECT e.id, e.at, e.actor, a.full_name, e.action, e.object, e.object_id,
       p.full_name, s.title, u.name, e.detail
  FROM audit_event e
  LEFT JOIN person a ON a.id = e.actor
  LEFT JOIN person p ON e.object = 'person' AND p.id = e.object_id
  LEFT JOIN sitting s ON e.object = 'sitting' AND s.id = e.object_id
  LEFT JOIN unit u ON e.object = 'unit' AND u.id = e.object_id
 WHERE e.at >= $3 AND e.at <= $4 AND (e.at < $4 OR e.id < $5)
   AND (CAST($6 AS TEXT) IS NULL OR $6 LIKE '%,' || e.action || ',%')
   AND (CAST($7 AS TEXT) IS NULL OR a.fold_key LIKE '%' || $7 || '%'
        OR p.fold_key LIKE '%' || $7 || '%'
        OR a.staff_number = $8 OR p.staff_number = $8)
   AND (CAST($1 AS BIGINT) IS NULL
        OR e.actor IN (SELECT id FROM theirs)
        OR (e.object = 'person' AND e.object_id IN (SELECT id FROM theirs))
        OR (e.object = 'unit' AND e.object_id IN (SELECT id FROM picked)))
 ORDER BY e.at DESC, e.id DESC
 LIMIT $9
