-- Sections with a pass mark of their own that were not passed: their ids, with
-- a space between. It follows from outcomes and test, and is kept for lists.
ALTER TABLE result ADD COLUMN missed TEXT; -- NULL: none

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
       r.reason AS result_reason, r.missed
  FROM candidate c
  JOIN sitting s ON s.id = c.sitting AND +s.ready = 1
       AND s.cancelled_at IS NULL
  JOIN person p ON p.id = c.person
  JOIN unit u ON u.id = c.unit
  LEFT JOIN attempt a ON a.id = (SELECT k.attempt FROM counting_attempt k
                                  WHERE k.candidate = c.id)
  LEFT JOIN result r ON r.id = (SELECT z.result FROM standing_result z
                                 WHERE z.attempt = a.id);
