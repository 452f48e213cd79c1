-- Accounts, sessions and one-time links.

-- name: account_find
SELECT a.id, a.person, a.login, a.password, a.must_change, a.totp_secret,
       a.totp_pending, a.totp_step, a.language, a.disabled_at,
       a.sessions_from, a.created_at, p.full_name, p.address_as, p.left_on
  FROM account a JOIN person p ON p.id = a.person
 WHERE a.id = $1

-- name: account_login_find
SELECT a.id, a.person, a.login, a.password, a.must_change, a.totp_secret,
       a.totp_pending, a.totp_step, a.language, a.disabled_at,
       a.sessions_from, a.created_at, p.full_name, p.address_as, p.left_on
  FROM account a JOIN person p ON p.id = a.person
 WHERE a.login = $1

-- name: account_person_find
SELECT a.id, a.person, a.login, a.password, a.must_change, a.totp_secret,
       a.totp_pending, a.totp_step, a.language, a.disabled_at,
       a.sessions_from, a.created_at, p.full_name, p.address_as, p.left_on
  FROM account a JOIN person p ON p.id = a.person
 WHERE a.person = $1

-- name: account_any_find
-- Is there one at all? Until then the console offers a link to the first.
SELECT id FROM account LIMIT 1

-- name: account_add
INSERT INTO account (id, person, login, password, must_change, language,
                     created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: account_password_set
-- Sessions from before the change die with the old password.
UPDATE account SET password = $1, must_change = $2, sessions_from = $3
 WHERE id = $4

-- name: account_language_set
UPDATE account SET language = $1 WHERE id = $2

-- name: account_sessions_end
UPDATE account SET sessions_from = $1 WHERE id = $2

-- name: account_disable
-- Also enables, with NULL; sessions from before are dead either way.
UPDATE account SET disabled_at = $1, sessions_from = $2 WHERE id = $3

-- name: account_totp_offer
UPDATE account SET totp_pending = $1 WHERE id = $2

-- name: account_totp_take
-- The secret that was offered counts from its first code on.
UPDATE account SET totp_secret = totp_pending, totp_pending = NULL,
       totp_step = $1
 WHERE id = $2 AND totp_pending = $3
RETURNING id

-- name: account_totp_use
-- A code is good once: whoever comes second with its step changes no row.
UPDATE account SET totp_step = $1 WHERE id = $2 AND totp_step < $1
RETURNING id

-- name: account_totp_clear
UPDATE account SET totp_secret = NULL, totp_pending = NULL, totp_step = 0,
       sessions_from = $1
 WHERE id = $2

-- name: session_find
SELECT s.token_digest, s.account, s.csrf, s.created_at, s.seen_at, s.ends_at,
       s.second_step,
       a.id, a.person, a.login, a.password, a.must_change, a.totp_secret,
       a.totp_pending, a.totp_step, a.language, a.disabled_at,
       a.sessions_from, a.created_at, p.full_name, p.address_as, p.left_on,
       s.sitting
  FROM session s JOIN account a ON a.id = s.account
  JOIN person p ON p.id = a.person
 WHERE s.token_digest = $1

-- name: session_add
INSERT INTO session (token_digest, account, csrf, created_at, seen_at,
                     ends_at, second_step, sitting)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7)

-- name: session_seen
UPDATE session SET seen_at = $1 WHERE token_digest = $2 AND seen_at < $1

-- name: session_second_step
UPDATE session SET second_step = 1 WHERE token_digest = $1

-- name: session_remove
DELETE FROM session WHERE token_digest = $1

-- name: session_account_remove
-- All of one account.
DELETE FROM session WHERE account = $1

-- name: session_old_remove
-- Those that ended so long ago that no paper can still be open in them.
DELETE FROM session WHERE ends_at < $1

-- name: paper_open_find
-- Who sits a test is not thrown out.
SELECT id FROM attempt
 WHERE person = $1 AND state = 'open'
   AND (ends_at > $2 OR paused_at IS NOT NULL) LIMIT 1

-- name: one_time_link_find
SELECT token_digest, account, purpose, ends_at, used_at FROM one_time_link
 WHERE token_digest = $1

-- name: one_time_link_add
INSERT INTO one_time_link (token_digest, account, purpose, ends_at)
VALUES ($1, $2, $3, $4)

-- name: one_time_link_use
-- Whoever comes second changes no row.
UPDATE one_time_link SET used_at = $1
 WHERE token_digest = $2 AND used_at IS NULL AND ends_at > $1
RETURNING account

-- name: one_time_link_end
-- A new link, or a new password, ends those before.
UPDATE one_time_link SET used_at = $1 WHERE account = $2 AND used_at IS NULL

-- name: unit_account_list
-- People with their main duty in a unit or below it, and the account each has:
-- by unit, then by name.
-- scan ok: a report over a unit
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT p.id, p.full_name, p.birth_date, p.staff_number, p.given_name,
       p.family_name, u.name, k.id, k.login,
       CASE WHEN k.password IS NULL THEN 0 ELSE 1 END,
       CASE WHEN k.disabled_at IS NULL THEN 0 ELSE 1 END,
       CASE WHEN EXISTS (SELECT 1 FROM role_grant g
                          WHERE g.person = p.id AND g.valid_from <= $2
                            AND (g.valid_to IS NULL OR g.valid_to > $2))
            THEN 1 ELSE 0 END
  FROM inside i
  JOIN assignment a ON a.unit = i.id AND a.main = 1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
  JOIN person p ON p.id = a.person
  JOIN unit u ON u.id = a.unit
  LEFT JOIN account k ON k.person = p.id
 ORDER BY u.sort_key, u.id, p.sort_key, p.id
 LIMIT $3

-- name: session_sitting_remove
-- Of one person, entered with an exam slip.
DELETE FROM session
 WHERE sitting = $1
   AND account IN (SELECT a.id FROM account a WHERE a.person = $2)

-- name: exam_code_put
INSERT INTO exam_code (candidate, digest, made_at, made_by, used_at)
VALUES ($1, $2, $3, $4, NULL)
    ON CONFLICT (candidate) DO UPDATE SET digest = excluded.digest,
       made_at = excluded.made_at, made_by = excluded.made_by, used_at = NULL

-- name: exam_code_find
SELECT e.candidate, e.used_at, c.sitting, c.person, c.state, s.opens_at,
       COALESCE(s.last_end, s.closes_at), s.ready, s.cancelled_at, a.id,
       a.disabled_at, p.left_on
  FROM exam_code e
  JOIN candidate c ON c.id = e.candidate
  JOIN sitting s ON s.id = c.sitting
  JOIN person p ON p.id = c.person
  LEFT JOIN account a ON a.person = c.person
 WHERE e.digest = $1

-- name: exam_code_use
UPDATE exam_code SET used_at = $1 WHERE digest = $2 AND used_at IS NULL
RETURNING candidate

-- name: exam_code_allow
UPDATE exam_code SET used_at = NULL WHERE candidate = $1 AND used_at IS NOT NULL
RETURNING candidate
