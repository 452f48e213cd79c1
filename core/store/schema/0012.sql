-- What the search over courses reads: of each current course one text for
-- itself (number 0) and one for each lesson, in each language there is. Made
-- from the course and to be made again at any time.
CREATE TABLE course_text (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  course       INTEGER NOT NULL REFERENCES course,
  number       INTEGER NOT NULL,
  language     TEXT NOT NULL,
  words        TEXT NOT NULL,   -- each word once, folded, between blanks
  folded       TEXT NOT NULL,   -- all words in order, the same way
  title_words  INTEGER NOT NULL, -- how many of them are the title's
  body         TEXT NOT NULL    -- title and text as they are read, by lines
) STRICT;
CREATE UNIQUE INDEX course_text_once ON course_text (course, number, language);
