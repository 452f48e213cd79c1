-- Rooms, seats, who watches, what happens; and what people are granted.

-- name: room_add
INSERT INTO room (id, sitting, name, place, seats)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (sitting, name) DO NOTHING
RETURNING id

-- name: room_remove
-- Only one in which nobody sits and nothing happened.
DELETE FROM room
 WHERE id = $1
   AND NOT EXISTS (SELECT 1 FROM candidate c WHERE c.room = $1)
   AND NOT EXISTS (SELECT 1 FROM proctor p WHERE p.room = $1)
   AND NOT EXISTS (SELECT 1 FROM room_event e WHERE e.room = $1)
RETURNING id

-- name: room_list
SELECT r.id, r.sitting, r.name, r.place, r.seats,
       (SELECT COUNT(*) FROM candidate c WHERE c.room = r.id)
  FROM room r WHERE r.sitting = $1 ORDER BY r.name, r.id

-- name: room_find
SELECT r.id, r.sitting, r.name, r.place, r.seats,
       (SELECT COUNT(*) FROM candidate c WHERE c.room = r.id)
  FROM room r WHERE r.id = $1

-- name: seat_taken_find
SELECT id FROM candidate WHERE room = $1 AND seat = $2 AND id <> $3

-- name: candidate_seat
UPDATE candidate SET room = $1, seat = $2 WHERE id = $3
RETURNING id

-- name: candidate_unseated_list
-- Who has no room yet, in the order of their numbers; whoever is granted a room
-- of their own is left to a person.
SELECT c.id FROM candidate c
 WHERE c.sitting = $1 AND c.room IS NULL AND c.state = 'called'
   AND NOT EXISTS (SELECT 1 FROM accommodation a
                    WHERE a.person = c.person AND a.separate_room = 1
                      AND a.valid_from <= $2
                      AND (a.valid_to IS NULL OR a.valid_to > $2))
 ORDER BY c.id LIMIT $3

-- name: candidate_admit
UPDATE candidate SET admitted_at = $1, shown = $2
 WHERE id = $3 AND admitted_at IS NULL
RETURNING id

-- name: seat_list
-- Everybody in some rooms with the newest paper: what a console shows.
SELECT c.id, c.number, c.person, p.full_name, p.birth_date, c.state, c.reason,
       c.room, c.seat, c.admitted_at, c.shown, a.id, a.state, a.started_at,
       a.ends_at, a.paused_at,
       (SELECT MAX(e.at) FROM answer_event e WHERE e.attempt = a.id),
       (SELECT MAX(e.id) FROM room_event e
         WHERE e.candidate = c.id AND e.kind = 'call'),
       (SELECT MAX(e.id) FROM room_event e
         WHERE e.candidate = c.id AND e.kind = 'answer')
  FROM candidate c
  JOIN person p ON p.id = c.person
  LEFT JOIN attempt a ON a.candidate = c.id
       AND a.number = (SELECT MAX(x.number) FROM attempt x
                        WHERE x.candidate = c.id)
 WHERE c.sitting = $1 AND c.id > $2
   AND (CAST($3 AS BIGINT) = 0 OR c.room = $3)
 ORDER BY c.id LIMIT $4

-- name: attempt_pause
-- Of one candidate, of a room or of all: whichever is not 0.
-- scan ok: the papers of one sitting, by its index
UPDATE attempt SET paused_at = $1
 WHERE sitting = $2 AND state = 'open' AND paused_at IS NULL AND ends_at > $1
   AND (CAST($3 AS BIGINT) = 0 OR candidate = $3)
   AND (CAST($4 AS BIGINT) = 0
        OR candidate IN (SELECT c.id FROM candidate c WHERE c.room = $4))

-- name: attempt_resume
-- The time that stood still comes after the end.
-- scan ok: the papers of one sitting, by its index
UPDATE attempt SET ends_at = ends_at + ($1 - paused_at), paused_at = NULL
 WHERE sitting = $2 AND state = 'open' AND paused_at IS NOT NULL
   AND (CAST($3 AS BIGINT) = 0 OR candidate = $3)
   AND (CAST($4 AS BIGINT) = 0
        OR candidate IN (SELECT c.id FROM candidate c WHERE c.room = $4))

-- name: attempt_extend
-- scan ok: the papers of one sitting, by its index
UPDATE attempt SET ends_at = ends_at + $1
 WHERE sitting = $2 AND state = 'open'
   AND (paused_at IS NOT NULL OR ends_at > $3)
   AND (CAST($4 AS BIGINT) = 0 OR candidate = $4)
   AND (CAST($5 AS BIGINT) = 0
        OR candidate IN (SELECT c.id FROM candidate c WHERE c.room = $5))

