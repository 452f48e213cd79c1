-- Courses as imported, and how far people are in them.

-- name: course_current_find
SELECT id, code, version, digest, title, summary, outcomes, hours, imported_at,
       rules
  FROM course WHERE current = 1 AND code = $1

-- name: course_digest_find
SELECT id, code, version, digest, title, summary, outcomes, hours, imported_at,
       rules
  FROM course WHERE code = $1 AND digest = $2

-- name: course_list
SELECT id, code, version, digest, title, summary, outcomes, hours, imported_at,
       rules
  FROM course WHERE current = 1 ORDER BY code LIMIT 1000

-- name: course_add
INSERT INTO course (id, code, version, digest, title, summary, outcomes, hours,
                    imported_at, imported_by, rules, current)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)

-- name: course_step_down
UPDATE course SET current = 0 WHERE code = $1 AND current = 1

-- name: course_step_up
UPDATE course SET current = 1 WHERE id = $1

-- name: lesson_list
-- Without their bodies: for contents.
SELECT id, course, part, part_no, number, code, title, minutes, checked_on, ''
  FROM lesson WHERE course = $1 ORDER BY number

-- name: lesson_find
SELECT id, course, part, part_no, number, code, title, minutes, checked_on, body
  FROM lesson WHERE course = $1 AND number = $2

-- name: lesson_add
INSERT INTO lesson (id, course, part, part_no, number, code, title, minutes,
                    checked_on, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: lesson_check_list
SELECT item FROM lesson_check WHERE lesson = $1 ORDER BY number

-- name: lesson_check_add
INSERT INTO lesson_check (id, lesson, number, item) VALUES ($1, $2, $3, $4)

-- name: course_file_digest_find
-- Of any version of the course: a page that was sent before a new version came
-- still finds its pictures.
SELECT f.name, f.digest, f.type, f.size
  FROM course c JOIN course_file f ON f.course = c.id
 WHERE c.code = $1 AND f.digest = $2 LIMIT 1

-- name: course_file_list
SELECT name, digest, type, size FROM course_file
 WHERE course = $1 ORDER BY name

-- name: course_file_add
INSERT INTO course_file (id, course, name, digest, type, size)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: enrolment_find
SELECT course_code, began_at, seen_at, lesson_code, done_at
  FROM enrolment WHERE person = $1 AND course_code = $2

-- name: enrolment_list
SELECT course_code, began_at, seen_at, lesson_code, done_at
  FROM enrolment WHERE person = $1 ORDER BY course_code

-- name: enrolment_put
INSERT INTO enrolment (id, person, course_code, began_at, seen_at, lesson_code)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (person, course_code) DO UPDATE
       SET seen_at = excluded.seen_at, lesson_code = excluded.lesson_code

-- name: enrolment_done
UPDATE enrolment SET done_at = $1
 WHERE person = $2 AND course_code = $3 AND done_at IS NULL

-- name: lesson_progress_list
SELECT lesson_code, began_at, done_at FROM lesson_progress
 WHERE person = $1 AND course_code = $2

-- name: lesson_progress_begin
INSERT INTO lesson_progress (id, person, course_code, lesson_code, began_at)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (person, course_code, lesson_code) DO NOTHING

-- name: lesson_progress_done
-- Done once and for all; coming back does not move it.
UPDATE lesson_progress SET done_at = $1
 WHERE person = $2 AND course_code = $3 AND lesson_code = $4
   AND done_at IS NULL

-- name: course_file_each
SELECT id, digest FROM course_file WHERE id > $1 ORDER BY id LIMIT $2
