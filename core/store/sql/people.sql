-- People, their duties, and finding them among a hundred thousand.
--
-- Two statements list people, the same ones in the same order: person_walk goes
-- through everybody in order until the page is full, which is quick if many
-- fit; person_gather starts from what is rare, a word or a unit, and sorts.
-- The database cannot know what is rare: person_list counts a little first.
-- A row an import has staged counts once that import is done.

-- name: person_find
SELECT p.id, p.staff_number, p.dossier_id, p.national_id, p.full_name,
       p.family_name, p.middle_name, p.given_name, p.sort_key, p.fold_key,
       p.birth_date, p.gender, p.kind, p.address_as, p.email, p.left_on,
       p.created_at, p.changed_at
  FROM person p
 WHERE p.id = $1
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))

-- name: person_key_find
SELECT p.id FROM person p
 WHERE p.staff_number = $1 OR p.dossier_id = $1 OR p.national_id = $1
 LIMIT 1

-- name: person_scope_find
-- Up from the units where the person has a duty, to a unit granted to the
-- viewer.
WITH RECURSIVE above (id) AS (
  SELECT a.unit
    FROM assignment a JOIN person p ON p.id = a.person
   WHERE a.person = $1 AND a.valid_from <= $2
     AND (a.valid_to IS NULL OR a.valid_to > $2 OR a.valid_to = p.left_on)
     AND (a.staged IS NULL
          OR EXISTS (SELECT 1 FROM staff_import r
                      WHERE r.id = a.staged AND r.state = 'done'))
  UNION
  SELECT t.parent FROM above v JOIN unit_parent t ON t.unit = v.id
   WHERE t.valid_from <= $2 AND (t.valid_to IS NULL OR t.valid_to > $2)
)
SELECT 1 FROM role_grant g
 WHERE g.person = $3 AND CAST($4 AS TEXT) LIKE '%,' || g.role || ',%'
   AND g.unit IN (SELECT id FROM above)
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
 LIMIT 1

-- name: assignment_list
SELECT a.id, a.person, a.unit, a.main, a.job_title, a.rank_code, a.position,
       a.duty_group, a.valid_from, a.valid_to, u.name, v.code, v.name, d.name
  FROM assignment a JOIN unit u ON u.id = a.unit
  LEFT JOIN position v ON v.id = a.position
  LEFT JOIN duty_group d ON d.id = a.duty_group
 WHERE a.person = $1
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
 ORDER BY a.valid_from DESC, a.main DESC, a.id DESC
 LIMIT 500

-- name: assignment_find
SELECT a.id, a.person, a.unit, a.main, a.job_title, a.rank_code, a.position,
       a.duty_group, a.valid_from, a.valid_to, u.name, v.code, v.name, d.name
  FROM assignment a JOIN unit u ON u.id = a.unit
  JOIN person p ON p.id = a.person
  LEFT JOIN position v ON v.id = a.position
  LEFT JOIN duty_group d ON d.id = a.duty_group
 WHERE a.person = $1 AND a.main = 1 AND a.valid_from <= $2
   AND (a.valid_to IS NULL OR a.valid_to > $2 OR a.valid_to = p.left_on)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))
 ORDER BY a.valid_from DESC, a.id DESC
 LIMIT 1

-- name: person_walk
-- The last but one says that everybody is in the scope.
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT) WHERE CAST($1 AS BIGINT) IS NOT NULL
  UNION
  SELECT g.unit FROM role_grant g
   WHERE CAST($1 AS BIGINT) IS NULL AND g.person = $2
     AND CAST($3 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL
     AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to > $4)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
)
SELECT p.id
  FROM person p
 WHERE (p.sort_key, p.id) > (CAST($5 AS TEXT), CAST($6 AS BIGINT))
   AND (p.left_on IS NOT NULL AND p.left_on <= $4)
       = (CAST($7 AS BIGINT) = 1)
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))
   AND (CAST($8 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $8 AND w.word < $9))
   AND (CAST($10 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $10 AND w.word < $11))
   AND (CAST($12 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $12 AND w.word < $13))
   AND (CAST($14 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $14 AND w.word < $15))
   AND (CAST($16 AS TEXT) IS NULL OR NOT (
         (CAST($16 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $16 AND w.word < $17))
         AND (CAST($18 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $18 AND w.word < $19))
         AND (CAST($20 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $20 AND w.word < $21))
         AND (CAST($22 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $22 AND w.word < $23))))
   AND (CAST($24 AS BIGINT) = 1 OR EXISTS (
        SELECT 1 FROM assignment a
         WHERE a.person = p.id AND a.valid_from <= $4
           AND (a.valid_to IS NULL OR a.valid_to > $4
                OR a.valid_to = p.left_on)
           AND a.unit IN (SELECT id FROM inside)))
 ORDER BY p.sort_key, p.id
 LIMIT $25

