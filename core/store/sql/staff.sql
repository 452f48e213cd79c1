-- Runs of an import of staff: begun, kept alive while they write, done or
-- dropped. See the schema for what is seen when.

-- name: staff_import_add
INSERT INTO staff_import (id, file_name, digest, by_person, at, state, counts)
VALUES ($1, $2, $3, $4, $5, 'staged', $6)

-- name: staff_import_alive
-- `at` says when a staged run last gave a sign of life.
UPDATE staff_import SET at = $1 WHERE id = $2 AND state = 'staged'
RETURNING id

-- name: staff_import_finish
-- From here on everything the run has staged counts.
UPDATE staff_import SET state = 'done', counts = $1, at = $2
 WHERE id = $3 AND state = 'staged'
RETURNING id

-- name: staff_import_drop
UPDATE staff_import SET state = 'dropped' WHERE id = $1 AND state = 'staged'
RETURNING id

-- name: staff_import_list
-- Runs that are not through: staged ones, and done or dropped ones whose marks
-- or rows are still there.
-- scan ok: one row for each import ever made
SELECT r.id, r.state, r.at
  FROM staff_import r
 WHERE r.state = 'staged'
    OR EXISTS (SELECT 1 FROM person p WHERE p.staged = r.id)
    OR EXISTS (SELECT 1 FROM assignment a WHERE a.staged = r.id)
 ORDER BY r.id

-- name: staged_person_list
SELECT id FROM person WHERE staged = $1 LIMIT $2

-- name: staged_assignment_list
SELECT id FROM assignment WHERE staged = $1 LIMIT $2

-- name: person_settle
UPDATE person SET staged = NULL WHERE id = $1

-- name: assignment_settle
UPDATE assignment SET staged = NULL WHERE id = $1

-- name: person_remove
-- Only what a dropped import had staged: nothing else refers to it yet.
DELETE FROM person WHERE id = $1 AND staged IS NOT NULL

-- name: assignment_remove
DELETE FROM assignment WHERE id = $1 AND staged IS NOT NULL
