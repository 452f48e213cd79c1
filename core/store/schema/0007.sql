-- Answers that a person marks: an essay, a file, a practical task.

CREATE TABLE mark_task (          -- one question of one paper that waits for a person
  id       INTEGER PRIMARY KEY,
  agency   INTEGER NOT NULL DEFAULT 1,
  attempt  INTEGER NOT NULL REFERENCES attempt,
  slot     INTEGER NOT NULL,      -- 1..
  sitting  INTEGER NOT NULL REFERENCES sitting,
  item     INTEGER NOT NULL REFERENCES item,
  person   INTEGER NOT NULL REFERENCES person, -- who answered; never marks it
  code     TEXT NOT NULL,         -- what who marks calls it by; by chance
  since    INTEGER NOT NULL,
  done_at  INTEGER,               -- all its parts are marked
  done_by  INTEGER REFERENCES person
) STRICT;
CREATE UNIQUE INDEX mark_task_once ON mark_task (attempt, slot);
CREATE INDEX mark_task_queue ON mark_task (sitting, item, done_at, code);

CREATE TABLE mark (               -- appended; the newest of a part counts
  id        INTEGER PRIMARY KEY,
  agency    INTEGER NOT NULL DEFAULT 1,
  task      INTEGER NOT NULL REFERENCES mark_task,
  part      TEXT NOT NULL,
  score     REAL NOT NULL,        -- 0..1 of the part
  comment   TEXT NOT NULL,        -- for the candidate; may be empty
  marked_by INTEGER NOT NULL REFERENCES person,
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX mark_by_task ON mark (task, id);
