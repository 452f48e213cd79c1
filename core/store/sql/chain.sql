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
SELECT r.id, (SELECT u.since FROM unsealed u
               WHERE u.kind = 'result' AND u.row_id = r.id)
  FROM result r
 WHERE r.id > $1
   AND NOT EXISTS (SELECT 1 FROM chain c
                    WHERE c.kind = 'result' AND c.row_id = r.id)
 ORDER BY r.id LIMIT $2

-- name: result_holder_count
-- 1: the lists show the result under the person and the sitting it was made for.
SELECT COUNT(*)
  FROM result r
  JOIN attempt a ON a.id = r.attempt
  JOIN candidate c ON c.id = a.candidate
 WHERE r.id = $1 AND a.person = r.person AND c.person = r.person
   AND a.sitting = r.sitting AND c.sitting = r.sitting

-- name: unsealed_lost_each
-- What waits to be sealed and is not there any more.
-- scan ok: what waits is short
SELECT u.row_id, u.kind FROM unsealed u
 WHERE u.row_id > $1
   AND NOT EXISTS (SELECT 1 FROM audit_event e
                    WHERE u.kind = 'audit_event' AND e.id = u.row_id)
   AND NOT EXISTS (SELECT 1 FROM result r
                    WHERE u.kind = 'result' AND r.id = u.row_id)
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
