-- Score lists, read from the view `score`: one row for each candidate of a
-- sitting. Who may see which units: the subtrees granted to the viewer in one
-- of the roles given as ",hr,inspector,", as the tree stood on a day.

-- name: score_list
-- The page is picked by id first: sorting whole rows to skip to the last of
-- 2,600 pages takes three times as long.
-- scan ok: a report over one or all sittings
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), picked (id) AS (
  SELECT CAST($4 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), page (id) AS (
  SELECT x.candidate
  FROM score x
 WHERE (CAST($5 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND (CAST($4 AS BIGINT) IS NULL OR x.unit IN (SELECT id FROM picked))
   AND x.sitting BETWEEN $6 AND $7
   AND (CAST($8 AS TEXT) IS NULL OR x.fold_key LIKE '%' || $8 || '%'
        OR x.staff_number = $8)
   AND (CAST($9 AS TEXT) IS NULL OR x.standing = $9)
 ORDER BY CASE WHEN CAST($10 AS TEXT) = 'score' THEN x.percent END
              DESC NULLS LAST,
          CASE WHEN CAST($10 AS TEXT) = 'unit' THEN x.unit_name END,
          CASE WHEN CAST($10 AS TEXT) = 'sealed' THEN x.sealed_at END
              DESC NULLS LAST,
          x.sort_key, x.candidate
 LIMIT $11 OFFSET $12
)
SELECT x.candidate, x.sitting, x.sitting_code, x.sitting_title, x.opens_at,
       x.closes_at, x.person, x.staff_number, x.national_id, x.full_name,
       x.birth_date, x.number, x.unit, x.unit_name, x.job_title, x.standing,
       x.reason, x.attempt, x.attempt_number, x.started_at, x.sealed_at,
       x.points, x.max_points, x.percent, x.pass_percent, x.passed,
       x.missed
  FROM page JOIN score x ON x.candidate = page.id
 ORDER BY CASE WHEN CAST($10 AS TEXT) = 'score' THEN x.percent END
              DESC NULLS LAST,
          CASE WHEN CAST($10 AS TEXT) = 'unit' THEN x.unit_name END,
          CASE WHEN CAST($10 AS TEXT) = 'sealed' THEN x.sealed_at END
              DESC NULLS LAST,
          x.sort_key, x.candidate

-- name: score_count
-- How many stand where, by the same filters but for the standing.
-- scan ok: a report over one or all sittings
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), picked (id) AS (
  SELECT CAST($4 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT x.standing, COUNT(*)
  FROM score x
 WHERE (CAST($5 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND (CAST($4 AS BIGINT) IS NULL OR x.unit IN (SELECT id FROM picked))
   AND x.sitting BETWEEN $6 AND $7
   AND (CAST($8 AS TEXT) IS NULL OR x.fold_key LIKE '%' || $8 || '%'
        OR x.staff_number = $8)
 GROUP BY x.standing

-- name: score_spread
-- Scores in tens, by the same filters but for the standing.
-- scan ok: a report over one sitting
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), picked (id) AS (
  SELECT CAST($4 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT MIN(x.pass_percent),
       SUM(CASE WHEN x.percent >= 0 AND x.percent < 10 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 10 AND x.percent < 20 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 20 AND x.percent < 30 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 30 AND x.percent < 40 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 40 AND x.percent < 50 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 50 AND x.percent < 60 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 60 AND x.percent < 70 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 70 AND x.percent < 80 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 80 AND x.percent < 90 THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.percent >= 90 THEN 1 ELSE 0 END)
  FROM score x
 WHERE (CAST($5 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND (CAST($4 AS BIGINT) IS NULL OR x.unit IN (SELECT id FROM picked))
   AND x.sitting BETWEEN $6 AND $7
   AND (CAST($8 AS TEXT) IS NULL OR x.fold_key LIKE '%' || $8 || '%'
        OR x.staff_number = $8)
   AND x.standing IN ('passed', 'failed')

-- name: score_each
-- For exports: all columns, in the order candidates were numbered. The "+ 0"
-- keeps SQLite walking by candidate instead of sorting for each piece.
-- scan ok: a report over one or all sittings
WITH RECURSIVE start (id) AS (
  SELECT CAST($1 AS BIGINT)
), seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $2 AND CAST($3 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $4
     AND (g.valid_to IS NULL OR g.valid_to > $4)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
), picked (id) AS (
  SELECT CAST($5 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
)
SELECT x.candidate, x.staff_number, x.dossier_id, x.national_id, x.full_name,
       x.family_name, x.middle_name, x.given_name, x.birth_date, x.gender,
       x.kind, x.unit,
       (SELECT n.unit FROM assignment n
         WHERE n.person = x.person AND n.main = 1
         ORDER BY n.valid_from DESC LIMIT 1),
       x.job_title, x.rank_code,
       (SELECT v.code || ' ' || v.name FROM position v WHERE v.id = x.position),
       (SELECT d.name FROM duty_group d WHERE d.id = x.duty_group),
       x.sitting_code, x.sitting_title, x.basis, x.opens_at, x.closes_at,
       x.number, x.standing, x.reason, x.attempt_number, x.slots, x.slots_full,
       x.points, x.max_points, x.percent, x.pass_percent, x.passed,
       x.started_at, x.sealed_at,
       (SELECT l.percent FROM regrade g
          JOIN regrade_line l ON l.regrade = g.id AND l.attempt = x.attempt
         WHERE g.word = x.result_reason AND l.held = 0),
       (SELECT g.reason FROM regrade g WHERE g.word = x.result_reason),
       x.missed
  FROM score x
 WHERE x.candidate > (SELECT id FROM start)
   AND (CAST($6 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND (CAST($5 AS BIGINT) IS NULL OR x.unit IN (SELECT id FROM picked))
   AND x.sitting + 0 BETWEEN $7 AND $8
   AND (CAST($9 AS TEXT) IS NULL OR x.fold_key LIKE '%' || $9 || '%'
        OR x.staff_number = $9)
   AND (CAST($10 AS TEXT) IS NULL OR x.standing = $10)
 ORDER BY x.candidate
 LIMIT $11

-- name: score_person_list
-- All sittings of one person that the viewer may see, newest first.
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT x.candidate, x.sitting, x.sitting_code, x.sitting_title, x.opens_at,
       x.closes_at, x.person, x.staff_number, x.national_id, x.full_name,
       x.birth_date, x.number, x.unit, x.unit_name, x.job_title, x.standing,
       x.reason, x.attempt, x.attempt_number, x.started_at, x.sealed_at,
       x.points, x.max_points, x.percent, x.pass_percent, x.passed,
       x.missed
  FROM score x
 WHERE (CAST($4 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND x.person = $5
 ORDER BY x.opens_at DESC, x.candidate DESC
 LIMIT 200

-- name: score_sitting_list
-- What a score list can be opened for, newest first.
-- scan ok: a city holds few sittings
SELECT id, code, title, opens_at, closes_at
  FROM sitting WHERE ready = 1 AND cancelled_at IS NULL
 ORDER BY opens_at DESC
 LIMIT 500

-- name: score_unit_list
-- Every unit with its parent and its code on a day, to write units beside
-- scores without asking for each.
-- scan ok: a city has a few thousand units
SELECT u.id, u.name, u.kind,
       (SELECT t.parent FROM unit_parent t
         WHERE t.unit = u.id AND t.valid_from <= $1
         ORDER BY t.valid_from DESC LIMIT 1),
       (SELECT k.code FROM unit_code k
         WHERE k.unit = u.id AND k.valid_from <= $1
         ORDER BY CASE WHEN k.scheme = 'dinh_danh_dien_tu' THEN 0 ELSE 1 END,
                  k.valid_from DESC LIMIT 1)
  FROM unit u
 ORDER BY u.sort_key, u.id

-- name: score_sitting_sums
-- One line for each sitting, newest first, where a list of people would have
-- no end; by the same filters but for the standing.
-- scan ok: a report over all sittings
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), picked (id) AS (
  SELECT CAST($4 AS BIGINT)
  UNION
  SELECT t.unit FROM picked JOIN unit_parent t ON t.parent = picked.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
)
SELECT x.sitting, x.sitting_title, COUNT(*),
       SUM(CASE WHEN x.standing IN ('passed', 'failed') THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.standing = 'passed' THEN 1 ELSE 0 END),
       AVG(CASE WHEN x.standing IN ('passed', 'failed') THEN x.percent END),
       MIN(x.pass_percent), x.sitting_code, x.opens_at
  FROM score x
 WHERE (CAST($5 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND (CAST($4 AS BIGINT) IS NULL OR x.unit IN (SELECT id FROM picked))
 GROUP BY x.sitting, x.sitting_title, x.sitting_code, x.opens_at
 ORDER BY x.opens_at DESC, x.sitting DESC
 LIMIT $6 OFFSET $7

-- name: score_unit_sums
-- One line for each unit right below $4 with all below it, and one for $4
-- itself, of one sitting; as the tree stands on the day.
-- scan ok: a report over one sitting
WITH RECURSIVE seen (id) AS (
  SELECT g.unit FROM role_grant g
   WHERE g.person = $1 AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL AND g.valid_from <= $3
     AND (g.valid_to IS NULL OR g.valid_to > $3)
  UNION
  SELECT t.unit FROM seen JOIN unit_parent t ON t.parent = seen.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), branch (id, top) AS (
  SELECT t.unit, t.unit FROM unit_parent t
   WHERE t.parent = $4 AND t.valid_from <= $3
     AND (t.valid_to IS NULL OR t.valid_to > $3)
  UNION
  SELECT t.unit, branch.top
    FROM branch JOIN unit_parent t ON t.parent = branch.id
   WHERE t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
), placed (id, top) AS (
  SELECT id, top FROM branch
  UNION
  SELECT CAST($4 AS BIGINT), CAST($4 AS BIGINT)
)
SELECT u.id, u.name, COUNT(*),
       SUM(CASE WHEN x.standing IN ('passed', 'failed') THEN 1 ELSE 0 END),
       SUM(CASE WHEN x.standing = 'passed' THEN 1 ELSE 0 END),
       AVG(CASE WHEN x.standing IN ('passed', 'failed') THEN x.percent END),
       MIN(x.pass_percent)
  FROM score x
  JOIN placed ON placed.id = x.unit
  JOIN unit u ON u.id = placed.top
 WHERE (CAST($5 AS BIGINT) = 1 OR x.unit IN (SELECT id FROM seen))
   AND x.sitting = $6
 GROUP BY u.id, u.name
 ORDER BY CASE WHEN u.id = $4 THEN 1 ELSE 0 END, u.name
