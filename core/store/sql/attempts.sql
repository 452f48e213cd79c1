-- Attempts, what was answered in them, and what came of it.

-- name: attempt_find
SELECT a.id, a.sitting, a.candidate, a.person, a.number, a.seed, a.paper,
       a.started_at, a.ends_at, a.state, a.sealed_at, a.sealed_by, s.test,
       a.paused_at
  FROM attempt a JOIN sitting s ON s.id = a.sitting
 WHERE a.id = $1

-- name: attempt_state_find
-- What decides whether a save still counts. Asked in the writer, which comes
-- before every other change of the attempt.
-- lock
SELECT state, ends_at, person, paused_at FROM attempt WHERE id = $1

-- name: counting_attempt_find
SELECT a.id, a.number FROM counting_attempt k JOIN attempt a ON a.id = k.attempt
 WHERE k.candidate = $1

-- name: attempt_newest_find
SELECT a.id, a.sitting, a.candidate, a.person, a.number, a.seed, a.paper,
       a.started_at, a.ends_at, a.state, a.sealed_at, a.sealed_by, s.test,
       a.paused_at
  FROM attempt a JOIN sitting s ON s.id = a.sitting
 WHERE a.candidate = $1
 ORDER BY a.number DESC LIMIT 1

-- name: attempt_add
INSERT INTO attempt (id, sitting, candidate, person, number, seed, paper,
                     started_at, ends_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')

-- name: attempt_seal
-- The first to seal wins; whoever comes later changes no row.
UPDATE attempt SET state = 'sealed', sealed_at = $1, sealed_by = $2,
                   paused_at = NULL
 WHERE id = $3 AND state = 'open'
RETURNING id

-- name: attempt_graded
UPDATE attempt SET state = 'graded' WHERE id = $1 AND state = 'sealed'

-- name: attempt_overdue_list
-- Open, and their time was over between two moments; but not of those whose
-- clock stands still.
SELECT id, ends_at FROM attempt
 WHERE state = 'open' AND ends_at > $1 AND ends_at <= $2 AND paused_at IS NULL
 ORDER BY ends_at LIMIT 500

-- name: answer_event_add
INSERT INTO answer_event (id, attempt, slot, kind, revision, base, save_id,
                          digest, body, receipt, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: answer_current_find
-- The save that stands in a slot: by revision, not by id, since the ids of two
-- servers follow two clocks.
SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at
  FROM answer_event
 WHERE attempt = $1 AND slot = $2 AND kind = 'save'
 ORDER BY revision DESC LIMIT 1

-- name: answer_same_find
-- The same save, sent before.
SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at
  FROM answer_event
 WHERE attempt = $1 AND slot = $2 AND kind IN ('save', 'fork', 'late')
   AND save_id = $3 AND digest = $4
 ORDER BY id LIMIT 1

-- name: answer_aside_count
SELECT COUNT(*) FROM answer_event
 WHERE attempt = $1 AND slot = $2 AND kind IN ('fork', 'late')

-- name: answer_flag_find
SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at
  FROM answer_event
 WHERE attempt = $1 AND slot = $2 AND kind IN ('flag', 'unflag')
 ORDER BY id DESC LIMIT 1

-- name: answer_standing_list
-- What stands in the slots from $2 to $3: in each the save of the highest
-- revision, the newest of the forks kept beside that one and how many they
-- are, and the last flag. Never the whole history, which has no end.
WITH top AS (
  SELECT slot, MAX(CASE WHEN kind = 'save' THEN revision ELSE 0 END) AS revision,
         MAX(CASE WHEN kind IN ('flag', 'unflag') THEN id END) AS flag
    FROM answer_event
   WHERE attempt = $1 AND slot BETWEEN $2 AND $3
   GROUP BY slot
), beside AS (
  SELECT e.slot, MAX(e.id) AS newest, COUNT(*) AS forks
    FROM top t JOIN answer_event e
      ON e.attempt = $1 AND e.slot = t.slot AND e.kind = 'fork'
     AND e.revision = t.revision
   GROUP BY e.slot
)
SELECT e.id, e.slot, e.kind, e.revision, e.base, e.save_id, e.digest, e.body,
       e.receipt, e.at, CAST(0 AS BIGINT)
  FROM top t JOIN answer_event e
    ON e.attempt = $1 AND e.slot = t.slot AND e.kind = 'save'
   AND e.revision = t.revision
 UNION ALL
SELECT e.id, e.slot, e.kind, e.revision, e.base, e.save_id, e.digest, e.body,
       e.receipt, e.at, CAST(0 AS BIGINT)
  FROM top t JOIN answer_event e ON e.id = t.flag
 UNION ALL
SELECT e.id, e.slot, e.kind, e.revision, e.base, e.save_id, e.digest, e.body,
       e.receipt, e.at, b.forks
  FROM beside b JOIN answer_event e ON e.id = b.newest

-- name: answer_slot_standing_list
-- The same of one slot, the usual question: look-ups in the index only, so that
-- it costs the same however often a slot was saved.
SELECT * FROM (
  SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at,
         CAST(0 AS BIGINT) AS forks
    FROM answer_event
   WHERE attempt = $1 AND slot = $2 AND kind = 'save'
   ORDER BY revision DESC LIMIT 1) AS standing
 UNION ALL
SELECT * FROM (
  SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at,
         CAST(0 AS BIGINT) AS forks
    FROM answer_event
   WHERE attempt = $1 AND slot = $2 AND kind = 'flag'
   ORDER BY revision DESC, id DESC LIMIT 1) AS flag
 UNION ALL
SELECT * FROM (
  SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at,
         CAST(0 AS BIGINT) AS forks
    FROM answer_event
   WHERE attempt = $1 AND slot = $2 AND kind = 'unflag'
   ORDER BY revision DESC, id DESC LIMIT 1) AS unflag
 UNION ALL
SELECT * FROM (
  SELECT id, slot, kind, revision, base, save_id, digest, body, receipt, at,
         (SELECT COUNT(*) FROM answer_event f
           WHERE f.attempt = e.attempt AND f.slot = e.slot AND f.kind = 'fork'
             AND f.revision = e.revision) AS forks
    FROM answer_event e
   WHERE attempt = $1 AND slot = $2 AND kind = 'fork'
     AND revision = COALESCE((SELECT MAX(s.revision) FROM answer_event s
                               WHERE s.attempt = $1 AND s.slot = $2
                                 AND s.kind = 'save'), 0)
   ORDER BY id DESC LIMIT 1) AS fork

-- name: grading_add
INSERT INTO grading (attempt, due_at) VALUES ($1, $2)
    ON CONFLICT (attempt) DO NOTHING

-- name: grading_due_list
-- Few at a time, so that closing what runs out never waits long for grading.
SELECT attempt, tries FROM grading WHERE due_at <= $1 ORDER BY due_at LIMIT 25

-- name: grading_delay
UPDATE grading SET tries = tries + 1, due_at = $1, trouble = $2
 WHERE attempt = $3

-- name: grading_done
DELETE FROM grading WHERE attempt = $1

-- name: result_add
INSERT INTO result (id, attempt, sitting, person, sequence, reason, state,
                    points, max_points, percent, pass_percent, passed, slots,
                    slots_full, outcomes, runtime, graded_at, missed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18)

-- name: result_newest_find
-- The one that stands; what a regrade has staged does not count yet.
SELECT id, attempt, sequence, reason, state, points, max_points, percent,
       pass_percent, passed, slots, slots_full, outcomes, runtime, graded_at,
       missed
  FROM result r WHERE r.attempt = $1
   AND NOT EXISTS (SELECT 1 FROM regrade g
                    WHERE g.word = r.reason AND g.stands = 0)
 ORDER BY sequence DESC LIMIT 1

-- name: result_all_list
-- Every result of a paper, oldest first.
SELECT id, attempt, sequence, reason, state, points, max_points, percent,
       pass_percent, passed, slots, slots_full, outcomes, runtime, graded_at,
       missed
  FROM result r WHERE r.attempt = $1
   AND NOT EXISTS (SELECT 1 FROM regrade g
                    WHERE g.word = r.reason AND g.stands = 0)
 ORDER BY sequence

-- name: attempt_closed_list
-- Papers that are closed, of one sitting or of a range of them.
-- scan ok: whoever asks walks all there is
SELECT id FROM attempt
 WHERE id > $1 AND sitting BETWEEN $2 AND $3 AND state <> 'open'
 ORDER BY id LIMIT $4
