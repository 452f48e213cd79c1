-- The schema, once for both engines: sqlgen makes of it a STRICT SQLite schema
-- and a PostgreSQL one, where INTEGER is BIGINT and every key also carries the
-- agency. Moments are milliseconds since 1970 UTC, days numbers like 20261123,
-- truth 0 or 1. Ids come from id_new(); JSON is canonical text.
-- Every table has the agency it belongs to, so that agencies can be spread
-- over databases; 1 is the one this installation was set up for.

-- ---- who we are ---------------------------------------------------------------

CREATE TABLE setting (            -- what an administrator decides, by name
  agency   INTEGER NOT NULL DEFAULT 1,
  name     TEXT NOT NULL,         -- body_name, demo, ...
  content  TEXT NOT NULL,
  PRIMARY KEY (name)
) STRICT;

-- ---- units: an effective-dated tree ---------------------------------------------

CREATE TABLE unit (
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  name        TEXT NOT NULL,
  short_name  TEXT,
  kind        TEXT NOT NULL,      -- agency, department, division, service_unit, commune, point
  sort_key    TEXT NOT NULL,
  fold_key    TEXT NOT NULL,
  valid_from  INTEGER NOT NULL,   -- day
  valid_to    INTEGER             -- first day it no longer exists; NULL: open
) STRICT;

CREATE TABLE unit_code (          -- several codes a unit, closed but never reused
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  unit        INTEGER NOT NULL REFERENCES unit,
  scheme      TEXT NOT NULL,      -- dinh_danh_dien_tu, qcvn102, noi_bo
  code        TEXT NOT NULL,
  valid_from  INTEGER NOT NULL,
  valid_to    INTEGER
) STRICT;
CREATE INDEX unit_code_by_unit ON unit_code (unit);
CREATE UNIQUE INDEX unit_code_once ON unit_code (scheme, code, valid_from);
CREATE INDEX unit_code_by_code ON unit_code (code);

CREATE TABLE unit_parent (        -- under whom, from when to when
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  unit        INTEGER NOT NULL REFERENCES unit,
  parent      INTEGER NOT NULL REFERENCES unit,
  valid_from  INTEGER NOT NULL,
  valid_to    INTEGER
) STRICT;
CREATE INDEX unit_parent_by_unit ON unit_parent (unit, valid_from);
CREATE INDEX unit_parent_by_parent ON unit_parent (parent, valid_from);

CREATE TABLE unit_succession (    -- merged, split, renamed: n predecessors, m successors
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  predecessor  INTEGER NOT NULL REFERENCES unit,
  successor    INTEGER NOT NULL REFERENCES unit,
  day          INTEGER NOT NULL,
  note         TEXT
) STRICT;
CREATE INDEX unit_succession_forward ON unit_succession (predecessor);
CREATE INDEX unit_succession_back ON unit_succession (successor);

-- ---- people ---------------------------------------------------------------------

CREATE TABLE person (
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  staff_number  TEXT,             -- số hiệu CBCCVC
  dossier_id    TEXT,             -- mã định danh hồ sơ
  national_id   TEXT,             -- số định danh cá nhân/CCCD, 12 digits
  full_name     TEXT NOT NULL,    -- as written, NFC
  family_name   TEXT NOT NULL,    -- derived, may be corrected
  middle_name   TEXT NOT NULL,
  given_name    TEXT NOT NULL,
  sort_key      TEXT NOT NULL,    -- by given name, middle, family; then birth date, staff number
  fold_key      TEXT NOT NULL,    -- without marks, lower case
  birth_date    INTEGER,          -- day
  gender        TEXT,             -- nam, nu
  kind          TEXT NOT NULL,    -- can_bo, cong_chuc, vien_chuc, hdld, khong_chuyen_trach
  address_as    TEXT,             -- chi, anh; NULL: ban
  email         TEXT,
  left_on       INTEGER,          -- day the service ended
  created_at    INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  staged        INTEGER           -- the import that brings this person, until it is done
) STRICT;
CREATE INDEX person_staged ON person (staged) WHERE staged IS NOT NULL;
CREATE INDEX person_by_leaving ON person (left_on, staged);
CREATE UNIQUE INDEX person_by_staff_number ON person (staff_number);
CREATE UNIQUE INDEX person_by_dossier ON person (dossier_id);
CREATE UNIQUE INDEX person_by_national_id ON person (national_id);
CREATE INDEX person_by_sort_key ON person (sort_key, id);
CREATE INDEX person_by_fold_key ON person (fold_key, birth_date);

