-- The chain over deeds and results, see store/chain.h.

-- name: unsealed_add
INSERT INTO unsealed (kind, row_id, since) VALUES ($1, $2, $3)

-- name: unsealed_remove
DELETE FROM unsealed WHERE kind = $1 AND row_id = $2

-- name: unsealed_count
SELECT COUNT(*), MIN(since) FROM unsealed

-- name: unsealed_audit_list
SELECT u.row_id, e.id, e.agency, e.at, e.actor, e.action, e.object,
       e.object_id, e.detail
  FROM unsealed u JOIN audit_event e ON e.id = u.row_id
 WHERE u.kind = 'audit_event' ORDER BY u.row_id LIMIT $1

-- name: unsealed_result_list
SELECT u.row_id, r.id, r.agency, r.attempt, r.sitting, r.person, r.sequence,
       r.reason, r.state, r.points, r.max_points, r.percent, r.pass_percent,
       r.passed, r.slots, r.slots_full, r.runtime, r.graded_at, r.outcomes
  FROM unsealed u JOIN result r ON r.id = u.row_id
 WHERE u.kind = 'result' ORDER BY u.row_id LIMIT $1

-- name: chain_head_find
-- scan ok: one step from the end of the key
SELECT sequence, link FROM chain ORDER BY sequence DESC LIMIT 1

-- name: chain_link_find
SELECT link FROM chain WHERE sequence = $1

-- name: chain_add
INSERT INTO chain (sequence, kind, row_id, salt, erasable, digest, link)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: chain_audit_each
-- Every link from one on, beside the deed it stands for if it is one.
SELECT c.sequence, c.kind, c.row_id, c.salt, c.erasable, c.digest, c.link,
       e.id, e.agency, e.at, e.actor, e.action, e.object, e.object_id, e.detail
  FROM chain c
  LEFT JOIN audit_event e ON c.kind = 'audit_event' AND e.id = c.row_id
 WHERE c.sequence > $1 ORDER BY c.sequence LIMIT $2

-- name: chain_result_each
SELECT c.sequence, c.kind, c.row_id, c.salt, c.erasable, c.digest, c.link,
       r.id, r.agency, r.attempt, r.sitting, r.person, r.sequence, r.reason,
       r.state, r.points, r.max_points, r.percent, r.pass_percent, r.passed,
       r.slots, r.slots_full, r.runtime, r.graded_at, r.outcomes
  FROM chain c
  LEFT JOIN result r ON r.id = c.row_id
 WHERE c.sequence > $1 AND c.kind = 'result' ORDER BY c.sequence LIMIT $2

-- name: chain_outside_audit_each
-- Deeds that no link stands for; the second column says since when one waits.
SELECT e.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'audit_event' AND u.row_id = e.id)
  FROM audit_event e
 WHERE e.id > $1
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'audit_event' AND c.row_id = e.id)
 ORDER BY e.id LIMIT $2

-- name: chain_outside_result_each
-- What a regrade has staged is no result yet; when it stands, all of it waits
-- since that moment.
SELECT r.id, COALESCE((SELECT u.since FROM unsealed u
                        WHERE u.kind = 'result' AND u.row_id = r.id),
                      (SELECT g.applied_at FROM regrade g
                        WHERE g.word = r.reason AND g.state = 'applied'))
  FROM result r
 WHERE r.id > $1
   AND NOT EXISTS (SELECT 1 FROM regrade g
                    WHERE g.word = r.reason AND g.stands = 0)
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'result' AND c.row_id = r.id)
 ORDER BY r.id LIMIT $2

-- name: unsealed_attempt_list
SELECT u.row_id, a.id, a.agency, a.sitting, a.candidate, a.person, a.number, a.seed,
       a.paper, a.started_at, a.ends_at, a.sealed_at, a.sealed_by, c.number,
       c.full_name, c.unit, c.job_title, c.rank_code, c.position, c.duty_group
  FROM unsealed u JOIN attempt a ON a.id = u.row_id
  LEFT JOIN candidate c ON c.id = a.candidate
 WHERE u.kind = 'attempt' ORDER BY u.row_id LIMIT $1

