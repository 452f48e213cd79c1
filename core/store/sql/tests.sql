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
                  counts, imported_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: test_publish
-- Only once: what is published never changes.
UPDATE test SET pins = $1, published_at = $2, published_by = $3
 WHERE id = $4 AND published_at IS NULL
RETURNING id

-- name: sitting_find
-- One whose candidates are all called; nobody else is shown it.
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at,
       created_by, calling, ready, cancelled_at, cancel_reason,
       COALESCE(last_end, closes_at), admits, openers,
       passcode, addresses, seb_keys, released_at, stands_still
  FROM sitting WHERE id = $1 AND ready = 1

-- name: sitting_any_find
-- Also one that is being staged: for who schedules it.
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at,
       created_by, calling, ready, cancelled_at, cancel_reason,
       COALESCE(last_end, closes_at), admits, openers,
       passcode, addresses, seb_keys, released_at, stands_still
  FROM sitting WHERE id = $1

-- name: sitting_code_find
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at,
       created_by, calling, ready, cancelled_at, cancel_reason,
       COALESCE(last_end, closes_at), admits, openers,
       passcode, addresses, seb_keys, released_at, stands_still
  FROM sitting WHERE code = $1

-- name: test_last_closing_find
-- When the last paper of any version of a test may end: until then its keys
-- would help somebody who still sits it. Whoever's clock stands still may go on
-- at any time.
-- scan ok: a city holds few sittings
SELECT MAX(CASE WHEN EXISTS (SELECT 1 FROM attempt a
                              WHERE a.sitting = s.id AND a.paused_at IS NOT NULL)
                THEN 9007199254740991
                ELSE COALESCE(s.last_end, s.closes_at) END)
  FROM sitting s JOIN test t ON t.id = s.test
 WHERE t.code = (SELECT code FROM test WHERE id = $1)
   AND s.ready = 1 AND s.cancelled_at IS NULL

-- name: sitting_list
-- scan ok: a city holds few sittings
SELECT id, code, test, title, basis, rules, opens_at, closes_at, created_at,
       created_by, calling, ready, cancelled_at, cancel_reason,
       COALESCE(last_end, closes_at), admits, openers,
       passcode, addresses, seb_keys, released_at, stands_still
  FROM sitting WHERE ready = 1 ORDER BY opens_at DESC, id DESC LIMIT 500

-- name: sitting_scope_list
-- What an organiser looks after: everything, or what was scheduled by them or
-- calls people of their units.
-- scan ok: a city holds few sittings
WITH RECURSIVE inside (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT s.id, s.code, s.test, s.title, s.basis, '{}', s.opens_at, s.closes_at,
       s.created_at, s.created_by, s.calling, s.ready, s.cancelled_at,
       s.cancel_reason, COALESCE(s.last_end, s.closes_at), s.admits, s.openers,
       s.passcode, s.addresses, s.seb_keys, s.released_at,
       s.stands_still
  FROM sitting s
 WHERE s.ready <> -1
   AND (CAST($4 AS BIGINT) = 0 OR s.id = $4)
   AND (CAST($5 AS BIGINT) = 0 OR s.closes_at > $5)
   AND (CAST($6 AS BIGINT) = 1 OR s.created_by = $1
        OR EXISTS (SELECT 1 FROM inside i
                    JOIN candidate c ON c.sitting = s.id AND c.unit = i.id))
 ORDER BY s.opens_at DESC, s.id DESC
 LIMIT $7 OFFSET $8

-- name: sitting_add
INSERT INTO sitting (id, code, test, title, basis, rules, opens_at, closes_at,
                     created_at, created_by, calling)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: sitting_ready
-- All candidates are called: from here on people see it.
UPDATE sitting SET ready = 1 WHERE id = $1 AND ready = 0
RETURNING id

-- name: sitting_hold_find
-- Held until the transaction ends: whoever starts a paper, cancels the sitting
-- or gives out numbers waits for the other.
-- lock
SELECT ready, cancelled_at, closes_at, COALESCE(last_end, closes_at)
  FROM sitting WHERE id = $1

-- name: sitting_give_up
-- Staging failed, or whoever staged it is gone: from here on it is taken away.
UPDATE sitting SET ready = -1 WHERE id = $1 AND ready = 0

-- name: sitting_left_list
-- Given up, or staged since before a moment without an end.
SELECT id FROM sitting WHERE ready = -1
UNION ALL
SELECT id FROM sitting WHERE ready = 0 AND created_at < $1
LIMIT 100

-- name: candidates_remove
-- Of a sitting that was given up, some at a time.
DELETE FROM candidate
 WHERE id IN (SELECT c.id FROM candidate c WHERE c.sitting = $1
               ORDER BY c.id LIMIT 1000)
RETURNING id

-- name: sitting_remove
DELETE FROM sitting WHERE id = $1 AND ready = -1

-- name: sitting_cancel
UPDATE sitting SET cancelled_at = $1, cancel_reason = $2
 WHERE id = $3 AND ready = 1 AND cancelled_at IS NULL
RETURNING id

-- name: sitting_release
-- What completes a course by these scores is looked through once more.
UPDATE sitting SET released_at = $1, settled_at = NULL
 WHERE id = $2 AND ready = 1 AND cancelled_at IS NULL AND released_at IS NULL
   AND COALESCE(last_end, closes_at) <= $1
RETURNING id

-- name: sitting_attempt_find
-- Has anybody begun?
SELECT id FROM attempt WHERE sitting = $1 LIMIT 1

-- name: candidate_call_list
-- Who can be called from one unit (not from below it) on a day: people in
-- service with their main duty there.
SELECT p.id, a.unit, a.job_title, a.rank_code, a.position, a.duty_group,
       p.sort_key
  FROM assignment a
  JOIN person p ON p.id = a.person
       AND (p.left_on IS NULL OR p.left_on > $1)
 WHERE a.unit = $2 AND a.main = 1 AND a.valid_from <= $1
   AND (a.valid_to IS NULL OR a.valid_to > $1)
   AND p.id > $3
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
                       position, duty_group, state, reason, full_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'called', NULL,
        (SELECT p.full_name FROM person p WHERE p.id = $3))
    ON CONFLICT (sitting, person) DO NOTHING
