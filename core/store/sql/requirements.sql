-- Courses that people have to complete, and how far they are.

-- name: requirement_add
INSERT INTO requirement (id, course_code, kinds, basis, due_on, since, digest,
                         created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: requirement_unit_add
INSERT INTO requirement_unit (id, requirement, unit) VALUES ($1, $2, $3)

-- name: requirement_named_add
INSERT INTO requirement_person (id, requirement, person) VALUES ($1, $2, $3)

-- name: requirement_end
UPDATE requirement SET ended_at = $1, end_reason = $2
 WHERE id = $3 AND ended_at IS NULL
RETURNING id

-- name: requirement_find
SELECT id, course_code, kinds, basis, due_on, since, created_at, created_by,
       ended_at, end_reason
  FROM requirement WHERE id = $1

-- name: requirement_digest_find
SELECT id, course_code, kinds, basis, due_on, since, created_at, created_by,
       ended_at, end_reason
  FROM requirement WHERE digest = $1 AND ended_at IS NULL

-- name: requirement_unit_list
SELECT q.unit, u.name FROM requirement_unit q JOIN unit u ON u.id = q.unit
 WHERE q.requirement = $1 ORDER BY u.sort_key, u.id

-- name: requirement_scope_list
-- What an organiser looks after: everything, or what they made or what concerns
-- a unit of theirs. Those that hold first, by their last day.
-- scan ok: a city holds few requirements
WITH RECURSIVE inside (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT r.id, r.course_code, r.kinds, r.basis, r.due_on, r.since, r.created_at,
       r.created_by, r.ended_at, r.end_reason
  FROM requirement r
 WHERE (CAST($4 AS BIGINT) = 0 OR r.id = $4)
   AND (CAST($5 AS BIGINT) = 1 OR r.created_by = $1
        OR EXISTS (SELECT 1 FROM requirement_unit q
                    JOIN inside i ON i.id = q.unit
                   WHERE q.requirement = r.id))
 ORDER BY CASE WHEN r.ended_at IS NULL THEN 0 ELSE 1 END, r.due_on DESC,
          r.id DESC
 LIMIT $6 OFFSET $7

-- name: requirement_person_list
-- What is required of a person on a day: by name, or by the unit of their main
-- duty and those above it.
WITH RECURSIVE above (id) AS (
  SELECT a.unit FROM assignment a
   WHERE a.person = $1 AND a.main = 1 AND a.valid_from <= $2
     AND (a.valid_to IS NULL OR a.valid_to > $2)
  UNION
  SELECT t.parent FROM above JOIN unit_parent t ON t.unit = above.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT r.id, r.course_code, r.kinds, r.basis, r.due_on, r.since, r.created_at,
       r.created_by, r.ended_at, r.end_reason
  FROM requirement r JOIN person p ON p.id = $1
 WHERE r.ended_at IS NULL
   AND (r.id IN (SELECT n.requirement FROM requirement_person n
                  WHERE n.person = $1)
        OR (r.id IN (SELECT q.requirement FROM above
                       JOIN requirement_unit q ON q.unit = above.id)
            AND (r.kinds = '' OR r.kinds LIKE '%,' || p.kind || ',%')))
 ORDER BY r.due_on, r.id

-- name: requirement_progress_list
-- How far people are: of each unit that is named the people right in it, and
-- of each unit below it those of its whole subtree. Of a unit that is given
-- instead of all that are named the same.
-- scan ok: a report over a city
WITH RECURSIVE root (id) AS (
  SELECT q.unit FROM requirement_unit q
   WHERE q.requirement = $1 AND CAST($2 AS BIGINT) IS NULL
  UNION
  SELECT CAST($2 AS BIGINT) WHERE CAST($2 AS BIGINT) IS NOT NULL
), below (top, id, deep) AS (
  SELECT root.id, root.id, 0 FROM root
  UNION
  SELECT t.unit, t.unit, 1 FROM root JOIN unit_parent t ON t.parent = root.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
  UNION
  SELECT b.top, t.unit, 1 FROM below b JOIN unit_parent t ON t.parent = b.id
   WHERE b.deep = 1
     AND t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), place (top, id) AS (
  SELECT MIN(top), id FROM below GROUP BY id
), counted (top, people, done, begun) AS (
  SELECT p.top, COUNT(*),
         SUM(CASE WHEN c.id IS NULL THEN 0 ELSE 1 END),
         SUM(CASE WHEN c.id IS NULL AND e.id IS NOT NULL THEN 1 ELSE 0 END)
    FROM place p
    JOIN assignment a ON a.unit = p.id AND a.main = 1 AND a.valid_from <= $3
     AND (a.valid_to IS NULL OR a.valid_to > $3)
     AND (a.staged IS NULL
          OR EXISTS (SELECT 1 FROM staff_import r
                      WHERE r.id = a.staged AND r.state = 'done'))
    LEFT JOIN completion c ON c.person = a.person AND c.course_code = $4
     AND c.completed_at >= $5
    LEFT JOIN enrolment e ON e.person = a.person AND e.course_code = $4
   WHERE CAST($6 AS TEXT) = ''
      OR EXISTS (SELECT 1 FROM person x
                  WHERE x.id = a.person AND $6 LIKE '%,' || x.kind || ',%')
   GROUP BY p.top
)
SELECT u.id, u.name, n.people, n.done, n.begun,
       CASE WHEN u.id IN (SELECT id FROM root) THEN 1 ELSE 0 END
  FROM counted n JOIN unit u ON u.id = n.top
 ORDER BY 6 DESC, u.sort_key, u.id

-- name: requirement_lacking_list
-- Who in a unit and below it has not completed it, by name.
-- scan ok: a report over a unit
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT x.id, x.full_name, x.staff_number, u.name, e.began_at, e.seen_at
  FROM inside i
  JOIN assignment a ON a.unit = i.id AND a.main = 1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
  JOIN person x ON x.id = a.person
   AND (CAST($3 AS TEXT) = '' OR $3 LIKE '%,' || x.kind || ',%')
  JOIN unit u ON u.id = a.unit
  LEFT JOIN enrolment e ON e.person = x.id AND e.course_code = $4
 WHERE NOT EXISTS (SELECT 1 FROM completion c
                    WHERE c.person = x.id AND c.course_code = $4
                      AND c.completed_at >= $5)
 ORDER BY x.sort_key, x.id LIMIT $6

-- name: requirement_named_count
SELECT COUNT(*) FROM requirement_person WHERE requirement = $1

-- name: requirement_named_list
-- How far those are who are named one by one and have a duty today, who has not
-- completed it first. The last column: counted with a unit that is named too.
WITH RECURSIVE inside (id) AS (
  SELECT q.unit FROM requirement_unit q WHERE q.requirement = $1
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT x.id, x.full_name, x.staff_number, u.name, e.began_at, e.seen_at,
       c.completed_at,
       CASE WHEN a.unit IN (SELECT id FROM inside)
             AND (CAST($3 AS TEXT) = '' OR $3 LIKE '%,' || x.kind || ',%')
            THEN 1 ELSE 0 END
  FROM requirement_person n
  JOIN person x ON x.id = n.person
  JOIN assignment a ON a.person = x.id AND a.main = 1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
  JOIN unit u ON u.id = a.unit
  LEFT JOIN completion c ON c.person = x.id AND c.course_code = $4
   AND c.completed_at >= $5
  LEFT JOIN enrolment e ON e.person = x.id AND e.course_code = $4
 WHERE n.requirement = $1
 ORDER BY CASE WHEN c.id IS NULL THEN 0 ELSE 1 END, x.sort_key, x.id
 LIMIT 2000
