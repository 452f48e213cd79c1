-- The view of score lists begins with candidates, not with sittings: an export
-- walks it by candidate, and with sittings first SQLite sorted a whole city for
-- every 500 rows. The plus keeps it from the index of sittings that are ready.
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
            ELSE 'failed' END AS standing
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
                           WHERE x.attempt = a.id);
