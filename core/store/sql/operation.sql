-- What an operator watches, see store/operation.h.

-- name: operation_find
-- scan ok: the queues are short, and of sessions and attempts only those under
-- way are counted, by their indexes
SELECT (SELECT COUNT(*) FROM session WHERE ends_at > $1),
       (SELECT COUNT(*) FROM attempt WHERE state = 'open'),
       (SELECT COUNT(*) FROM grading),
       (SELECT MIN(due_at) FROM grading),
       (SELECT COUNT(*) FROM unsealed),
       (SELECT MIN(since) FROM unsealed),
       (SELECT MAX(sequence) FROM chain),
       (SELECT MAX(at) FROM checkpoint)

-- name: records_count
-- scan ok: on order only, of a copy
SELECT (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM attempt),
       (SELECT COUNT(*) FROM answer_event), (SELECT COUNT(*) FROM result)

-- name: administrator_plain_count
-- scan ok: on order only; grants of this role are few
SELECT COUNT(DISTINCT a.id) FROM role_grant g JOIN account a ON a.person = g.person
 WHERE g.role = 'admin' AND g.valid_from <= $1
   AND (g.valid_to IS NULL OR g.valid_to > $2)
   AND a.disabled_at IS NULL AND a.totp_secret IS NULL
