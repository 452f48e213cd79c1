-- The room: where people sit, who watches over them, what happens there, and
-- time that is given to somebody.

CREATE TABLE room (               -- of one sitting
  id       INTEGER PRIMARY KEY,
  agency   INTEGER NOT NULL DEFAULT 1,
  sitting  INTEGER NOT NULL REFERENCES sitting,
  name     TEXT NOT NULL,         -- as on the door
  place    TEXT,                  -- where it is
  seats    INTEGER NOT NULL       -- how many can sit there
) STRICT;
CREATE UNIQUE INDEX room_by_name ON room (sitting, name);

CREATE TABLE proctor (            -- who watches over a room, or over all of a sitting
  id        INTEGER PRIMARY KEY,
  agency    INTEGER NOT NULL DEFAULT 1,
  sitting   INTEGER NOT NULL REFERENCES sitting,
  room      INTEGER REFERENCES room,
  person    INTEGER NOT NULL REFERENCES person,
  added_at  INTEGER NOT NULL,
  added_by  INTEGER NOT NULL REFERENCES person,
  ended_at  INTEGER
) STRICT;
CREATE INDEX proctor_by_person ON proctor (person, sitting);
CREATE INDEX proctor_by_sitting ON proctor (sitting, id);

CREATE TABLE room_event (         -- what happened in a sitting, appended and never changed
  id         INTEGER PRIMARY KEY,
  agency     INTEGER NOT NULL DEFAULT 1,
  sitting    INTEGER NOT NULL REFERENCES sitting,
  room       INTEGER REFERENCES room,           -- where the candidate sat; else: for all in it
  candidate  INTEGER REFERENCES candidate,      -- NULL: for the room, or without one for everybody
  kind       TEXT NOT NULL CHECK (kind IN ('open', 'admit', 'move', 'pause',
               'resume', 'extend', 'suspend', 'end', 'note', 'call', 'answer',
               'readmit', 'waive', 'outage')),
  amount     INTEGER NOT NULL DEFAULT 0,        -- ms given, or how long it lasted
  touched    INTEGER NOT NULL DEFAULT 0,        -- how many papers it moved
  words      TEXT NOT NULL DEFAULT '',          -- why, or what happened
  at         INTEGER NOT NULL,
  by         INTEGER REFERENCES person          -- NULL: the server
) STRICT;
CREATE INDEX room_event_by_sitting ON room_event (sitting, id);
CREATE INDEX room_event_by_candidate ON room_event (candidate, id) WHERE candidate IS NOT NULL;

CREATE TABLE accommodation (      -- what a person is granted for every sitting
  id             INTEGER PRIMARY KEY,
  agency         INTEGER NOT NULL DEFAULT 1,
  person         INTEGER NOT NULL REFERENCES person,
  percent        INTEGER NOT NULL CHECK (percent BETWEEN 100 AND 400),  -- of the limit
  break_minutes  INTEGER NOT NULL CHECK (break_minutes BETWEEN 0 AND 240),
  larger_text    INTEGER NOT NULL,
  separate_room  INTEGER NOT NULL,
  basis          TEXT NOT NULL,   -- the decision it rests on; never a diagnosis
  valid_from     INTEGER NOT NULL,
  valid_to       INTEGER,
  approved_by    INTEGER NOT NULL REFERENCES person,
  approved_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX accommodation_by_person ON accommodation (person, valid_from);

ALTER TABLE candidate ADD COLUMN room INTEGER;       -- where they sit
ALTER TABLE candidate ADD COLUMN seat TEXT;
ALTER TABLE candidate ADD COLUMN admitted_at INTEGER;
ALTER TABLE candidate ADD COLUMN shown TEXT; -- what they showed: card, vneid, known
ALTER TABLE candidate ADD COLUMN larger_text INTEGER NOT NULL DEFAULT 0; -- as granted when they began
CREATE INDEX candidate_by_room ON candidate (room, id) WHERE room IS NOT NULL;

ALTER TABLE attempt ADD COLUMN paused_at INTEGER;           -- the clock stands still since then
CREATE INDEX attempt_paused ON attempt (sitting) WHERE paused_at IS NOT NULL;

ALTER TABLE sitting ADD COLUMN last_end INTEGER;            -- when the last paper of it may end, where that is after it closes
ALTER TABLE sitting ADD COLUMN admits INTEGER NOT NULL DEFAULT 0; -- 1: nobody starts before a proctor lets them in
ALTER TABLE sitting ADD COLUMN openers INTEGER NOT NULL DEFAULT 0; -- 2: two people open it together
