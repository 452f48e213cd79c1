-- Which steps of the schema have been taken.

-- name: schema_version_find
-- scan ok: a handful of rows
SELECT COALESCE(MAX(version), 0) FROM schema_version

-- name: schema_version_add
INSERT INTO schema_version (version, at) VALUES ($1, $2)
