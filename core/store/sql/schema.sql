-- Which steps of the schema have been taken.

-- name: schema_version_find
-- scan ok: a handful of rows
SELECT COALESCE(MAX(version), 0) FROM schema_version

-- name: schema_version_add
INSERT INTO schema_version (version, at) VALUES ($1, $2)

-- name: probe_values_find
-- Sends values there and back: is the database the one that was meant?
SELECT CAST($1 AS BIGINT), CAST($2 AS DOUBLE PRECISION), CAST($3 AS TEXT),
       CAST($4 AS TEXT)
