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

-- name: staged_people_settle
UPDATE person SET staged = NULL
 WHERE id IN (SELECT p.id FROM person p WHERE p.staged = $1
               ORDER BY p.id LIMIT $2)
RETURNING id

-- name: staged_assignments_settle
UPDATE assignment SET staged = NULL
 WHERE id IN (SELECT a.id FROM assignment a WHERE a.staged = $1
               ORDER BY a.id LIMIT $2)
RETURNING id

-- name: staged_assignments_remove
-- Only what a dropped import had staged: nothing else refers to it yet.
DELETE FROM assignment
 WHERE id IN (SELECT a.id FROM assignment a WHERE a.staged = $1
               ORDER BY a.id LIMIT $2)
RETURNING id

-- name: staged_words_remove
-- Of the same people that staged_people_remove takes.
DELETE FROM person_word
 WHERE person IN (SELECT p.id FROM person p WHERE p.staged = $1
                   ORDER BY p.id LIMIT $2)

-- name: staged_people_remove
DELETE FROM person
 WHERE id IN (SELECT p.id FROM person p WHERE p.staged = $1
               ORDER BY p.id LIMIT $2)
RETURNING id
