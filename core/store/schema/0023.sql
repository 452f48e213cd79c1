-- Which attempt counts is a rule of the test; which result stands is said once.
ALTER TABLE test ADD COLUMN counts TEXT NOT NULL DEFAULT 'last'
  CHECK (counts IN ('last', 'best'));

-- The result of an attempt that stands: the newest, those aside that a case
-- has only staged. Asked by attempt, one at a time.
CREATE VIEW standing_result (attempt, result) AS
SELECT r.attempt, r.id
  FROM result r
 WHERE r.sequence = (SELECT MAX(x.sequence) FROM result x
                      WHERE x.attempt = r.attempt
                        AND NOT EXISTS (SELECT 1 FROM regrade g
                                         WHERE g.word = x.reason
                                           AND g.stands = 0));

-- The attempt of a candidate that counts. One that is still open hides no
-- earlier one; the best is the first that reached the highest score. (SQLite
-- orders by nothing from outside the subquery, so the rule is joined inside.)
CREATE VIEW counting_attempt (candidate, attempt) AS
SELECT c.id,
       (SELECT y.id
          FROM attempt y
          JOIN sitting s ON s.id = y.sitting
          JOIN test t ON t.id = s.test
         WHERE y.candidate = c.id
         ORDER BY CASE y.state WHEN 'open' THEN 1 WHEN 'void' THEN 2 ELSE 0 END,
                  CASE WHEN t.counts = 'best' THEN
                    (SELECT r.percent FROM standing_result z
                       JOIN result r ON r.id = z.result AND r.state = 'graded'
                      WHERE z.attempt = y.id) END DESC NULLS LAST,
                  CASE WHEN t.counts = 'best' THEN y.number END,
                  y.number DESC
         LIMIT 1)
  FROM candidate c;

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
  LEFT JOIN attempt a ON a.id = (SELECT k.attempt FROM counting_attempt k
                                  WHERE k.candidate = c.id)
  LEFT JOIN result r ON r.id = (SELECT z.result FROM standing_result z
                                 WHERE z.attempt = a.id);
