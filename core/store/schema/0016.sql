-- What an import brought and what it changed, so that it can be taken back as
-- a whole: the rows that are new name it, of the others the old ones are kept.
ALTER TABLE person ADD COLUMN brought_by INTEGER;
CREATE INDEX person_brought ON person (brought_by) WHERE brought_by IS NOT NULL;
ALTER TABLE assignment ADD COLUMN brought_by INTEGER;
CREATE INDEX assignment_brought ON assignment (brought_by) WHERE brought_by IS NOT NULL;

CREATE TABLE person_before (      -- of people who were known
  run           INTEGER NOT NULL REFERENCES staff_import,
  agency        INTEGER NOT NULL DEFAULT 1,
  person        INTEGER NOT NULL REFERENCES person,
  staff_number  TEXT,
  dossier_id    TEXT,
  national_id   TEXT,
  full_name     TEXT NOT NULL,
  family_name   TEXT NOT NULL,
  middle_name   TEXT NOT NULL,
  given_name    TEXT NOT NULL,
  sort_key      TEXT NOT NULL,
  fold_key      TEXT NOT NULL,
  birth_date    INTEGER,
  gender        TEXT,
  kind          TEXT NOT NULL,
  address_as    TEXT,
  email         TEXT,
  left_on       INTEGER,
  changed_at    INTEGER NOT NULL,
  became        INTEGER,          -- changed_at as the import left it
  PRIMARY KEY (run, person)
) STRICT;
CREATE INDEX person_before_by_person ON person_before (person, run);

CREATE TABLE assignment_before (  -- duties that were put right or ended
  run         INTEGER NOT NULL REFERENCES staff_import,
  agency      INTEGER NOT NULL DEFAULT 1,
  assignment  INTEGER NOT NULL REFERENCES assignment,
  unit        INTEGER NOT NULL,
  job_title   TEXT,
  rank_code   TEXT,
  position    INTEGER,
  duty_group  INTEGER,
  valid_to    INTEGER,
  PRIMARY KEY (run, assignment)
) STRICT;
CREATE INDEX assignment_before_by_assignment ON assignment_before (assignment, run);
