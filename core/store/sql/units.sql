-- Units: a tree whose every branch has days. A row of unit_parent or unit_code
-- holds on a day if valid_from <= day and (valid_to IS NULL or valid_to > day).

-- name: unit_find
-- The parent and the code are those of the day; the electronic identifier is
-- the code shown if there is one.
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $1
           AND (t.valid_to IS NULL OR t.valid_to > $1)
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $1
           AND (c.valid_to IS NULL OR c.valid_to > $1)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM unit u
 WHERE u.id = $2

-- name: unit_code_find
SELECT c.unit
  FROM unit_code c
 WHERE c.code = $1 AND c.valid_from <= $2
   AND (c.valid_to IS NULL OR c.valid_to > $2)
 ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
          c.valid_from DESC
 LIMIT 1

-- name: unit_child_list
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to, t.parent,
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $1
           AND (c.valid_to IS NULL OR c.valid_to > $1)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM unit_parent t JOIN unit u ON u.id = t.unit
 WHERE t.parent = $2 AND t.valid_from <= $1
   AND (t.valid_to IS NULL OR t.valid_to > $1)
   AND u.valid_from <= $1 AND (u.valid_to IS NULL OR u.valid_to > $1)
 ORDER BY u.sort_key, u.id

-- name: unit_root_list
-- scan ok: a city has a few thousand units
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to, NULL,
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $1
           AND (c.valid_to IS NULL OR c.valid_to > $1)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM unit u
 WHERE u.valid_from <= $1 AND (u.valid_to IS NULL OR u.valid_to > $1)
   AND NOT EXISTS (SELECT 1 FROM unit_parent t
                    WHERE t.unit = u.id AND t.valid_from <= $1
                      AND (t.valid_to IS NULL OR t.valid_to > $1))
 ORDER BY u.sort_key, u.id

-- name: unit_subtree_list
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $2
           AND (t.valid_to IS NULL OR t.valid_to > $2)
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $2
           AND (c.valid_to IS NULL OR c.valid_to > $2)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM inside i JOIN unit u ON u.id = i.id
 WHERE u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to > $2)

-- name: unit_all_list
-- scan ok: a city has a few thousand units
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $1
           AND (t.valid_to IS NULL OR t.valid_to > $1)
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $1
         ORDER BY c.valid_from DESC LIMIT 1)
  FROM unit u
 ORDER BY u.id

-- name: unit_path_list
-- `depth` keeps the order; a ring, which unit_move refuses to make, would end
-- at 20.
WITH RECURSIVE above (id, depth) AS (
  SELECT CAST($1 AS BIGINT), 0
  UNION
  SELECT t.parent, a.depth + 1 FROM above a JOIN unit_parent t ON t.unit = a.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
     AND a.depth < 20
)
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $2
           AND (t.valid_to IS NULL OR t.valid_to > $2)
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $2
           AND (c.valid_to IS NULL OR c.valid_to > $2)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM above a JOIN unit u ON u.id = a.id
 ORDER BY a.depth DESC

-- name: unit_word_list
-- A few thousand names: reading them all takes a millisecond.
-- scan ok: a city has a few thousand units
SELECT u.id, u.name, u.short_name, u.kind, u.valid_from, u.valid_to,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $1
           AND (t.valid_to IS NULL OR t.valid_to > $1)
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT c.code FROM unit_code c
         WHERE c.unit = u.id AND c.valid_from <= $1
           AND (c.valid_to IS NULL OR c.valid_to > $1)
         ORDER BY CASE WHEN c.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  c.valid_from DESC LIMIT 1)
  FROM unit u
 WHERE u.valid_from <= $1 AND (u.valid_to IS NULL OR u.valid_to > $1)
   AND ' ' || u.fold_key LIKE '% ' || $2 || '%'
 ORDER BY u.sort_key, u.id
 LIMIT 100

-- name: unit_code_list
-- 0: of every unit.
-- scan ok: a city has a few thousand units
SELECT unit, scheme, code, valid_from, valid_to
  FROM unit_code
 WHERE CAST($1 AS BIGINT) = 0 OR unit = $1
 ORDER BY unit, valid_from, code

