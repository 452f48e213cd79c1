-- Notes that people keep on lessons for themselves. Every statement asks whose
-- they are: there is no way to somebody else's.

-- name: note_find
SELECT n.id, n.course_code, n.lesson_code, n.body, n.at, n.changed_at,
       c.title, l.title
  FROM lesson_note n
  LEFT JOIN course c ON c.code = n.course_code AND c.current = 1
  LEFT JOIN lesson l ON l.course = c.id AND l.code = n.lesson_code
 WHERE n.person = $1 AND n.id = $2

-- name: note_list
-- Newest first, from below an id; where course or lesson are gone their titles
-- are NULL.
SELECT n.id, n.course_code, n.lesson_code, n.body, n.at, n.changed_at,
       c.title, l.title
  FROM lesson_note n
  LEFT JOIN course c ON c.code = n.course_code AND c.current = 1
  LEFT JOIN lesson l ON l.course = c.id AND l.code = n.lesson_code
 WHERE n.person = $1 AND n.id < $2
 ORDER BY n.id DESC LIMIT $3

-- name: note_lesson_list
-- On one lesson, in the order in which they were written.
SELECT id, course_code, lesson_code, body, at, changed_at, NULL, NULL
  FROM lesson_note
 WHERE person = $1 AND course_code = $2 AND lesson_code = $3
 ORDER BY id LIMIT 1000

-- name: note_count
SELECT COUNT(*) FROM lesson_note WHERE person = $1

-- name: note_add
INSERT INTO lesson_note (id, person, course_code, lesson_code, body, at,
                         changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $6)

-- name: note_change
UPDATE lesson_note SET body = $1, changed_at = $2
 WHERE person = $3 AND id = $4
RETURNING id

-- name: note_remove
DELETE FROM lesson_note WHERE person = $1 AND id = $2
