-- Who has completed which course, and what a completion rests on.

-- name: course_test_add
INSERT INTO course_test (id, course, test) VALUES ($1, $2, $3)

-- name: course_needing_list
-- Current courses that the test of a sitting helps to complete.
SELECT c.code FROM sitting s
  JOIN test t ON t.id = s.test
  JOIN course_test n ON n.test = t.code
  JOIN course c ON c.id = n.course AND c.current = 1
 WHERE s.id = $1

-- name: completion_find
SELECT id, person, course_code, course, began_at, completed_at, settled_at,
       year, hours, unit, job_title, rank_code, position, duty_group, evidence
  FROM completion WHERE person = $1 AND course_code = $2

-- name: completion_list
SELECT id, person, course_code, course, began_at, completed_at, settled_at,
       year, hours, unit, job_title, rank_code, position, duty_group, evidence
  FROM completion WHERE person = $1 ORDER BY completed_at DESC, id

-- name: completion_add
INSERT INTO completion (id, person, course_code, course, began_at,
                        completed_at, settled_at, year, hours, unit, job_title,
                        rank_code, position, duty_group, evidence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (person, course_code) DO NOTHING

-- name: test_outcome_list
-- What a person has scored in a test, in whichever version: the newest result
-- of each paper; not of one whose sitting does not count for them.
SELECT t.definition, COALESCE(s.last_end, s.closes_at), r.percent, r.passed, r.graded_at, a.id,
       s.released_at
  FROM attempt a
  JOIN candidate c ON c.id = a.candidate
  JOIN sitting s ON s.id = a.sitting
  JOIN test t ON t.id = s.test
  JOIN standing_result z ON z.attempt = a.id
  JOIN result r ON r.id = z.result
 WHERE a.person = $1 AND t.code = $2 AND c.state = 'called'
   AND r.state = 'graded' ORDER BY a.id

-- name: test_title_find
SELECT title FROM test WHERE code = $1 ORDER BY imported_at DESC, id DESC LIMIT 1

-- name: sitting_unsettled_list
SELECT id FROM sitting
 WHERE settled_at IS NULL AND closes_at <= $1
   AND COALESCE(last_end, closes_at) <= $1
   AND NOT EXISTS (SELECT 1 FROM attempt a
                    WHERE a.sitting = sitting.id AND a.paused_at IS NOT NULL)
 ORDER BY closes_at LIMIT 20

-- name: sitting_settle
UPDATE sitting SET settled_at = $1 WHERE id = $2

-- name: sitting_scored_list
SELECT id, person FROM result WHERE sitting = $1 AND id > $2
 ORDER BY id LIMIT $3
