-- What completes a course, and who has completed one. A completion is written
-- once and keeps what held on its day: later rules, units and hours leave it.
ALTER TABLE course ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';

CREATE TABLE course_test (        -- tests that complete a version of a course
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  course  INTEGER NOT NULL REFERENCES course,
  test    TEXT NOT NULL           -- code
) STRICT;
CREATE INDEX course_test_by_test ON course_test (test, course);

CREATE TABLE completion (
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  person        INTEGER NOT NULL REFERENCES person,
  course_code   TEXT NOT NULL,
  course        INTEGER NOT NULL REFERENCES course, -- the version whose rules were met
  began_at      INTEGER NOT NULL,
  completed_at  INTEGER NOT NULL, -- when the last of its conditions was met
  settled_at    INTEGER NOT NULL, -- when the server saw it
  year          INTEGER NOT NULL, -- its hours count in: the one it was begun in
  hours         REAL NOT NULL,    -- tiết
  unit          INTEGER REFERENCES unit, -- and duty, as on the day of completion
  job_title     TEXT,
  rank_code     TEXT,
  position      INTEGER REFERENCES position,
  duty_group    INTEGER REFERENCES duty_group,
  evidence      TEXT NOT NULL     -- JSON: lessons and attempts it rests on
) STRICT;
CREATE UNIQUE INDEX completion_once ON completion (person, course_code);
CREATE INDEX completion_by_course ON completion (course_code, completed_at);

-- A score that is shown only after the window counts towards courses only then.
ALTER TABLE sitting ADD COLUMN settled_at INTEGER;
CREATE INDEX sitting_unsettled ON sitting (closes_at) WHERE settled_at IS NULL;
