-- People of whom a course is required one by one, whatever their unit and kind.
CREATE TABLE requirement_person (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  requirement  INTEGER NOT NULL REFERENCES requirement,
  person       INTEGER NOT NULL REFERENCES person
) STRICT;
CREATE UNIQUE INDEX requirement_person_once ON requirement_person (requirement, person);
CREATE INDEX requirement_person_by_person ON requirement_person (person);
