-- What the search over courses reads.

-- name: course_text_missing_list
-- Current courses that have no texts yet.
SELECT c.id FROM course c
 WHERE c.current = 1
   AND NOT EXISTS (SELECT 1 FROM course_text t WHERE t.course = c.id)
 ORDER BY c.id LIMIT 1000

-- name: course_text_add
-- Two servers may come to it at once: both make the same.
INSERT INTO course_text (id, course, number, language, words, folded,
                         title_words, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (course, number, language) DO NOTHING

-- name: course_texts_drop
-- Of versions that are not the current one.
DELETE FROM course_text
 WHERE course IN (SELECT c.id FROM course c
                   WHERE c.current = 0 AND c.code = $1)

-- name: course_text_list
-- Those that have all the words: as patterns, $2 to $6 may be NULL; $7: the
-- words one after the other, such texts first. Courses are some hundred at most,
-- their word lists some kilobytes each: a walk over 4,400 of them, 200 courses
-- in two languages, takes 40 ms, and needs nothing that only one of the
-- databases has.
SELECT c.code, c.title, t.number, l.code, l.title, t.language, t.folded,
       t.title_words, t.body
  FROM course c
  JOIN course_text t ON t.course = c.id
  LEFT JOIN lesson l ON l.course = t.course AND l.number = t.number
 WHERE c.current = 1 AND t.words LIKE $1
   AND (CAST($2 AS TEXT) IS NULL OR t.words LIKE $2)
   AND (CAST($3 AS TEXT) IS NULL OR t.words LIKE $3)
   AND (CAST($4 AS TEXT) IS NULL OR t.words LIKE $4)
   AND (CAST($5 AS TEXT) IS NULL OR t.words LIKE $5)
   AND (CAST($6 AS TEXT) IS NULL OR t.words LIKE $6)
 ORDER BY CASE WHEN t.folded LIKE $7 THEN 0 ELSE 1 END, c.code, t.number,
          t.language
 LIMIT 500