-- name: person_gather
-- $5 says from which end: 1 the first word, 2 the units.
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT) WHERE CAST($1 AS BIGINT) IS NOT NULL
  UNION
  SELECT g.unit FROM role_grant g
   WHERE CAST($1 AS BIGINT) IS NULL AND g.person = $2
     AND CAST($3 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL
     AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to > $4)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
), found (id) AS (
  SELECT w.person FROM person_word w
   WHERE CAST($5 AS BIGINT) = 1 AND w.word >= CAST($6 AS TEXT)
     AND w.word < CAST($7 AS TEXT)
  UNION
  SELECT a.person FROM inside i JOIN assignment a ON a.unit = i.id
   WHERE CAST($5 AS BIGINT) = 2 AND a.valid_from <= $4
)
SELECT p.id
  FROM found f JOIN person p ON p.id = f.id
 WHERE (p.sort_key, p.id) > (CAST($8 AS TEXT), CAST($9 AS BIGINT))
   AND (p.left_on IS NOT NULL AND p.left_on <= $4)
       = (CAST($10 AS BIGINT) = 1)
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))
   AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $6 AND w.word < $7))
   AND (CAST($11 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $11 AND w.word < $12))
   AND (CAST($13 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $13 AND w.word < $14))
   AND (CAST($15 AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM person_word w
         WHERE w.person = p.id AND w.word >= $15 AND w.word < $16))
   AND (CAST($17 AS TEXT) IS NULL OR NOT (
         (CAST($17 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $17 AND w.word < $18))
         AND (CAST($19 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $19 AND w.word < $20))
         AND (CAST($21 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $21 AND w.word < $22))
         AND (CAST($23 AS TEXT) IS NULL OR EXISTS (
              SELECT 1 FROM person_word w
               WHERE w.person = p.id AND w.word >= $23 AND w.word < $24))))
   AND (CAST($25 AS BIGINT) = 1 OR EXISTS (
        SELECT 1 FROM assignment a
         WHERE a.person = p.id AND a.valid_from <= $4
           AND (a.valid_to IS NULL OR a.valid_to > $4
                OR a.valid_to = p.left_on)
           AND a.unit IN (SELECT id FROM inside)))
 ORDER BY p.sort_key, p.id
 LIMIT $26

-- name: people_word_size
-- How many, up to a number from which on it does not matter.
SELECT COUNT(*)
  FROM (SELECT 1 FROM person_word w WHERE w.word >= $1 AND w.word < $2
         LIMIT $3) AS few

-- name: people_unit_size
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT) WHERE CAST($1 AS BIGINT) IS NOT NULL
  UNION
  SELECT g.unit FROM role_grant g
   WHERE CAST($1 AS BIGINT) IS NULL AND g.person = $2
     AND CAST($3 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL
     AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to > $4)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
)
SELECT COUNT(*)
  FROM (SELECT 1 FROM inside i JOIN assignment a ON a.unit = i.id
         WHERE a.valid_from <= $4 LIMIT $5) AS few

-- name: person_count_all
-- In service. Two searches in an index instead of reading every row.
SELECT (SELECT COUNT(*) FROM person p
         WHERE p.left_on IS NULL
           AND (p.staged IS NULL
                OR EXISTS (SELECT 1 FROM staff_import r
                            WHERE r.id = p.staged AND r.state = 'done')))
     + (SELECT COUNT(*) FROM person p
         WHERE p.left_on > $1
           AND (p.staged IS NULL
                OR EXISTS (SELECT 1 FROM staff_import r
                            WHERE r.id = p.staged AND r.state = 'done')))