RETURNING id

-- name: candidate_find
SELECT c.id, c.sitting, c.person, c.number, c.unit, c.state, c.reason,
       c.confirmed_at, p.full_name, c.room, c.seat, c.admitted_at, c.shown,
       c.larger_text, c.waived_at
  FROM candidate c JOIN person p ON p.id = c.person
 WHERE c.id = $1

-- name: candidate_of_person_find
SELECT c.id, c.sitting, c.person, c.number, c.unit, c.state, c.reason,
       c.confirmed_at, p.full_name, c.room, c.seat, c.admitted_at, c.shown,
       c.larger_text, c.waived_at
  FROM candidate c JOIN person p ON p.id = c.person
 WHERE c.sitting = $1 AND c.person = $2

-- name: candidate_last_number_find
-- Ids grow as numbers do, so a longer number is no trouble.
SELECT number FROM candidate WHERE sitting = $1 ORDER BY id DESC LIMIT 1

-- name: candidate_confirm
UPDATE candidate SET confirmed_at = COALESCE(confirmed_at, $1), larger_text = $2
 WHERE id = $3

-- name: candidate_mark
-- Excused, absent, exempt ...: states of their own, never a zero.
UPDATE candidate SET state = $1, reason = $2 WHERE id = $3
RETURNING id

-- name: sitting_of_person_list
-- What a person is called to, with the newest attempt and the one that counts.
SELECT c.id, s.id, s.title, s.opens_at, s.closes_at, c.state, c.reason,
       a.id, a.state, a.ends_at, a.number, t.id, t.definition, s.code,
       s.cancelled_at, s.cancel_reason, COALESCE(s.last_end, s.closes_at),
       a.paused_at, c.room, c.seat, a.sealed_at, s.released_at,
       (SELECT k.attempt FROM counting_attempt k WHERE k.candidate = c.id)
  FROM candidate c
  JOIN sitting s ON s.id = c.sitting
  JOIN test t ON t.id = s.test
  LEFT JOIN attempt a ON a.candidate = c.id
       AND a.number = (SELECT MAX(x.number) FROM attempt x
                        WHERE x.candidate = c.id)
 WHERE c.person = $1 AND s.ready = 1
 ORDER BY s.opens_at DESC, s.id DESC
 LIMIT 200

-- name: candidate_grant_list
-- Roles that those hold who have to sit, on a day.
SELECT p.id, p.full_name, g.role
  FROM candidate c
  JOIN role_grant g ON g.person = c.person
  JOIN person p ON p.id = c.person
 WHERE c.sitting = $1 AND c.state IN ('called', 'incident')
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
 ORDER BY p.sort_key, p.id LIMIT 1000

-- name: candidate_list
-- The candidates of a sitting in the order of their numbers, those of some
-- units, by standing, by name or number.
-- scan ok: the candidates of one sitting, by its index
WITH RECURSIVE inside (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), picked (id) AS (
  SELECT CAST($4 AS BIGINT)
  UNION
  SELECT t.unit FROM picked k JOIN unit_parent t ON t.parent = k.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), shown AS (
  SELECT c.id, c.number, c.person, p.full_name, p.staff_number, p.birth_date,
         c.unit, u.name AS unit_name, c.reason,
         CASE WHEN c.state <> 'called' THEN c.state
              ELSE COALESCE((SELECT a.state FROM attempt a
                              WHERE a.candidate = c.id
                              ORDER BY a.number DESC LIMIT 1), 'called')
              END AS standing
    FROM candidate c
    JOIN person p ON p.id = c.person
    JOIN unit u ON u.id = c.unit
   WHERE c.sitting = $5 AND c.id > $6
     AND (CAST($7 AS BIGINT) = 1 OR c.unit IN (SELECT id FROM inside))
     AND (CAST($4 AS BIGINT) = 0 OR c.unit IN (SELECT id FROM picked))
     AND (CAST($8 AS TEXT) IS NULL OR p.fold_key LIKE '%' || $8 || '%'
          OR c.number = $9 OR p.staff_number = $9)
)
SELECT id, number, person, full_name, staff_number, birth_date, unit,
       unit_name, reason, standing
  FROM shown
 WHERE CAST($10 AS TEXT) IS NULL OR standing = $10
 ORDER BY id
 LIMIT $11

-- name: candidate_count
-- How many have which state, of a sitting.
WITH RECURSIVE inside (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT c.state, COUNT(*)
  FROM candidate c
 WHERE c.sitting = $4
   AND (CAST($5 AS BIGINT) = 1 OR c.unit IN (SELECT id FROM inside))
 GROUP BY c.state

-- name: attempt_state_count
-- How many papers are open, handed in, graded: for who sees all candidates.
SELECT a.state, COUNT(*) FROM attempt a WHERE a.sitting = $1 GROUP BY a.state

-- name: attempt_scope_count
-- The same for who sees some units.
WITH RECURSIVE inside (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT a.state, COUNT(*)
  FROM attempt a JOIN candidate c ON c.id = a.candidate
 WHERE a.sitting = $4 AND c.unit IN (SELECT id FROM inside)
 GROUP BY a.state