-- name: unit_parent_list
SELECT t.parent, u.name, t.valid_from, t.valid_to
  FROM unit_parent t JOIN unit u ON u.id = t.parent
 WHERE t.unit = $1
 ORDER BY t.valid_from

-- name: unit_link_list
-- Nothing given: every link.
-- scan ok: as many as there were mergers
SELECT s.predecessor, s.successor, p.name, n.name, s.day, s.note
  FROM unit_succession s
  JOIN unit p ON p.id = s.predecessor
  JOIN unit n ON n.id = s.successor
 WHERE CAST($1 AS BIGINT) IS NULL OR s.predecessor = $1 OR s.successor = $1
 ORDER BY s.day, p.sort_key, n.sort_key

-- name: unit_size_list
-- People by their main duty, children with their subtrees; of the roots if no
-- parent is given.
-- scan ok: a city has a few thousand units
WITH RECURSIVE below (top, id) AS (
  SELECT t.unit, t.unit FROM unit_parent t
   WHERE t.parent = $1 AND t.valid_from <= $2
     AND (t.valid_to IS NULL OR t.valid_to > $2)
  UNION
  SELECT u.id, u.id FROM unit u
   WHERE CAST($1 AS BIGINT) IS NULL
     AND NOT EXISTS (SELECT 1 FROM unit_parent t
                      WHERE t.unit = u.id AND t.valid_from <= $2
                        AND (t.valid_to IS NULL OR t.valid_to > $2))
  UNION
  SELECT b.top, t.unit FROM below b JOIN unit_parent t ON t.parent = b.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT b.top, COUNT(*)
  FROM below b JOIN assignment a ON a.unit = b.id
 WHERE a.main = 1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
 GROUP BY b.top

-- name: unit_duty_count
SELECT COUNT(*) FROM assignment
 WHERE unit = $1 AND (valid_to IS NULL OR valid_to > $2)

-- name: unit_add
INSERT INTO unit (id, name, short_name, kind, sort_key, fold_key, valid_from,
                  valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: unit_end
UPDATE unit SET valid_to = $1
 WHERE id = $2 AND (valid_to IS NULL OR valid_to > $1)
RETURNING id

-- name: unit_code_add
INSERT INTO unit_code (id, unit, scheme, code, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: unit_codes_end
UPDATE unit_code SET valid_to = $1
 WHERE unit = $2 AND (valid_to IS NULL OR valid_to > $1)

-- name: unit_parent_add
INSERT INTO unit_parent (id, unit, parent, valid_from) VALUES ($1, $2, $3, $4)

-- name: unit_parent_end
UPDATE unit_parent SET valid_to = $1
 WHERE unit = $2 AND (valid_to IS NULL OR valid_to > $1)

-- name: unit_link_add
INSERT INTO unit_succession (id, predecessor, successor, day, note)
VALUES ($1, $2, $3, $4, $5)

-- name: unit_duty_list
-- Duties right in a unit that hold on a day or begin later.
SELECT id, person, main, job_title, rank_code, position, duty_group,
       valid_from, valid_to
  FROM assignment
 WHERE unit = $1 AND (valid_to IS NULL OR valid_to > $2)
   AND (staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = staged AND r.state = 'done'))
 LIMIT $3

-- name: assignment_unit_set
-- One that has not begun when its unit ends begins in the next one.
UPDATE assignment SET unit = $1 WHERE id = $2

-- name: unit_grant_list
-- scan ok: only staff hold roles that were granted
SELECT id, person, role, valid_from FROM role_grant
 WHERE unit = $1 AND (valid_to IS NULL OR valid_to > $2)

-- name: unit_required_list
SELECT q.requirement FROM requirement_unit q
  JOIN requirement r ON r.id = q.requirement
 WHERE q.unit = $1 AND r.ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM requirement_unit x
                    WHERE x.requirement = q.requirement AND x.unit = $2)

-- name: unit_banks_set
-- What a vendor supplied follows its unit.
-- scan ok: a city has a few dozen banks
UPDATE bank SET vendor = $1 WHERE vendor = $2
