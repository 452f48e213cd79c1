-- What an administrator decides, and how far the database has come.

-- name: setting_find
SELECT content FROM setting WHERE name = $1

-- name: setting_put
INSERT INTO setting (name, content) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET content = excluded.content

-- name: newest_id
-- Each MAX walks one step from the end of a key; answers, attempts, deeds and
-- people are what an installation has at least one of.
SELECT MAX(id) FROM (
  SELECT MAX(id) AS id FROM answer_event UNION ALL
  SELECT MAX(id) FROM attempt UNION ALL
  SELECT MAX(id) FROM audit_event UNION ALL
  SELECT MAX(id) FROM result UNION ALL
  SELECT MAX(id) FROM person) AS newest
