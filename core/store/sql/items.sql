-- Packages of plugins, banks and their items. All but the banks' titles are
-- immutable: a changed item is another version, a changed plugin another
-- package.

-- name: package_find
SELECT id, digest, plugin, version, kind, manifest, files, report, state,
       added_at, added_by, approved_by, approved_at
  FROM package WHERE id = $1

-- name: package_digest_find
SELECT id, digest, plugin, version, kind, manifest, files, report, state,
       added_at, added_by, approved_by, approved_at
  FROM package WHERE digest = $1

-- name: package_newest_find
-- The package a bank means when it names a question type.
SELECT id, digest, plugin, version, kind, manifest, files, report, state,
       added_at, added_by, approved_by, approved_at
  FROM package WHERE plugin = $1 AND state = 'approved'
 ORDER BY added_at DESC, id DESC LIMIT 1

-- name: package_version_find
-- Whatever its state: an item that was made for it may have to be read.
SELECT id, digest, plugin, version, kind, manifest, files, report, state,
       added_at, added_by, approved_by, approved_at
  FROM package WHERE plugin = $1 AND version = $2
 ORDER BY added_at DESC, id DESC LIMIT 1

-- name: package_list
-- scan ok: a city has dozens
SELECT id, digest, plugin, version, kind, manifest, '{}', NULL, state,
       added_at, added_by, approved_by, approved_at
  FROM package ORDER BY plugin, added_at DESC LIMIT 1000

-- name: package_add
INSERT INTO package (id, digest, plugin, version, kind, manifest, files,
                     report, state, added_at, added_by, approved_by,
                     approved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: package_bank_list
-- What the items of a bank are graded by, today and before.
SELECT id, digest, plugin, version, kind, manifest, '{}', NULL, state,
       added_at, added_by, approved_by, approved_at
  FROM package
 WHERE id IN (SELECT i.package FROM item i WHERE i.bank = $1)
 ORDER BY plugin, added_at DESC LIMIT 1000

-- name: package_approve
-- Once: who it was stays on record.
UPDATE package SET state = 'approved', approved_by = $1, approved_at = $2
 WHERE id = $3 AND state = 'checked'
RETURNING id

-- name: bank_find
SELECT id, code, title, topics, vendor, practice FROM bank WHERE code = $1

-- name: bank_id_find
SELECT id, code, title, topics, vendor, practice FROM bank WHERE id = $1

-- name: bank_list
-- scan ok: a city has dozens
SELECT b.id, b.code, b.title, b.topics, b.vendor, b.practice FROM bank b
 ORDER BY b.code LIMIT 1000

-- name: bank_put
INSERT INTO bank (id, code, title, topics, vendor, practice)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (code) DO UPDATE SET title = excluded.title,
                                     topics = excluded.topics,
                                     vendor = excluded.vendor,
                                     practice = excluded.practice

-- name: item_find
SELECT i.id, i.bank, i.code, i.version, i.digest, i.package, i.topic, i.level,
       i.competency, i.checked_on, i.body, i.place, i.created_at, i.retired_at,
       p.plugin, p.version, i.files
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.id = $1

-- name: item_version_find
SELECT i.id, i.bank, i.code, i.version, i.digest, i.package, i.topic, i.level,
       i.competency, i.checked_on, i.body, i.place, i.created_at, i.retired_at,
       p.plugin, p.version, i.files
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.bank = $1 AND i.code = $2 AND i.version = $3

-- name: item_list
-- The items of a bank that are drawn today; filters may be NULL.
SELECT i.id, i.bank, i.code, i.version, i.digest, i.package, i.topic, i.level,
       i.competency, i.checked_on, i.body, i.place, i.created_at, i.retired_at,
       p.plugin, p.version, i.files
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.bank = $1 AND i.retired_at IS NULL
   AND (CAST($2 AS TEXT) IS NULL OR i.topic = $2)
   AND (CAST($3 AS BIGINT) IS NULL OR i.level = $3)
   AND (CAST($4 AS TEXT) IS NULL OR p.plugin = $4)
 ORDER BY i.code
 LIMIT 10000

-- name: item_code_list
-- For people to look through: one page of a bank, from behind a place. $2: also
-- versions that are not drawn any more; topic, level and plugin may be NULL.
SELECT i.id, i.bank, i.code, i.version, i.digest, i.package, i.topic, i.level,
       i.competency, i.checked_on, i.body, i.place, i.created_at, i.retired_at,
       p.plugin, p.version, i.files
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.bank = $1 AND ($2 = 1 OR i.retired_at IS NULL)
   AND (CAST($3 AS TEXT) IS NULL OR i.topic = $3)
   AND (CAST($4 AS BIGINT) IS NULL OR i.level = $4)
   AND (CAST($5 AS TEXT) IS NULL OR p.plugin = $5)
   AND (i.code > $6 OR (i.code = $6 AND i.id > $7))
 ORDER BY i.code, i.id
 LIMIT $8

-- name: item_version_list
-- All that an item has been, newest first.
SELECT i.id, i.bank, i.code, i.version, i.digest, i.package, i.topic, i.level,
       i.competency, i.checked_on, i.body, i.place, i.created_at, i.retired_at,
       p.plugin, p.version, i.files
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.bank = $1 AND i.code = $2
 ORDER BY i.created_at DESC, i.id DESC
 LIMIT 200

-- name: item_cell_list
-- How many items a bank has of each topic, level and type, and how many of them
-- name facts that were last checked before a day.
SELECT i.topic, i.level, p.plugin, COUNT(*),
       CAST(SUM(CASE WHEN i.checked_on < $1 THEN 1 ELSE 0 END) AS BIGINT)
  FROM item i JOIN package p ON p.id = i.package
 WHERE i.bank = $2 AND i.retired_at IS NULL
 GROUP BY i.topic, i.level, p.plugin
 ORDER BY i.topic, i.level, p.plugin

-- name: item_add
INSERT INTO item (id, bank, code, version, digest, package, topic, level,
                  competency, checked_on, body, files, place, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: item_file_each
-- Items that bring media, for whoever looks whether these are all there.
-- scan ok: on order only, once through
SELECT id, files FROM item WHERE id > $1 AND files <> '{}' ORDER BY id LIMIT $2

-- name: package_file_each
SELECT id, files FROM package WHERE id > $1 ORDER BY id LIMIT $2

-- name: item_retire
UPDATE item SET retired_at = $1 WHERE id = $2 AND retired_at IS NULL

-- name: item_draw
UPDATE item SET retired_at = NULL WHERE id = $1 AND retired_at IS NOT NULL

-- name: item_retire_others
-- Other versions of an item are not drawn any more.
UPDATE item SET retired_at = $1
 WHERE bank = $2 AND code = $3 AND id <> $4 AND retired_at IS NULL

-- name: item_variant_list
SELECT id, item, number, params, truth, note
  FROM item_variant WHERE item = $1 ORDER BY number

-- name: item_variant_find
SELECT id, item, number, params, truth, note
  FROM item_variant WHERE item = $1 AND number = $2

-- name: item_variant_add
INSERT INTO item_variant (id, item, number, params, truth, note)
VALUES ($1, $2, $3, $4, $5, $6)