-- name: chain_attempt_each
SELECT l.sequence, l.kind, l.row_id, l.salt, l.erasable, l.digest, l.link,
       a.id, a.agency, a.sitting, a.candidate, a.person, a.number, a.seed,
       a.paper, a.started_at, a.ends_at, a.sealed_at, a.sealed_by, c.number,
       c.full_name, c.unit, c.job_title, c.rank_code, c.position, c.duty_group
  FROM chain l
  LEFT JOIN attempt a ON a.id = l.row_id
  LEFT JOIN candidate c ON c.id = a.candidate
 WHERE l.sequence > $1 AND l.kind = 'attempt' ORDER BY l.sequence LIMIT $2

-- name: chain_outside_attempt_each
-- scan ok: the verifier walks all there is
SELECT a.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'attempt' AND u.row_id = a.id)
  FROM attempt a
 WHERE a.id > $1 AND a.state <> 'open'
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'attempt' AND c.row_id = a.id)
 ORDER BY a.id LIMIT $2

-- name: unsealed_late_list
SELECT u.row_id, e.id, e.agency, e.attempt, e.slot, e.kind, e.revision, e.base,
       e.save_id, e.digest, e.receipt, e.at, e.body
  FROM unsealed u JOIN answer_event e ON e.id = u.row_id
 WHERE u.kind = 'answer_event' ORDER BY u.row_id LIMIT $1

-- name: chain_late_each
SELECT l.sequence, l.kind, l.row_id, l.salt, l.erasable, l.digest, l.link,
       e.id, e.agency, e.attempt, e.slot, e.kind, e.revision, e.base,
       e.save_id, e.digest, e.receipt, e.at, e.body
  FROM chain l
  LEFT JOIN answer_event e ON e.id = l.row_id
 WHERE l.sequence > $1 AND l.kind = 'answer_event' ORDER BY l.sequence LIMIT $2

-- name: chain_outside_late_each
-- scan ok: the verifier walks all there is
SELECT e.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'answer_event' AND u.row_id = e.id)
  FROM answer_event e
 WHERE e.id > $1 AND e.kind = 'late'
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'answer_event' AND c.row_id = e.id)
 ORDER BY e.id LIMIT $2

-- name: unsealed_test_list
SELECT u.row_id, t.id, t.agency, t.code, t.version, t.digest, t.course_code, t.title,
       t.definition, t.pins, t.imported_at, t.published_at, t.published_by
  FROM unsealed u JOIN test t ON t.id = u.row_id
 WHERE u.kind = 'test' ORDER BY u.row_id LIMIT $1

-- name: chain_test_each
SELECT l.sequence, l.kind, l.row_id, l.salt, l.erasable, l.digest, l.link,
       t.id, t.agency, t.code, t.version, t.digest, t.course_code, t.title,
       t.definition, t.pins, t.imported_at, t.published_at, t.published_by
  FROM chain l
  LEFT JOIN test t ON t.id = l.row_id
 WHERE l.sequence > $1 AND l.kind = 'test' ORDER BY l.sequence LIMIT $2

-- name: chain_outside_test_each
-- scan ok: the verifier walks all there is
SELECT t.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'test' AND u.row_id = t.id)
  FROM test t
 WHERE t.id > $1 AND t.published_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'test' AND c.row_id = t.id)
 ORDER BY t.id LIMIT $2

-- name: unsealed_item_list
SELECT u.row_id, i.id, i.agency, i.bank, i.code, i.version, i.digest, i.package,
       i.topic, i.level, i.competency, i.checked_on, i.body, i.files, i.place,
       i.created_at
  FROM unsealed u JOIN item i ON i.id = u.row_id
 WHERE u.kind = 'item' ORDER BY u.row_id LIMIT $1