-- name: attempt_touch_count
-- How many papers of one candidate, a room or all are under way, and how many
-- of them stand still.
-- scan ok: the papers of one sitting, by its index
SELECT COUNT(*), COUNT(paused_at),
       COALESCE(MAX(ends_at), 0)
  FROM attempt
 WHERE sitting = $1 AND state = 'open'
   AND (paused_at IS NOT NULL OR ends_at > $2)
   AND (CAST($3 AS BIGINT) = 0 OR candidate = $3)
   AND (CAST($4 AS BIGINT) = 0
        OR candidate IN (SELECT c.id FROM candidate c WHERE c.room = $4))

-- name: sitting_stretch
-- Its last paper may end later than was known.
UPDATE sitting SET last_end = $1
 WHERE id = $2 AND COALESCE(last_end, closes_at) < $1

-- name: sitting_move_end
UPDATE sitting SET closes_at = closes_at + $1 WHERE id = $2

-- name: sitting_room_rules
UPDATE sitting SET admits = $1, openers = $2, stands_still = $3 WHERE id = $4

-- name: proctor_add
INSERT INTO proctor (id, sitting, room, person, added_at, added_by)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: proctor_end
UPDATE proctor SET ended_at = $1 WHERE id = $2 AND sitting = $3 AND ended_at IS NULL
RETURNING id

-- name: proctor_list
SELECT w.id, w.sitting, w.room, w.person, p.full_name, r.name
  FROM proctor w JOIN person p ON p.id = w.person
  LEFT JOIN room r ON r.id = w.room
 WHERE w.sitting = $1 AND w.ended_at IS NULL
 ORDER BY w.id

-- name: proctor_of_person_list
-- What somebody watches over in one sitting: room NULL is all of it.
SELECT w.id, w.sitting, w.room, w.person, p.full_name, r.name
  FROM proctor w JOIN person p ON p.id = w.person
  LEFT JOIN room r ON r.id = w.room
 WHERE w.person = $1 AND w.sitting = $2 AND w.ended_at IS NULL
 ORDER BY w.id

-- name: watched_sitting_list
SELECT s.id, s.code, s.title, s.opens_at, s.closes_at,
       COALESCE(s.last_end, s.closes_at)
  FROM sitting s
 WHERE s.id IN (SELECT w.sitting FROM proctor w
                 WHERE w.person = $1 AND w.ended_at IS NULL)
   AND s.ready = 1 AND s.cancelled_at IS NULL
 ORDER BY s.opens_at DESC, s.id DESC LIMIT 200

-- name: room_event_add
INSERT INTO room_event (id, sitting, room, candidate, kind, amount, touched,
                        words, at, by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: room_event_list
-- Of a sitting, of one room with what concerned all, or of one candidate;
-- newest first.
SELECT e.id, e.sitting, e.room, e.candidate, e.kind, e.amount, e.touched,
       e.words, e.at, e.by, p.full_name, r.name, c.number, cp.full_name
  FROM room_event e
  LEFT JOIN person p ON p.id = e.by
  LEFT JOIN room r ON r.id = e.room
  LEFT JOIN candidate c ON c.id = e.candidate
  LEFT JOIN person cp ON cp.id = c.person
 WHERE e.sitting = $1 AND e.id < $2
   AND (CAST($3 AS BIGINT) = 0 OR e.room = $3
        OR (e.room IS NULL AND e.candidate IS NULL))
   AND (CAST($4 AS BIGINT) = 0 OR e.candidate = $4
        OR (e.candidate IS NULL AND (e.room IS NULL OR e.room = (SELECT x.room FROM candidate x
                                                       WHERE x.id = $4))))
 ORDER BY e.id DESC LIMIT $5

-- name: room_opener_list
SELECT DISTINCT e.by FROM room_event e
 WHERE e.sitting = $1 AND e.kind = 'open'

-- name: candidate_call_open_find
-- A call nobody has answered yet.
SELECT e.id FROM room_event e
 WHERE e.candidate = $1 AND e.kind = 'call'
   AND NOT EXISTS (SELECT 1 FROM room_event d
                    WHERE d.candidate = $1 AND d.kind = 'answer' AND d.id > e.id)
 ORDER BY e.id DESC LIMIT 1

-- name: accommodation_add
INSERT INTO accommodation (id, person, percent, break_minutes, larger_text,
                           separate_room, basis, valid_from, valid_to,
                           approved_by, approved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: accommodation_end
UPDATE accommodation SET valid_to = $1
 WHERE id = $2 AND person = $3 AND (valid_to IS NULL OR valid_to > $1)
RETURNING id

-- name: accommodation_list
SELECT a.id, a.person, a.percent, a.break_minutes, a.larger_text,
       a.separate_room, a.basis, a.valid_from, a.valid_to, a.approved_by,
       a.approved_at, p.full_name
  FROM accommodation a JOIN person p ON p.id = a.approved_by
 WHERE a.person = $1 ORDER BY a.valid_from DESC, a.id DESC LIMIT 100

-- name: accommodation_of_day_find
-- The one that holds on a day: the newest.
SELECT a.id, a.person, a.percent, a.break_minutes, a.larger_text,
       a.separate_room, a.basis, a.valid_from, a.valid_to, a.approved_by,
       a.approved_at, p.full_name
  FROM accommodation a JOIN person p ON p.id = a.approved_by
 WHERE a.person = $1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2)
 ORDER BY a.valid_from DESC, a.id DESC LIMIT 1

-- name: accommodation_most_find
-- The most that anybody called to a sitting is granted.
SELECT COALESCE(MAX(a.percent), 100), COALESCE(MAX(a.break_minutes), 0)
  FROM accommodation a
 WHERE a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to > $1)
   AND EXISTS (SELECT 1 FROM candidate c
                WHERE c.sitting = $2 AND c.person = a.person)

