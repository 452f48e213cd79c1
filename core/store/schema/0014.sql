-- Banks whose items stand in lessons, to check oneself: every learner sees
-- them and their keys, so no test may draw from one. Once said it stays.
ALTER TABLE bank ADD COLUMN practice INTEGER NOT NULL DEFAULT 0; -- 0, 1

CREATE TABLE lesson_check (       -- a question at the end of a lesson
  id     INTEGER PRIMARY KEY,
  agency INTEGER NOT NULL DEFAULT 1,
  lesson INTEGER NOT NULL REFERENCES lesson,
  number INTEGER NOT NULL,        -- 1..
  item   INTEGER NOT NULL REFERENCES item
) STRICT;
CREATE UNIQUE INDEX lesson_check_once ON lesson_check (lesson, number);
