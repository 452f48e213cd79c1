-- What somebody notes on a lesson for themselves. Nobody else has a page that
-- shows it, and no audit event says that it was written. By code, so it
-- survives a new version of the course.
CREATE TABLE lesson_note (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  person       INTEGER NOT NULL REFERENCES person,
  course_code  TEXT NOT NULL,
  lesson_code  TEXT NOT NULL,
  body         TEXT NOT NULL,
  at           INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX lesson_note_by_person ON lesson_note (person, id);
CREATE INDEX lesson_note_by_lesson ON lesson_note (person, course_code, lesson_code, id);
