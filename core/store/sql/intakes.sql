-- Staff lists brought to the page of imports.

-- name: intake_find
SELECT id, file_name, digest, size, encoding, heading, columns, from_day, state,
       counts, findings, errors, warnings, trouble, by_person, at, changed_at
  FROM staff_intake WHERE id = $1

-- name: intake_list
-- Newest first; what they found is not needed there.
SELECT i.id, i.file_name, i.digest, i.size, i.encoding, '[]', '[]', i.from_day,
       i.state, i.counts, '[]', i.errors, i.warnings, i.trouble, i.by_person,
       i.at, i.changed_at, p.full_name
  FROM staff_intake i JOIN person p ON p.id = i.by_person
 ORDER BY i.at DESC LIMIT 50

-- name: intake_due_find
-- The one that has waited longest to be checked or taken in.
SELECT id FROM staff_intake
 WHERE state IN ('checking', 'taking')
 ORDER BY changed_at LIMIT 1

-- name: intake_alike_find
-- How the columns of the last list with these headings were chosen.
SELECT columns FROM staff_intake
 WHERE heading = $1 AND state IN ('checked', 'taking', 'done')
 ORDER BY at DESC LIMIT 1

-- name: intake_add
INSERT INTO staff_intake (id, file_name, digest, size, encoding, heading,
                          columns, from_day, state, counts, findings, trouble,
                          by_person, at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'new', '{}', '[]', '', $9, $10, $10)

-- name: intake_choose
UPDATE staff_intake
   SET encoding = $1, heading = $2, columns = $3, from_day = $4, state = $5,
       errors = 0, warnings = 0, findings = '[]', trouble = '', changed_at = $6
 WHERE id = $7 AND state IN ('new', 'checked')
RETURNING id

-- name: intake_move
UPDATE staff_intake SET state = $1, trouble = '', changed_at = $2
 WHERE id = $3 AND state = $4
RETURNING id

-- name: intake_tell
-- What a step came to.
UPDATE staff_intake
   SET state = $1, counts = $2, findings = $3, errors = $4, warnings = $5,
       trouble = $6, changed_at = $7
 WHERE id = $8
