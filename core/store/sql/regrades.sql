-- Regrades as cases, see store/regrades.h.

-- name: regrade_add
INSERT INTO regrade (id, word, test, item, remedy, becomes, answer, reason,
                     opened_by, opened_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'counting')

-- name: regrade_sitting_add
INSERT INTO regrade_sitting (regrade, sitting) VALUES ($1, $2)

-- name: regrade_find
SELECT g.id, g.word, g.test, g.item, g.remedy, g.becomes, g.answer, g.reason,
       g.opened_by, g.opened_at, g.state, g.stands, g.round, g.reached, g.seen,
       g.papers, g.counted_at, g.trouble, g.approved_by, g.approved_at,
       g.applied_at, g.withdrawn_by, g.withdrawn_at, g.withdrawn_why,
       i.code, i.version, n.version, t.code, t.title, o.full_name, a.full_name,
       w.full_name
  FROM regrade g JOIN item i ON i.id = g.item JOIN test t ON t.id = g.test
  JOIN person o ON o.id = g.opened_by
  LEFT JOIN item n ON n.id = g.becomes
  LEFT JOIN person a ON a.id = g.approved_by
  LEFT JOIN person w ON w.id = g.withdrawn_by
 WHERE g.id = $1

-- name: regrade_list
-- scan ok: cases are few, the newest first
SELECT g.id, g.word, g.test, g.item, g.remedy, g.becomes, g.answer, g.reason,
       g.opened_by, g.opened_at, g.state, g.stands, g.round, g.reached, g.seen,
       g.papers, g.counted_at, g.trouble, g.approved_by, g.approved_at,
       g.applied_at, g.withdrawn_by, g.withdrawn_at, g.withdrawn_why,
       i.code, i.version, n.version, t.code, t.title, o.full_name, a.full_name,
       w.full_name
  FROM regrade g JOIN item i ON i.id = g.item JOIN test t ON t.id = g.test
  JOIN person o ON o.id = g.opened_by
  LEFT JOIN item n ON n.id = g.becomes
  LEFT JOIN person a ON a.id = g.approved_by
  LEFT JOIN person w ON w.id = g.withdrawn_by
 ORDER BY g.id DESC LIMIT 200

-- name: regrade_word_find
SELECT id FROM regrade WHERE word = $1

-- name: regrade_sitting_list
SELECT s.id, s.code, s.title FROM regrade_sitting x
  JOIN sitting s ON s.id = x.sitting
 WHERE x.regrade = $1 ORDER BY s.opens_at, s.id

-- name: regrade_busy_list
-- What there is to do for the server, the oldest case first.
SELECT id FROM regrade
 WHERE state IN ('counting', 'staging', 'clearing', 'applied')
 ORDER BY id LIMIT 20

-- name: regrade_overlap_count
-- Other cases under way in the same sittings.
SELECT COUNT(*) FROM regrade_sitting x
  JOIN regrade_sitting y ON y.sitting = x.sitting AND y.regrade <> x.regrade
  JOIN regrade g ON g.id = y.regrade
 WHERE x.regrade = $1 AND g.state IN ('staging', 'clearing')

-- name: regrade_seen_count
-- Results of its sittings, without those it has staged itself.
SELECT (SELECT COUNT(*) FROM regrade_sitting x
          JOIN result r ON r.sitting = x.sitting WHERE x.regrade = $1)
     - (SELECT COUNT(*) FROM result r WHERE r.reason = $2)

-- name: regrade_staged_count
SELECT COUNT(*) FROM result r WHERE r.reason = $1

-- name: regrade_line_count
SELECT COUNT(*) FROM regrade_line WHERE regrade = $1 AND round = $2

-- name: regrade_ungraded_count
-- Papers of a sitting that are open or wait for their first result.
SELECT COUNT(*) FROM attempt WHERE sitting = $1 AND state IN ('open', 'sealed')

-- name: regrade_marking_count
-- Answers to the question that wait for a person.
SELECT COUNT(*) FROM mark_task WHERE sitting = $1 AND item = $2 AND done_at IS NULL

-- name: regrade_test_sitting_list
-- Sittings of a test, called off ones aside.
SELECT id, code, title, opens_at, COALESCE(last_end, closes_at) FROM sitting
 WHERE test = $1 AND ready = 1 AND cancelled_at IS NULL ORDER BY opens_at, id