-- name: chain_item_each
SELECT l.sequence, l.kind, l.row_id, l.salt, l.erasable, l.digest, l.link,
       i.id, i.agency, i.bank, i.code, i.version, i.digest, i.package,
       i.topic, i.level, i.competency, i.checked_on, i.body, i.files, i.place,
       i.created_at
  FROM chain l
  LEFT JOIN item i ON i.id = l.row_id
 WHERE l.sequence > $1 AND l.kind = 'item' ORDER BY l.sequence LIMIT $2

-- name: chain_outside_item_each
-- scan ok: the verifier walks all there is
SELECT i.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'item' AND u.row_id = i.id)
  FROM item i
 WHERE i.id > $1
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'item' AND c.row_id = i.id)
 ORDER BY i.id LIMIT $2

-- name: sealed_answer_list
-- What was answered in a paper while it was open: sealed with it.
SELECT e.id, e.agency, e.attempt, e.slot, e.kind, e.revision, e.base, e.save_id,
       e.digest, e.receipt, e.at, e.body
  FROM answer_event e
 WHERE e.attempt = $1 AND e.kind <> 'late' ORDER BY e.id

-- name: sealed_variant_list
-- The variants of an item: sealed with it.
SELECT v.id, v.agency, v.item, v.number, v.params, v.truth, v.note
  FROM item_variant v WHERE v.item = $1 ORDER BY v.number, v.id

-- name: answer_event_each
-- scan ok: the verifier walks all there is
SELECT id, attempt, slot, save_id, digest, receipt, body
  FROM answer_event WHERE id > $1 ORDER BY id LIMIT $2

-- name: candidate_renamed_each
-- Who is called otherwise today than when they sat.
-- scan ok: the verifier walks all there is
SELECT c.id, c.full_name, p.full_name
  FROM candidate c JOIN person p ON p.id = c.person
 WHERE c.id > $1 AND c.full_name <> p.full_name ORDER BY c.id LIMIT $2

-- name: result_holder_count
-- 1: the lists show the result under the person and the sitting it was made for.
SELECT COUNT(*)
  FROM result r
  JOIN attempt a ON a.id = r.attempt
  JOIN candidate c ON c.id = a.candidate
 WHERE r.id = $1 AND a.person = r.person AND c.person = r.person
   AND a.sitting = r.sitting AND c.sitting = r.sitting

-- name: chain_hidden_result_each
-- Results that are sealed and that a regrade which does not stand would hide.
-- scan ok: cases are few
SELECT r.id, g.id
  FROM regrade g JOIN result r ON r.reason = g.word
  JOIN chain c ON c.kind = 'result' AND c.row_id = r.id
 WHERE r.id > $1 AND g.stands = 0 ORDER BY r.id LIMIT $2

-- name: unsealed_lost_each
-- What waits to be sealed and is not there any more.
-- scan ok: what waits is short
SELECT u.row_id, u.kind FROM unsealed u
 WHERE u.row_id > $1
   AND NOT EXISTS (SELECT 1 FROM audit_event e
                    WHERE u.kind = 'audit_event' AND e.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM result r
                    WHERE u.kind = 'result' AND r.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM attempt a
                    WHERE u.kind = 'attempt' AND a.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM answer_event e
                    WHERE u.kind = 'answer_event' AND e.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM test t
                    WHERE u.kind = 'test' AND t.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM item i
                    WHERE u.kind = 'item' AND i.id = u.row_id)
 ORDER BY u.row_id LIMIT $2

-- name: checkpoint_add
INSERT INTO checkpoint (id, sequence, link, at, key, signature)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: checkpoint_newest_find
-- scan ok: one step from the end of the key
SELECT id, sequence, link, at, key, signature
  FROM checkpoint ORDER BY id DESC LIMIT 1

-- name: checkpoint_each
SELECT k.id, k.sequence, k.link, k.at, k.key, k.signature,
       (SELECT c.link FROM chain c WHERE c.sequence = k.sequence)
  FROM checkpoint k WHERE k.id > $1 ORDER BY k.id LIMIT $2