-- name: accommodation_sitting_list
-- Sittings that are not over to which a person is called.
SELECT s.id, s.test, s.closes_at FROM candidate c JOIN sitting s ON s.id = c.sitting
 WHERE c.person = $1 AND s.closes_at > $2 AND s.cancelled_at IS NULL

-- name: preflight_people_count
-- Of those called: how many there are, cannot sign in (no password and no slip
-- that still works), have no seat, or are granted a room of their own and have
-- none.
-- scan ok: the candidates of one sitting, by its index
SELECT COUNT(*),
       COUNT(CASE WHEN (a.id IS NULL OR a.password IS NULL) AND e.candidate IS NULL
                  THEN 1 END),
       COUNT(CASE WHEN a.disabled_at IS NOT NULL THEN 1 END),
       COUNT(CASE WHEN c.room IS NULL THEN 1 END),
       COUNT(CASE WHEN c.room IS NULL AND g.person IS NOT NULL THEN 1 END)
  FROM candidate c
  LEFT JOIN account a ON a.person = c.person
  LEFT JOIN exam_code e ON e.candidate = c.id
  LEFT JOIN (SELECT DISTINCT x.person FROM accommodation x
              WHERE x.separate_room = 1 AND x.valid_from <= $1
                AND (x.valid_to IS NULL OR x.valid_to > $1)) g
    ON g.person = c.person
 WHERE c.sitting = $2 AND c.state = 'called'

-- name: preflight_overlap_count
-- Called to another sitting that is open at the same time.
-- scan ok: the candidates of one sitting, by its index
SELECT COUNT(DISTINCT c.person)
  FROM candidate c
  JOIN candidate o ON o.person = c.person AND o.sitting <> c.sitting
       AND o.state = 'called'
  JOIN sitting s ON s.id = o.sitting AND s.ready = 1 AND s.cancelled_at IS NULL
       AND s.opens_at < $1 AND s.closes_at > $2
       AND s.closes_at - s.opens_at < 86400000
 WHERE c.sitting = $3 AND c.state = 'called'

-- name: preflight_insider_count
-- Candidates who hold a role that sees items.
SELECT COUNT(DISTINCT c.person)
  FROM role_grant g
  JOIN candidate c ON c.person = g.person AND c.sitting = $1
       AND c.state = 'called'
 WHERE CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
   AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3)

-- name: preflight_holder_count
-- Who holds one of some roles today.
SELECT COUNT(DISTINCT g.person) FROM role_grant g
 WHERE CAST($1 AS TEXT) LIKE '%,' || g.role || ',%'
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)

-- name: waited_list
-- Sittings in which papers were open at a moment.
SELECT a.sitting, COUNT(*),
       (SELECT s.stands_still FROM sitting s WHERE s.id = a.sitting)
  FROM attempt a
 WHERE a.state = 'open' AND a.ends_at > $1 AND a.started_at < $1
   AND a.paused_at IS NULL
 GROUP BY a.sitting LIMIT 500

-- name: attempts_stand_still
-- What was open at a moment goes on with what was left then; whose clock was
-- stopped by a person gets that time when it goes on.
-- scan ok: the papers of one sitting, by its index
UPDATE attempt SET ends_at = ends_at + $1
 WHERE sitting = $2 AND state = 'open' AND paused_at IS NULL AND ends_at > $3

-- name: outage_event_find
-- The last outage, if all were not given time since.
SELECT e.id, e.amount, e.touched, e.at FROM room_event e
 WHERE e.sitting = $1 AND e.kind = 'outage'
   AND NOT EXISTS (SELECT 1 FROM room_event x
                    WHERE x.sitting = $1 AND x.id > e.id AND x.kind = 'extend'
                      AND x.room IS NULL AND x.candidate IS NULL)
 ORDER BY e.id DESC LIMIT 1

-- name: sitting_conditions
UPDATE sitting SET passcode = $1, addresses = $2, seb_keys = $3 WHERE id = $4

-- name: candidate_waive
UPDATE candidate SET waived_at = $1 WHERE id = $2 AND waived_at IS NULL
RETURNING id
