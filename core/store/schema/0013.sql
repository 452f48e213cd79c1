-- Courses that people have to complete by a day: whoever has their main duty in
-- one of the units or below it, today, newcomers included.
CREATE TABLE requirement (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  course_code  TEXT NOT NULL,
  kinds        TEXT NOT NULL,     -- ",cong_chuc,vien_chuc,"; '': whoever it is
  basis        TEXT NOT NULL,     -- căn cứ; may be empty
  due_on       INTEGER NOT NULL,  -- the last day
  since        INTEGER,           -- completed on this day or later; NULL: ever
  digest       TEXT NOT NULL,     -- of all this and the units
  created_at   INTEGER NOT NULL,
  created_by   INTEGER NOT NULL REFERENCES person,
  ended_at     INTEGER,           -- it holds no longer
  end_reason   TEXT
) STRICT;
CREATE UNIQUE INDEX requirement_once ON requirement (digest) WHERE ended_at IS NULL;
CREATE INDEX requirement_by_due ON requirement (due_on);

CREATE TABLE requirement_unit (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  requirement  INTEGER NOT NULL REFERENCES requirement,
  unit         INTEGER NOT NULL REFERENCES unit
) STRICT;
CREATE UNIQUE INDEX requirement_unit_once ON requirement_unit (requirement, unit);
CREATE INDEX requirement_unit_by_unit ON requirement_unit (unit);
