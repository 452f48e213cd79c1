-- One-time exam slips: a code that lets its candidate into this sitting and
-- nothing else. Only the digest is kept; 79 random bits need no slow hash.
CREATE TABLE exam_code (
  candidate  INTEGER PRIMARY KEY REFERENCES candidate,
  agency     INTEGER NOT NULL DEFAULT 1,
  digest     TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  made_by    INTEGER NOT NULL REFERENCES person,
  used_at    INTEGER                  -- NULL: not yet, or a proctor allows it again
) STRICT;
CREATE UNIQUE INDEX exam_code_by_digest ON exam_code (digest);

ALTER TABLE session ADD COLUMN sitting INTEGER; -- entered with an exam slip: this sitting only