-- name: person_count_inside
-- In service: the duties of those who have left have ended.
WITH RECURSIVE inside (id) AS (
  SELECT CAST($1 AS BIGINT) WHERE CAST($1 AS BIGINT) IS NOT NULL
  UNION
  SELECT g.unit FROM role_grant g
   WHERE CAST($1 AS BIGINT) IS NULL AND g.person = $2
     AND CAST($3 AS TEXT) LIKE '%,' || g.role || ',%'
     AND g.unit IS NOT NULL
     AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to > $4)
  UNION
  SELECT t.unit FROM inside i JOIN unit_parent t ON t.parent = i.id
   WHERE t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $4)
)
SELECT COUNT(DISTINCT a.person)
  FROM inside i JOIN assignment a ON a.unit = i.id
 WHERE a.valid_from <= $4 AND (a.valid_to IS NULL OR a.valid_to > $4)
   AND (a.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = a.staged AND r.state = 'done'))

-- name: person_each
-- Everybody with the main duty that is open, for an import.
SELECT p.id, p.staff_number, p.dossier_id, p.national_id, p.full_name,
       p.family_name, p.middle_name, p.given_name, p.sort_key, p.fold_key,
       p.birth_date, p.gender, p.kind, p.address_as, p.email, p.left_on,
       p.created_at, p.changed_at, a.id, a.unit, a.job_title, a.rank_code,
       a.position, a.duty_group, a.valid_from, a.valid_to, k.login
  FROM person p
  LEFT JOIN assignment a ON a.id = (
       SELECT m.id FROM assignment m
        WHERE m.person = p.id AND m.main = 1 AND m.valid_to IS NULL
        ORDER BY m.valid_from DESC LIMIT 1)
  LEFT JOIN account k ON k.person = p.id
 WHERE p.id > $1
   AND (p.staged IS NULL
        OR EXISTS (SELECT 1 FROM staff_import r
                    WHERE r.id = p.staged AND r.state = 'done'))
 ORDER BY p.id
 LIMIT $2

-- name: grant_list
SELECT g.id, g.role, g.unit, u.name, g.valid_from, g.valid_to
  FROM role_grant g LEFT JOIN unit u ON u.id = g.unit
 WHERE g.person = $1
 ORDER BY g.valid_from DESC, g.role

-- name: position_list
-- scan ok: a city has a few hundred
SELECT id, code, name FROM position ORDER BY code

-- name: duty_group_list
-- scan ok: a city has a few dozen
SELECT id, code, name FROM duty_group ORDER BY code

-- name: person_add
INSERT INTO person (id, staff_number, dossier_id, national_id, full_name,
                    family_name, middle_name, given_name, sort_key, fold_key,
                    birth_date, gender, kind, address_as, email, left_on,
                    created_at, changed_at, staged, brought_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $19)

-- name: person_change
-- No row: somebody changed it since it was read.
UPDATE person
   SET staff_number = $1, dossier_id = $2, national_id = $3, full_name = $4,
       family_name = $5, middle_name = $6, given_name = $7, sort_key = $8,
       fold_key = $9, birth_date = $10, gender = $11, kind = $12,
       address_as = $13, email = $14, left_on = $15, changed_at = $16
 WHERE id = $17 AND changed_at = $18
RETURNING id

-- name: person_word_add
INSERT INTO person_word (word, person) VALUES ($1, $2)

-- name: person_words_remove
DELETE FROM person_word WHERE person = $1

-- name: assignment_add
INSERT INTO assignment (id, person, unit, main, job_title, rank_code, position,
                        duty_group, valid_from, valid_to, staged,
                        brought_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)

-- name: assignment_end
UPDATE assignment SET valid_to = $1
 WHERE id = $2 AND (valid_to IS NULL OR valid_to > $1)
RETURNING id

-- name: assignments_end
UPDATE assignment SET valid_to = $1
 WHERE person = $2 AND (valid_to IS NULL OR valid_to > $1)

-- name: assignment_correct
UPDATE assignment
   SET unit = $1, job_title = $2, rank_code = $3, position = $4,
       duty_group = $5
 WHERE id = $6
RETURNING id

-- name: grant_add
INSERT INTO role_grant (id, person, role, unit, valid_from)
VALUES ($1, $2, $3, $4, $5)

-- name: grant_end
UPDATE role_grant SET valid_to = $1
 WHERE id = $2 AND (valid_to IS NULL OR valid_to > $1)
RETURNING id

-- name: position_add
INSERT INTO position (id, code, name) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: duty_group_add
INSERT INTO duty_group (id, code, name) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