-- name: regrade_paper_list
-- Papers that have the question, with the result that stands; by paper.
-- scan ok: walks all papers from the last one on, once for a round
SELECT a.id, a.sitting, a.person, a.candidate, c.unit, r.id, r.sequence, r.state,
       r.max_points, r.pass_percent, r.slots, r.outcomes, r.runtime, r.graded_at,
       (SELECT COUNT(*) FROM chain k
         WHERE k.kind = 'result' AND k.row_id = r.id)
  FROM attempt a JOIN candidate c ON c.id = a.candidate
  JOIN standing_result z ON z.attempt = a.id
  JOIN result r ON r.id = z.result
 WHERE a.id > $1 AND a.state = 'graded'
   AND EXISTS (SELECT 1 FROM regrade_sitting s
                WHERE s.regrade = $2 AND s.sitting = a.sitting)
   AND a.paper LIKE '%"item":' || CAST($3 AS TEXT) || ',%'
 ORDER BY a.id LIMIT $4

-- name: regrade_paper_find
SELECT a.id, a.sitting, a.person, a.candidate, c.unit, r.id, r.sequence, r.state,
       r.max_points, r.pass_percent, r.slots, r.outcomes, r.runtime, r.graded_at,
       1
  FROM attempt a JOIN candidate c ON c.id = a.candidate
  JOIN standing_result z ON z.attempt = a.id
  JOIN result r ON r.id = z.result
 WHERE a.id = $1

-- name: regrade_line_put
INSERT INTO regrade_line (regrade, attempt, round, person, candidate, unit,
                          result, held, points, max_points, percent, passed,
                          new_points, new_max_points, new_percent, new_passed,
                          sealed, exported, completes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19)
    ON CONFLICT (regrade, attempt) DO UPDATE SET
       round = excluded.round, person = excluded.person,
       candidate = excluded.candidate, unit = excluded.unit,
       result = excluded.result, held = excluded.held,
       points = excluded.points, max_points = excluded.max_points,
       percent = excluded.percent, passed = excluded.passed,
       new_points = excluded.new_points,
       new_max_points = excluded.new_max_points,
       new_percent = excluded.new_percent, new_passed = excluded.new_passed,
       sealed = excluded.sealed, exported = excluded.exported,
       completes = excluded.completes

-- name: regrade_line_list
-- Lines of a round, by paper.
SELECT l.attempt, l.person, l.candidate, l.unit, l.result, l.held, l.points,
       l.max_points, l.percent, l.passed, l.new_points, l.new_max_points,
       l.new_percent, l.new_passed, l.sealed, l.exported, l.completes
  FROM regrade_line l
 WHERE l.regrade = $1 AND l.attempt > $2 AND l.round = $3
 ORDER BY l.attempt LIMIT $4

-- name: regrade_shown_list
-- Lines with names, those that cross the pass mark first.
SELECT l.attempt, l.person, l.candidate, l.unit, l.result, l.held, l.points,
       l.max_points, l.percent, l.passed, l.new_points, l.new_max_points,
       l.new_percent, l.new_passed, l.sealed, l.exported, l.completes,
       c.number, p.full_name, u.name, s.code
  FROM regrade_line l JOIN candidate c ON c.id = l.candidate
  JOIN person p ON p.id = l.person JOIN unit u ON u.id = l.unit
  JOIN sitting s ON s.id = c.sitting
 WHERE l.regrade = $1 AND l.round = $2
 ORDER BY CASE WHEN l.passed <> l.new_passed AND l.held = 0 THEN 0 ELSE 1 END,
          l.passed DESC, p.sort_key, l.attempt
 LIMIT $3 OFFSET $4

-- name: regrade_tally_find
SELECT COUNT(*),
       COALESCE(CAST(SUM(CASE WHEN held = 0 AND passed = 0 AND new_passed = 1 THEN 1 ELSE 0 END) AS BIGINT), 0),
       COALESCE(CAST(SUM(CASE WHEN held = 0 AND passed = 1 AND new_passed = 0 THEN 1 ELSE 0 END) AS BIGINT), 0),
       COALESCE(CAST(SUM(CASE WHEN new_percent > percent THEN 1 ELSE 0 END) AS BIGINT), 0),
       COALESCE(CAST(SUM(CASE WHEN new_percent < percent THEN 1 ELSE 0 END) AS BIGINT), 0),
       COALESCE(CAST(SUM(held) AS BIGINT), 0),
       COALESCE(CAST(SUM(sealed) AS BIGINT), 0),
       COALESCE(CAST(SUM(exported) AS BIGINT), 0),
       COALESCE(CAST(SUM(CASE WHEN completes > 0 THEN 1 ELSE 0 END) AS BIGINT), 0),
       COALESCE(CAST(SUM(CASE WHEN completes < 0 THEN 1 ELSE 0 END) AS BIGINT), 0),
       MAX(new_percent - percent), MIN(new_percent - percent),
       AVG(new_percent - percent)
  FROM regrade_line WHERE regrade = $1 AND round = $2

