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

-- name: person_keep
INSERT INTO person_before (run, person, staff_number, dossier_id, national_id,
                           full_name, family_name, middle_name, given_name,
                           sort_key, fold_key, birth_date, gender, kind,
                           address_as, email, left_on, changed_at)
SELECT $1, id, staff_number, dossier_id, national_id, full_name, family_name,
       middle_name, given_name, sort_key, fold_key, birth_date, gender, kind,
       address_as, email, left_on, changed_at
  FROM person WHERE id = $2 AND staged IS NULL
    ON CONFLICT (run, person) DO NOTHING

-- name: duty_keep
-- With whose it is: nobody may have changed them before it is taken back.
INSERT INTO assignment_before (run, assignment, unit, job_title, rank_code,
                               position, duty_group, valid_to)
SELECT $1, id, unit, job_title, rank_code, position, duty_group, valid_to
  FROM assignment WHERE id = $2
    ON CONFLICT (run, assignment) DO NOTHING

-- name: duties_keep
INSERT INTO assignment_before (run, assignment, unit, job_title, rank_code,
                               position, duty_group, valid_to)
SELECT $1, id, unit, job_title, rank_code, position, duty_group, valid_to
  FROM assignment
 WHERE person = $2 AND (valid_to IS NULL OR valid_to > $3)
    ON CONFLICT (run, assignment) DO NOTHING

-- name: duty_person_keep
INSERT INTO person_before (run, person, staff_number, dossier_id, national_id,
                           full_name, family_name, middle_name, given_name,
                           sort_key, fold_key, birth_date, gender, kind,
                           address_as, email, left_on, changed_at)
SELECT $1, p.id, p.staff_number, p.dossier_id, p.national_id, p.full_name,
       p.family_name, p.middle_name, p.given_name, p.sort_key, p.fold_key,
       p.birth_date, p.gender, p.kind, p.address_as, p.email, p.left_on,
       p.changed_at
  FROM assignment a JOIN person p ON p.id = a.person
 WHERE a.id = $2
    ON CONFLICT (run, person) DO NOTHING

-- name: people_became
UPDATE person_before
   SET became = (SELECT p.changed_at FROM person p
                  WHERE p.id = person_before.person)
 WHERE run = $1

-- name: staff_run_find
SELECT id, state, at, file_name, by_person, counts
  FROM staff_import WHERE id = $1

-- name: staff_command_list
-- Taken in by command, newest first; with what is needed to take it back.
-- scan ok: one row for each import ever made
SELECT id, state, at, file_name, by_person, counts
  FROM staff_import
 WHERE by_person IS NULL AND state <> 'staged' AND counts LIKE '%"run":%'
 ORDER BY id DESC LIMIT $1

-- name: staff_hindrance_list
-- What stands in the way of taking an import back, with whom: people it
-- brought who have something of their own since, and people who were changed
-- after it. Ids follow time, so a duty with a larger id came later.
SELECT 'account', p.id, p.full_name FROM person p
  JOIN account k ON k.person = p.id WHERE p.brought_by = $1
UNION
SELECT 'candidate', p.id, p.full_name FROM person p
  JOIN candidate c ON c.person = p.id WHERE p.brought_by = $1
UNION
SELECT 'role', p.id, p.full_name FROM person p
  JOIN role_grant g ON g.person = p.id WHERE p.brought_by = $1
UNION
SELECT 'required', p.id, p.full_name FROM person p
  JOIN requirement_person q ON q.person = p.id WHERE p.brought_by = $1
UNION
SELECT 'changed', p.id, p.full_name FROM person p
 WHERE p.brought_by = $1 AND p.changed_at <> p.created_at
UNION
SELECT 'changed', p.id, p.full_name FROM person_before b
  JOIN person p ON p.id = b.person
 WHERE b.run = $1 AND p.changed_at <> b.became
UNION
SELECT 'changed', p.id, p.full_name FROM person p
  JOIN person_before b ON b.person = p.id AND b.run > $1
 WHERE p.brought_by = $1
UNION
SELECT 'changed', p.id, p.full_name FROM person_before b
  JOIN person_before l ON l.person = b.person AND l.run > $1
  JOIN person p ON p.id = b.person
 WHERE b.run = $1
UNION
SELECT 'duty', p.id, p.full_name FROM assignment a
  JOIN assignment x ON x.person = a.person AND x.id > $1
   AND (x.brought_by IS NULL OR x.brought_by <> $1)
  JOIN person p ON p.id = a.person
 WHERE a.brought_by = $1
UNION
SELECT 'duty', p.id, p.full_name FROM person_before b
  JOIN assignment x ON x.person = b.person AND x.id > $1
   AND (x.brought_by IS NULL OR x.brought_by <> $1)
  JOIN person p ON p.id = b.person
 WHERE b.run = $1
ORDER BY 1, 3, 2 LIMIT $2

-- name: brought_people_mark
UPDATE person SET staged = $1
 WHERE id IN (SELECT p.id FROM person p
               WHERE p.brought_by = $1 AND p.staged IS NULL LIMIT $2)
RETURNING id

-- name: brought_duties_mark
UPDATE assignment SET staged = $1
 WHERE id IN (SELECT a.id FROM assignment a
               WHERE a.brought_by = $1 AND a.staged IS NULL LIMIT $2)
RETURNING id

-- name: renamed_list
SELECT b.person, b.full_name FROM person_before b
  JOIN person p ON p.id = b.person
 WHERE b.run = $1 AND p.full_name <> b.full_name

-- name: people_restore
UPDATE person
   SET staff_number = b.staff_number, dossier_id = b.dossier_id,
       national_id = b.national_id, full_name = b.full_name,
       family_name = b.family_name, middle_name = b.middle_name,
       given_name = b.given_name, sort_key = b.sort_key,
       fold_key = b.fold_key, birth_date = b.birth_date, gender = b.gender,
       kind = b.kind, address_as = b.address_as, email = b.email,
       left_on = b.left_on, changed_at = $1
  FROM person_before b
 WHERE b.run = $2 AND b.person = person.id AND b.became <> b.changed_at

-- name: duties_restore
UPDATE assignment
   SET unit = b.unit, job_title = b.job_title, rank_code = b.rank_code,
       position = b.position, duty_group = b.duty_group, valid_to = b.valid_to
  FROM assignment_before b
 WHERE b.run = $1 AND b.assignment = assignment.id

-- name: people_forget
DELETE FROM person_before WHERE run = $1

-- name: duties_forget
DELETE FROM assignment_before WHERE run = $1

-- name: staff_import_undo
-- From here on nothing it brought counts.
UPDATE staff_import SET state = 'dropped' WHERE id = $1 AND state = 'done'
RETURNING id
