-- Tests and their sittings.

-- name: test_find
SELECT id, code, version, digest, course_code, title, definition, pins,
       imported_at, published_at, published_by
  FROM test WHERE id = $1

-- name: test_digest_find
SELECT id, code, version, digest, course_code, title, definition, pins,
       imported_at, published_at, published_by
  FROM test WHERE code = $1 AND digest = $2

-- name: test_list
-- scan ok: a city has dozens
SELECT id, code, version, digest, course_code, title, '{}', NULL,
       imported_at, published_at, published_by
  FROM test ORDER BY imported_at DESC, id DESC LIMIT 1000

-- name: test_add
INSERT INTO test (id, code, version, digest, course_code, title, definition,
                  imported_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: test_publish
-- Only once: what is published never changes.
UPDATE test SET pins = $1, published_at = $2, published_by = $3
 WHERE id = $4 AND published_at IS NULL
RETURNING id

-- name: sitting_find
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at
  FROM sitting WHERE id = $1

-- name: sitting_code_find
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at
  FROM sitting WHERE code = $1

-- name: sitting_list
-- scan ok: a city holds few sittings
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at
  FROM sitting WHERE ready = 1 ORDER BY opens_at DESC, id DESC LIMIT 500

-- name: sitting_add
INSERT INTO sitting (id, code, test, title, basis, rules, opens_at, closes_at,
                     created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: sitting_ready
-- All candidates are called: from here on people see it.
UPDATE sitting SET ready = 1 WHERE id = $1

-- name: candidate_call_list
-- Who can be called from a unit's subtree on a day: people in service with
-- their main duty there, in the order of their names.
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT p.id, a.unit, a.job_title, a.rank_code, a.position, a.duty_group,
       p.sort_key
  FROM inside i
  JOIN assignment a ON a.unit = i.id AND a.main = 1 AND a.valid_from <= $2
       AND (a.valid_to IS NULL OR a.valid_to > $2)
  JOIN person p ON p.id = a.person
       AND (p.left_on IS NULL OR p.left_on > $2)
 WHERE p.id > $3
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
 ORDER BY p.id
 LIMIT $4

-- name: candidate_person_find
-- One person as they would be called on a day.
SELECT p.id, a.unit, a.job_title, a.rank_code, a.position, a.duty_group,
       p.sort_key
  FROM person p
  JOIN assignment a ON a.person = p.id AND a.main = 1 AND a.valid_from <= $1
       AND (a.valid_to IS NULL OR a.valid_to > $1)
 WHERE p.id = $2 AND (p.left_on IS NULL OR p.left_on > $1)
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))

-- name: candidate_add
INSERT INTO candidate (id, sitting, person, number, unit, job_title, rank_code,
                       position, duty_group, state, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'called', NULL)
    ON CONFLICT (sitting, person) DO NOTHING

-- name: candidate_find
SELECT c.id, c.sitting, c.person, c.number, c.unit, c.state, c.reason,
       c.confirmed_at, p.full_name
  FROM candidate c JOIN person p ON p.id = c.person
 WHERE c.id = $1

-- name: candidate_of_person_find
SELECT c.id, c.sitting, c.person, c.number, c.unit, c.state, c.reason,
       c.confirmed_at, p.full_name
  FROM candidate c JOIN person p ON p.id = c.person
 WHERE c.sitting = $1 AND c.person = $2

-- name: candidate_last_number_find
SELECT MAX(number) FROM candidate WHERE sitting = $1

-- name: candidate_confirm
UPDATE candidate SET confirmed_at = $1 WHERE id = $2 AND confirmed_at IS NULL

-- name: candidate_mark
-- Excused, absent, exempt ...: states of their own, never a zero.
UPDATE candidate SET state = $1, reason = $2 WHERE id = $3
RETURNING id

-- name: sitting_of_person_list
-- What a person is called to, with the newest attempt.
SELECT c.id, s.id, s.title, s.opens_at, s.closes_at, c.state, c.reason,
       a.id, a.state, a.ends_at, a.number, t.id, t.definition, s.code
  FROM candidate c
  JOIN sitting s ON s.id = c.sitting
  JOIN test t ON t.id = s.test
  LEFT JOIN attempt a ON a.candidate = c.id
       AND a.number = (SELECT MAX(x.number) FROM attempt x
                        WHERE x.candidate = c.id)
 WHERE c.person = $1 AND s.ready = 1
 ORDER BY s.opens_at DESC, s.id DESC
 LIMIT 200