-- name: regrade_unit_list
SELECT u.id, u.name, COUNT(*),
       CAST(SUM(CASE WHEN l.held = 0 AND l.passed = 0 AND l.new_passed = 1 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN l.held = 0 AND l.passed = 1 AND l.new_passed = 0 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN l.new_percent > l.percent THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN l.new_percent < l.percent THEN 1 ELSE 0 END) AS BIGINT)
  FROM regrade_line l JOIN unit u ON u.id = l.unit
 WHERE l.regrade = $1 AND l.round = $2
 GROUP BY u.id, u.name
 ORDER BY SUM(CASE WHEN l.held = 0 AND l.passed <> l.new_passed THEN 1 ELSE 0 END) DESC,
          COUNT(*) DESC, u.name LIMIT 200

-- name: regrade_of_attempt_list
-- What was put right in a paper: before and after, with why; the newest last.
SELECT g.id, g.reason, g.remedy, g.applied_at, l.held, l.points, l.max_points,
       l.percent, l.passed, l.new_points, l.new_max_points, l.new_percent,
       l.new_passed, o.full_name, a.full_name
  FROM result r JOIN regrade g ON g.word = r.reason AND g.stands = 1
  JOIN regrade_line l ON l.regrade = g.id AND l.attempt = r.attempt
   AND l.round = g.round
  JOIN person o ON o.id = g.opened_by JOIN person a ON a.id = g.approved_by
 WHERE r.attempt = $1 ORDER BY r.sequence

-- name: regrade_export_list
-- When results of its sittings left the house.
-- scan ok: exports are few
SELECT e.object_id, e.at, e.detail FROM audit_event e
 WHERE e.object = 'sitting' AND e.action = 'results.export'
   AND (e.object_id IS NULL OR e.object_id = 0
        OR e.object_id IN (SELECT x.sitting FROM regrade_sitting x
                            WHERE x.regrade = $1))
 ORDER BY e.id DESC LIMIT 1000

-- name: regrade_step
-- Only who found it as it was goes on: two servers do not do it twice.
UPDATE regrade SET reached = $1, papers = papers + $2, trouble = NULL
 WHERE id = $3 AND state = $4 AND round = $5 AND reached = $6
RETURNING id

-- name: regrade_begin
UPDATE regrade SET seen = $1, reached = 0, papers = 0
 WHERE id = $2 AND state = 'counting' AND round = $3 AND seen = -1
RETURNING id

-- name: regrade_counted
UPDATE regrade SET state = 'counted', counted_at = $1, reached = 0
 WHERE id = $2 AND state = 'counting' AND round = $3 AND reached = $4
RETURNING id

-- name: regrade_again
-- A new round: the numbers are out of date.
UPDATE regrade SET state = 'counting', round = round + 1, reached = 0,
       seen = -1, papers = 0, counted_at = NULL, approved_by = NULL,
       approved_at = NULL
 WHERE id = $1 AND state = $2 AND round = $3
RETURNING id

-- name: regrade_approve
UPDATE regrade SET state = 'staging', reached = 0, approved_by = $1,
       approved_at = $2
 WHERE id = $3 AND state = 'counted' AND round = $4
RETURNING id

-- name: regrade_clear
UPDATE regrade SET state = 'clearing', reached = 0
 WHERE id = $1 AND state = 'staging'
RETURNING id

-- name: regrade_staged_remove
-- Only while the case does not stand: what it staged never counted.
DELETE FROM result
 WHERE id IN (SELECT r.id FROM regrade g JOIN result r ON r.reason = g.word
               WHERE g.word = $1 AND g.stands = 0 ORDER BY r.id LIMIT $2)

-- name: regrade_switch
-- From here on its results count, all of them.
UPDATE regrade SET stands = 1, state = 'applied', reached = 0, applied_at = $1
 WHERE id = $2 AND state = 'staging' AND round = $3
RETURNING id

-- name: regrade_result_list
SELECT r.id, r.sitting, r.person FROM result r
 WHERE r.reason = $1 AND r.id > $2 ORDER BY r.id LIMIT $3

-- name: regrade_done
UPDATE regrade SET state = 'done', reached = 0
 WHERE id = $1 AND state = 'applied' AND reached = $2
RETURNING id

-- name: regrade_withdraw
UPDATE regrade SET withdrawn_by = $1, withdrawn_at = $2, withdrawn_why = $3,
       state = CASE WHEN state IN ('staging', 'clearing') THEN 'clearing'
                    ELSE 'withdrawn' END
 WHERE id = $4 AND stands = 0 AND withdrawn_at IS NULL
RETURNING id

-- name: regrade_withdrawn
UPDATE regrade SET state = 'withdrawn' WHERE id = $1 AND state = 'clearing'
RETURNING id

-- name: regrade_trouble
UPDATE regrade SET trouble = $1 WHERE id = $2

-- name: regrade_result_stage
INSERT INTO result (id, attempt, sitting, person, sequence, reason, state,
                    points, max_points, percent, pass_percent, passed, slots,
                    slots_full, outcomes, runtime, graded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17)
