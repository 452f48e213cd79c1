-- Regrading as a case: one question of a test is put right in every paper that
-- has it, in the sittings named, all at once or not at all.
CREATE TABLE regrade (
  id            INTEGER PRIMARY KEY,
  agency        INTEGER NOT NULL DEFAULT 1,
  word          TEXT NOT NULL,    -- 'regrade:ID': the reason of its results
  test          INTEGER NOT NULL REFERENCES test,
  item          INTEGER NOT NULL REFERENCES item, -- as it stands in the papers
  remedy        TEXT NOT NULL CHECK (remedy IN ('key', 'drop', 'credit', 'accept')),
  becomes       INTEGER REFERENCES item, -- key: the version that grades from now on
  answer        TEXT,             -- accept: JSON, as the question type understands it
  reason        TEXT NOT NULL,    -- candidates read it too
  opened_by     INTEGER NOT NULL REFERENCES person,
  opened_at     INTEGER NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('counting', 'counted', 'staging',
                  'clearing', 'applied', 'done', 'withdrawn')),
  stands        INTEGER NOT NULL DEFAULT 0, -- 1: its results count
  round         INTEGER NOT NULL DEFAULT 1, -- of counting; lines of older ones are out of date
  reached       INTEGER NOT NULL DEFAULT 0, -- how far the work of its state has come
  seen          INTEGER NOT NULL DEFAULT -1, -- results of its sittings when the round began
  papers        INTEGER NOT NULL DEFAULT 0, -- of them have the question
  counted_at    INTEGER,
  trouble       TEXT,             -- why the last step did not come through
  approved_by   INTEGER REFERENCES person CHECK (approved_by <> opened_by),
  approved_at   INTEGER,
  applied_at    INTEGER,
  withdrawn_by  INTEGER REFERENCES person,
  withdrawn_at  INTEGER,
  withdrawn_why TEXT
) STRICT;
CREATE UNIQUE INDEX regrade_by_word ON regrade (word);
CREATE INDEX regrade_by_state ON regrade (state, id);
CREATE INDEX regrade_by_test ON regrade (test, id);

CREATE TABLE regrade_sitting (    -- in whose papers
  regrade  INTEGER NOT NULL REFERENCES regrade,
  agency   INTEGER NOT NULL DEFAULT 1,
  sitting  INTEGER NOT NULL REFERENCES sitting,
  PRIMARY KEY (regrade, sitting)
) STRICT;
CREATE INDEX regrade_sitting_by_sitting ON regrade_sitting (sitting, regrade);

CREATE TABLE regrade_line (       -- a paper that comes to something else
  regrade         INTEGER NOT NULL REFERENCES regrade,
  agency          INTEGER NOT NULL DEFAULT 1,
  attempt         INTEGER NOT NULL REFERENCES attempt,
  round           INTEGER NOT NULL,
  person          INTEGER NOT NULL REFERENCES person,
  candidate       INTEGER NOT NULL REFERENCES candidate,
  unit            INTEGER NOT NULL REFERENCES unit, -- at the time of the sitting
  result          INTEGER NOT NULL, -- the one that stood
  held            INTEGER NOT NULL, -- 1: it waits for a person, before and after
  points          REAL NOT NULL,
  max_points      REAL NOT NULL,
  percent         REAL NOT NULL,
  passed          INTEGER NOT NULL,
  new_points      REAL NOT NULL,
  new_max_points  REAL NOT NULL,
  new_percent     REAL NOT NULL,
  new_passed      INTEGER NOT NULL,
  sealed          INTEGER NOT NULL, -- 1: the one that stood is in the chain
  exported        INTEGER NOT NULL, -- 1: an export has taken it out of the house
  completes       INTEGER NOT NULL, -- 1: may complete a course now; -1: a completion rests on it
  PRIMARY KEY (regrade, attempt)
) STRICT;

CREATE INDEX result_by_reason ON result (reason, id) WHERE reason IS NOT NULL;

-- What a case has staged does not count before the case stands.
DROP VIEW score;
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
            ELSE 'failed' END AS standing,
       r.reason AS result_reason
  FROM candidate c
  JOIN sitting s ON s.id = c.sitting AND +s.ready = 1
       AND s.cancelled_at IS NULL
  JOIN person p ON p.id = c.person
  JOIN unit u ON u.id = c.unit
  LEFT JOIN attempt a ON a.candidate = c.id
        AND a.number = (SELECT MAX(x.number) FROM attempt x
                         WHERE x.candidate = c.id)
  LEFT JOIN result r ON r.attempt = a.id
        AND r.sequence = (SELECT MAX(x.sequence) FROM result x
                           WHERE x.attempt = a.id
                             AND NOT EXISTS (SELECT 1 FROM regrade g
                                              WHERE g.word = x.reason
                                                AND g.stands = 0));