CREATE TABLE person_word (        -- a row for each word of a folded name: search
  agency  INTEGER NOT NULL DEFAULT 1,
  word    TEXT NOT NULL,
  person  INTEGER NOT NULL REFERENCES person,
  PRIMARY KEY (word, person)
) STRICT;
CREATE INDEX person_word_by_person ON person_word (person, word);

CREATE TABLE position (           -- vị trí việc làm
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  code    TEXT NOT NULL,
  name    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX position_by_code ON position (code);

CREATE TABLE duty_group (         -- nhóm nhiệm vụ tương đồng, for the quota
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  code    TEXT NOT NULL,
  name    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX duty_group_by_code ON duty_group (code);

CREATE TABLE assignment (         -- main and concurrent duties, dated
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  person      INTEGER NOT NULL REFERENCES person,
  unit        INTEGER NOT NULL REFERENCES unit,
  main        INTEGER NOT NULL,   -- one main duty at a time
  job_title   TEXT,               -- chức vụ/chức danh
  rank_code   TEXT,               -- mã ngạch / hạng CDNN
  position    INTEGER REFERENCES position,
  duty_group  INTEGER REFERENCES duty_group,
  valid_from  INTEGER NOT NULL,
  valid_to    INTEGER,
  staged      INTEGER             -- as person.staged
) STRICT;
CREATE INDEX assignment_staged ON assignment (staged) WHERE staged IS NOT NULL;
CREATE INDEX assignment_by_person ON assignment (person, valid_from);
CREATE INDEX assignment_by_unit ON assignment (unit, valid_from, valid_to, main, person, staged);

-- One run of an import. What it adds is written in small transactions, marked
-- staged; it counts from the moment the run is done, all of it at once. Then
-- the marks are taken off, again in small transactions: until that is through,
-- a row counts if its mark is NULL or of a run that is done.
CREATE TABLE staff_import (
  id         INTEGER PRIMARY KEY,
  agency     INTEGER NOT NULL DEFAULT 1,
  file_name  TEXT NOT NULL,
  digest     TEXT NOT NULL,       -- SHA-256 of the file
  by_person  INTEGER REFERENCES person,
  at         INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('staged', 'done', 'dropped')),
  counts     TEXT NOT NULL        -- JSON
) STRICT;

-- ---- the door ---------------------------------------------------------------------

CREATE TABLE account (            -- how a person signs in
  id             INTEGER PRIMARY KEY,
  agency         INTEGER NOT NULL DEFAULT 1,
  person         INTEGER NOT NULL REFERENCES person,
  login          TEXT NOT NULL,   -- folded to lower case
  password       TEXT,            -- argon2id; NULL: none set yet
  must_change    INTEGER NOT NULL DEFAULT 0,
  totp_secret    TEXT,            -- base32
  totp_pending   TEXT,            -- shown to be set up, not confirmed by a code yet
  totp_step      INTEGER NOT NULL DEFAULT 0, -- last step used; never again
  language       TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
  disabled_at    INTEGER,
  sessions_from  INTEGER NOT NULL DEFAULT 0, -- older sessions are dead
  created_at     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_by_login ON account (login);
CREATE UNIQUE INDEX account_by_person ON account (person);

CREATE TABLE role_grant (         -- role x unit subtree, dated
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  person      INTEGER NOT NULL REFERENCES person,
  role        TEXT NOT NULL,
  unit        INTEGER REFERENCES unit,  -- NULL: the whole agency
  valid_from  INTEGER NOT NULL,
  valid_to    INTEGER
) STRICT;
CREATE INDEX role_grant_by_person ON role_grant (person);

CREATE TABLE session (
  token_digest  TEXT NOT NULL,    -- SHA-256 of the 256 random bits
  agency        INTEGER NOT NULL DEFAULT 1,
  account       INTEGER NOT NULL REFERENCES account,
  csrf          TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  seen_at       INTEGER NOT NULL, -- written at most once a minute
  ends_at       INTEGER NOT NULL,
  second_step   INTEGER NOT NULL DEFAULT 0, -- 1: TOTP was given or not needed
  PRIMARY KEY (token_digest)
) STRICT;
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_end ON session (ends_at);

CREATE TABLE one_time_link (      -- first administrator, first password, reset
  token_digest  TEXT NOT NULL,
  agency        INTEGER NOT NULL DEFAULT 1,
  account       INTEGER NOT NULL REFERENCES account,
  purpose       TEXT NOT NULL,    -- first_password, reset
  ends_at       INTEGER NOT NULL,
  used_at       INTEGER,
  PRIMARY KEY (token_digest)
) STRICT;
CREATE INDEX one_time_link_by_account ON one_time_link (account);

-- ---- plugins, items, courses --------------------------------------------------------

CREATE TABLE package (            -- a plugin as delivered; never changed
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  digest       TEXT NOT NULL,     -- SHA-256 over its files
  plugin       TEXT NOT NULL,     -- khoa.single-choice
  version      TEXT NOT NULL,
  kind         TEXT NOT NULL,     -- question, scoring, selector
  manifest     TEXT NOT NULL,     -- JSON: title, fields, parts
  files        TEXT NOT NULL,     -- JSON: name -> content
  report       TEXT,              -- JSON of the gate
  state        TEXT NOT NULL CHECK (state IN ('checked', 'approved', 'suspended')),
  added_at     INTEGER NOT NULL,
  added_by     INTEGER REFERENCES person, -- never approves it; NULL: the console
  approved_by  INTEGER REFERENCES person,
  approved_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX package_by_digest ON package (digest);
CREATE INDEX package_by_plugin ON package (plugin, added_at);

CREATE TABLE bank (
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  code    TEXT NOT NULL,
  title   TEXT NOT NULL,          -- JSON {vi, en}
  topics  TEXT NOT NULL,          -- JSON list of {id, title}
  vendor  INTEGER REFERENCES unit -- who supplied it
) STRICT;
CREATE UNIQUE INDEX bank_by_code ON bank (code);

CREATE TABLE item (               -- one version of one question; never changed
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  bank        INTEGER NOT NULL REFERENCES bank,
  code        TEXT NOT NULL,      -- attt-001
  version     TEXT NOT NULL,
  digest      TEXT NOT NULL,      -- SHA-256 of type and body
  package     INTEGER NOT NULL REFERENCES package,
  topic       TEXT NOT NULL,
  level       INTEGER NOT NULL,
  competency  TEXT NOT NULL,
  checked_on  INTEGER,            -- day its legal facts were checked
  body        TEXT NOT NULL,      -- JSON
  place       TEXT NOT NULL,      -- file:line it came from
  created_at  INTEGER NOT NULL,
  retired_at  INTEGER             -- not drawn any more
) STRICT;
CREATE UNIQUE INDEX item_by_code ON item (bank, code, version);
CREATE INDEX item_by_cell ON item (bank, topic, level);

CREATE TABLE item_variant (       -- item with a seed applied, frozen when made
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  item    INTEGER NOT NULL REFERENCES item,
  number  INTEGER NOT NULL,       -- 1..K
  params  TEXT NOT NULL,          -- JSON, may be shown
  truth   TEXT NOT NULL,          -- JSON, never leaves the server
  note    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX item_variant_once ON item_variant (item, number);

CREATE TABLE course (             -- one imported version; the newest one counts
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  code         TEXT NOT NULL,
  version      TEXT NOT NULL,
  digest       TEXT NOT NULL,     -- of all its files
  title        TEXT NOT NULL,     -- JSON {vi, en}
  summary      TEXT NOT NULL,
  outcomes     TEXT NOT NULL,     -- JSON list
  hours        REAL NOT NULL,     -- tiết
  imported_at  INTEGER NOT NULL,
  imported_by  INTEGER REFERENCES person,
  current      INTEGER NOT NULL   -- 1 for one version of a code
) STRICT;
CREATE UNIQUE INDEX course_by_code ON course (code, digest);
CREATE INDEX course_current ON course (current, code);

CREATE TABLE lesson (
  id       INTEGER PRIMARY KEY,
  agency   INTEGER NOT NULL DEFAULT 1,
  course   INTEGER NOT NULL REFERENCES course,
  part     TEXT NOT NULL,         -- JSON {vi, en}: title of the part it stands in
  part_no  INTEGER NOT NULL,
  number   INTEGER NOT NULL,      -- 1.. through the course
  code     TEXT NOT NULL,
  title    TEXT NOT NULL,         -- JSON
  minutes  INTEGER NOT NULL,
  checked_on INTEGER,             -- day its legal facts were checked
  body     TEXT NOT NULL          -- JSON {vi: nodes, en: nodes}
) STRICT;
CREATE UNIQUE INDEX lesson_by_number ON lesson (course, number);

CREATE TABLE course_file (        -- media of a course, kept as files by digest
  id      INTEGER PRIMARY KEY,
  agency  INTEGER NOT NULL DEFAULT 1,
  course  INTEGER NOT NULL REFERENCES course,
  name    TEXT NOT NULL,          -- media/hinh-1.svg
  digest  TEXT NOT NULL,
  type    TEXT NOT NULL,          -- image/svg+xml
  size    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX course_file_by_name ON course_file (course, name);

CREATE TABLE enrolment (          -- a person in a course, by its code
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  person       INTEGER NOT NULL REFERENCES person,
  course_code  TEXT NOT NULL,
  began_at     INTEGER NOT NULL,
  seen_at      INTEGER NOT NULL,
  lesson_code  TEXT NOT NULL,     -- where to resume
  done_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX enrolment_once ON enrolment (person, course_code);

CREATE TABLE lesson_progress (
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  person       INTEGER NOT NULL REFERENCES person,
  course_code  TEXT NOT NULL,
  lesson_code  TEXT NOT NULL,
  began_at     INTEGER NOT NULL,
  done_at      INTEGER            -- NULL: opened, not finished
) STRICT;
CREATE UNIQUE INDEX lesson_progress_once ON lesson_progress (person, course_code, lesson_code);

-- ---- tests, sittings, attempts --------------------------------------------------------

CREATE TABLE test (               -- a definition; immutable once published
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  code          TEXT NOT NULL,
  version       TEXT NOT NULL,
  digest        TEXT NOT NULL,
  course_code   TEXT,
  title         TEXT NOT NULL,    -- JSON
  definition    TEXT NOT NULL,    -- JSON of the XML
  pins          TEXT,             -- JSON: items and packages by digest, when published
  imported_at   INTEGER NOT NULL,
  published_at  INTEGER,
  published_by  INTEGER REFERENCES person
) STRICT;
CREATE UNIQUE INDEX test_by_digest ON test (code, digest);

CREATE TABLE sitting (            -- one scheduled run of a published test
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  code          TEXT NOT NULL,
  test          INTEGER NOT NULL REFERENCES test,
  title         TEXT NOT NULL,    -- JSON
  basis         TEXT,             -- căn cứ: decision or plan
  rules         TEXT NOT NULL,    -- JSON {vi: nodes, en: nodes}, shown before the start
  calling       TEXT NOT NULL DEFAULT '{}', -- JSON: the units and people it was scheduled for
  opens_at      INTEGER NOT NULL,
  closes_at     INTEGER NOT NULL,
  ready         INTEGER NOT NULL DEFAULT 0, -- 1: all candidates are called; -1: given up
  cancelled_at  INTEGER,          -- nobody had begun
  cancel_reason TEXT,
  created_at    INTEGER NOT NULL,
  created_by    INTEGER REFERENCES person
) STRICT;
CREATE UNIQUE INDEX sitting_by_code ON sitting (code);
CREATE INDEX sitting_by_window ON sitting (closes_at, opens_at);
CREATE INDEX sitting_staged ON sitting (ready, created_at);

CREATE TABLE candidate (          -- a person called to a sitting
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  sitting       INTEGER NOT NULL REFERENCES sitting,
  person        INTEGER NOT NULL REFERENCES person,
  number        TEXT NOT NULL,    -- số báo danh
  unit          INTEGER NOT NULL REFERENCES unit,  -- at the time, frozen
  job_title     TEXT,             -- and so are these
  rank_code     TEXT,
  position      INTEGER REFERENCES position,
  duty_group    INTEGER REFERENCES duty_group,
  state         TEXT NOT NULL CHECK (state IN ('called', 'excused', 'absent', 'suspended', 'incident', 'exempt')),
  reason        TEXT,
  confirmed_at  INTEGER           -- read rules and privacy notice
) STRICT;
CREATE UNIQUE INDEX candidate_once ON candidate (sitting, person);
CREATE INDEX candidate_by_sitting ON candidate (sitting, id);
CREATE UNIQUE INDEX candidate_by_number ON candidate (sitting, number);
CREATE INDEX candidate_by_unit ON candidate (sitting, unit, state);
CREATE INDEX candidate_by_person ON candidate (person);

CREATE TABLE attempt (            -- one paper of one candidate
  id          INTEGER PRIMARY KEY,
  agency      INTEGER NOT NULL DEFAULT 1,
  sitting     INTEGER NOT NULL REFERENCES sitting,
  candidate   INTEGER NOT NULL REFERENCES candidate,
  person      INTEGER NOT NULL REFERENCES person,
  number      INTEGER NOT NULL,   -- lần thi, 1..
  seed        TEXT NOT NULL,      -- hex; never reaches a plugin
  paper       TEXT NOT NULL,      -- JSON: slots with item, variant, order, points
  started_at  INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,   -- deadline, set at the start
  state       TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'graded', 'void')),
  sealed_at   INTEGER,            -- when it counts as handed in
  sealed_by   TEXT CHECK (sealed_by IN ('candidate', 'deadline', 'proctor')),
  CHECK ((state = 'open') = (sealed_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX attempt_once ON attempt (candidate, number);
CREATE INDEX attempt_by_person ON attempt (person);
CREATE INDEX attempt_by_sitting ON attempt (sitting, id);
CREATE INDEX attempt_by_state ON attempt (sitting, state);
CREATE INDEX attempt_open ON attempt (state, ends_at);

CREATE TABLE answer_event (       -- what a candidate did, appended and never changed
  id        INTEGER PRIMARY KEY,
  agency    INTEGER NOT NULL DEFAULT 1,
  attempt   INTEGER NOT NULL,
  slot      INTEGER NOT NULL,     -- 1..
  kind      TEXT NOT NULL CHECK (kind IN ('save', 'fork', 'late', 'flag', 'unflag')),
  revision  INTEGER NOT NULL,     -- a save: the one it made; a fork: the one that stood; else 0
  base      INTEGER NOT NULL,     -- the revision it was made from
  save_id   TEXT NOT NULL,        -- made by the client
  digest    TEXT NOT NULL,        -- of the body: same id and body, same receipt
  body      TEXT,                 -- JSON response as typed
  receipt   TEXT NOT NULL,        -- short code shown to the candidate
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_event_by_slot ON answer_event (attempt, slot, kind, revision);

CREATE TABLE grading (            -- the queue: one row per sealed attempt not yet graded
  attempt    INTEGER NOT NULL,
  agency     INTEGER NOT NULL DEFAULT 1,
  tries      INTEGER NOT NULL DEFAULT 0,
  due_at     INTEGER NOT NULL,
  trouble    TEXT,                -- why the last try gave no result
  PRIMARY KEY (attempt)
) STRICT;
CREATE INDEX grading_due ON grading (due_at);

CREATE TABLE result (             -- appended; superseded with a reason, never edited
  id           INTEGER PRIMARY KEY,
  agency       INTEGER NOT NULL DEFAULT 1,
  attempt      INTEGER NOT NULL REFERENCES attempt,
  sitting      INTEGER NOT NULL REFERENCES sitting,
  person       INTEGER NOT NULL REFERENCES person,
  sequence     INTEGER NOT NULL,  -- 1 first, 2 after a regrade ...
  reason       TEXT,              -- why it supersedes the one before
  state        TEXT NOT NULL CHECK (state IN ('graded', 'held')), -- held: error or needs_human somewhere
  points       REAL,
  max_points   REAL NOT NULL,
  percent      REAL,              -- points / max_points * 100, down to 1e-6
  pass_percent REAL NOT NULL,     -- the threshold that decided
  passed       INTEGER,
  slots        INTEGER NOT NULL,  -- how many questions
  slots_full   INTEGER NOT NULL,  -- how many of them with full marks
  outcomes     TEXT NOT NULL,     -- JSON per slot: item, digests, response, parts
  runtime      TEXT NOT NULL,     -- of the plugins
  graded_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX result_once ON result (attempt, sequence);
CREATE INDEX result_by_sitting ON result (sitting, id);
CREATE INDEX result_by_person ON result (person);

-- ---- evidence -----------------------------------------------------------------------

CREATE TABLE audit_event (        -- who did what; no personal data beyond ids
  id       INTEGER PRIMARY KEY,
  agency   INTEGER NOT NULL DEFAULT 1,
  at       INTEGER NOT NULL,
  actor    INTEGER,               -- person; NULL: the server or the console
  action   TEXT NOT NULL,         -- test.publish, results.export, account.reset ...
  object   TEXT,                  -- test, sitting, person ...
  object_id INTEGER,
  detail   TEXT NOT NULL          -- JSON
) STRICT;
CREATE INDEX audit_event_by_object ON audit_event (object, object_id);

CREATE TABLE unsealed (           -- rows written and not yet in the chain; a row
  agency  INTEGER NOT NULL DEFAULT 1, -- put in by hand never gets here
  kind    TEXT NOT NULL,          -- audit_event, result
  row_id  INTEGER NOT NULL,
  since   INTEGER NOT NULL,
  PRIMARY KEY (kind, row_id)
) STRICT;

CREATE TABLE chain (              -- what was sealed, in order
  sequence  INTEGER PRIMARY KEY,  -- 1, 2, 3 ... without a gap
  agency    INTEGER NOT NULL DEFAULT 1,
  kind      TEXT NOT NULL,        -- audit_event, result
  row_id    INTEGER NOT NULL,
  salt      TEXT,                 -- goes when what may be erased of the row goes
  erasable  TEXT,                 -- digest of the salt and that; NULL: nothing
  digest    TEXT NOT NULL,        -- of the rest of the row
  link      TEXT NOT NULL         -- of the link before and all this but the salt
) STRICT;
CREATE UNIQUE INDEX chain_by_row ON chain (kind, row_id);

CREATE TABLE checkpoint (         -- signed heads of the chain
  id         INTEGER PRIMARY KEY, -- 1, 2, 3 ... without a gap
  agency     INTEGER NOT NULL DEFAULT 1,
  sequence   INTEGER NOT NULL,
  link       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  key        TEXT NOT NULL,       -- public key, hex
  signature  TEXT NOT NULL
) STRICT;

-- ---- reading: one row for a candidate of a sitting, with the newest attempt and
-- result, as score lists and exports show it -------------------------------------

CREATE VIEW score AS
SELECT c.id AS candidate, c.sitting, s.code AS sitting_code,
       s.title AS sitting_title, s.basis, s.opens_at, s.closes_at,
       p.id AS person, p.staff_number, p.dossier_id, p.national_id,
       p.full_name, p.family_name, p.middle_name, p.given_name, p.sort_key,
       p.fold_key, p.birth_date, p.gender, p.kind,
       c.number, c.unit, u.name AS unit_name, c.job_title, c.rank_code,
       c.position, c.duty_group, c.reason,
       a.id AS attempt, a.number AS attempt_number, a.started_at, a.sealed_at,
       r.points, r.max_points, r.percent, r.pass_percent, r.passed, r.slots,
       r.slots_full, r.graded_at,
       CASE WHEN c.state <> 'called' THEN c.state
            WHEN a.id IS NULL THEN 'no_attempt'
            WHEN a.state = 'open' THEN 'doing'
            WHEN r.id IS NULL THEN 'handed_in'
            WHEN r.state = 'held' THEN 'held'
            WHEN r.passed = 1 THEN 'passed'
            ELSE 'failed' END AS standing
  FROM candidate c
  JOIN sitting s ON s.id = c.sitting AND s.ready = 1
       AND s.cancelled_at IS NULL
  JOIN person p ON p.id = c.person
  JOIN unit u ON u.id = c.unit
  LEFT JOIN attempt a ON a.candidate = c.id
        AND a.number = (SELECT MAX(x.number) FROM attempt x
                         WHERE x.candidate = c.id)
  LEFT JOIN result r ON r.attempt = a.id
        AND r.sequence = (SELECT MAX(x.sequence) FROM result x
                           WHERE x.attempt = a.id);
