-- A staff list that somebody brings to the page of imports: looked at, checked
-- and taken in one after the other, each time when a person says so. The file
-- lies in blobs/ by its digest.
CREATE TABLE staff_intake (
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  file_name   TEXT NOT NULL,
  digest      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  encoding    TEXT NOT NULL,      -- as guessed, then as a person chose
  heading     TEXT NOT NULL,      -- JSON list: the first row; '[]': not to be read
  columns     TEXT NOT NULL,      -- JSON list: our column for each, or ""
  from_day    INTEGER,            -- on which what it says begins; NULL: that day
  state       TEXT NOT NULL CHECK (state IN ('new', 'checking', 'checked',
              'taking', 'done', 'dropped')),
  counts      TEXT NOT NULL,      -- JSON: rows, added, changed, moved, left, same
  findings    TEXT NOT NULL,      -- JSON list of {line, error, vi, en}; the first of them
  errors      INTEGER NOT NULL DEFAULT 0,
  warnings    INTEGER NOT NULL DEFAULT 0,
  trouble     TEXT NOT NULL,      -- why the last step failed: '', 'busy', 'failed'
  by_person   INTEGER NOT NULL REFERENCES person,
  at          INTEGER NOT NULL,   -- when it came
  changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_intake_by_time ON staff_intake (at);
CREATE INDEX staff_intake_waiting ON staff_intake (state, changed_at);
