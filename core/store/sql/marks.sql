-- Answers that a person marks, and the marks.

-- name: mark_task_add
INSERT INTO mark_task (id, attempt, slot, sitting, item, person, code, since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: mark_queue_list
-- What there is to mark, by sitting and question; how much of it is done.
-- scan ok: sittings with questions for people are few, and old ones stay to be
-- looked up
SELECT t.sitting, t.item, s.code, s.title, i.code, i.competency,
       COUNT(*), COUNT(t.done_at), MIN(CASE WHEN t.done_at IS NULL
                                            THEN t.since END)
  FROM mark_task t JOIN sitting s ON s.id = t.sitting
  JOIN item i ON i.id = t.item
 GROUP BY t.sitting, t.item, s.code, s.title, i.code, i.competency, s.closes_at
 ORDER BY s.closes_at DESC, i.code LIMIT 500

-- name: mark_waiting_count
-- For the start page.
SELECT COUNT(*) FROM mark_task t WHERE t.done_at IS NULL AND t.person <> $1

-- name: mark_task_next_find
-- By its code, which is by chance: no order of candidates shows. Nobody marks
-- their own answer, nor one that somebody else has on the desk; what one has
-- there oneself comes first.
SELECT id, attempt, slot, sitting, item, person, code, since, done_at, done_by,
       lent_to, lent_until
  FROM mark_task
 WHERE sitting = $1 AND item = $2 AND done_at IS NULL AND person <> $3
   AND (lent_to IS NULL OR lent_to = $3 OR lent_until <= $4)
 ORDER BY CASE WHEN lent_to = $3 AND lent_until > $4 THEN 0 ELSE 1 END, code
 LIMIT 1

-- name: mark_task_lend
UPDATE mark_task SET lent_to = $1, lent_until = $2 WHERE id = $3

-- name: mark_task_find
SELECT id, attempt, slot, sitting, item, person, code, since, done_at, done_by,
       lent_to, lent_until
  FROM mark_task WHERE id = $1

-- name: mark_task_done_list
-- What somebody has marked of a question, to look at again.
SELECT id, attempt, slot, sitting, item, person, code, since, done_at, done_by,
       lent_to, lent_until
  FROM mark_task
 WHERE sitting = $1 AND item = $2 AND done_by = $3
 ORDER BY done_at DESC LIMIT 200

-- name: mark_task_finish
UPDATE mark_task SET done_at = $1, done_by = $2 WHERE id = $3

-- name: mark_attempt_waiting_count
SELECT COUNT(*) FROM mark_task WHERE attempt = $1 AND done_at IS NULL

-- name: mark_add
INSERT INTO mark (id, task, part, score, comment, marked_by, at)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: mark_list
-- Of an attempt, oldest first: the last of a part counts.
SELECT t.slot, m.part, m.score, m.comment, m.marked_by, m.at
  FROM mark_task t JOIN mark m ON m.task = t.id
 WHERE t.attempt = $1
 ORDER BY m.id
