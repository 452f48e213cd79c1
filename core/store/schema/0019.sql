-- More that is evidence: closed papers with everything that was answered in
-- them, answers that came late, published tests, items. What there is already
-- waits to be sealed from now on.
ALTER TABLE candidate ADD COLUMN full_name TEXT; -- as it was when they were called
UPDATE candidate
   SET full_name = (SELECT p.full_name FROM person p WHERE p.id = candidate.person);

INSERT INTO unsealed (kind, row_id, since)
SELECT 'attempt', id, sealed_at FROM attempt WHERE state <> 'open';
INSERT INTO unsealed (kind, row_id, since)
SELECT 'answer_event', id, at FROM answer_event WHERE kind = 'late';
INSERT INTO unsealed (kind, row_id, since)
SELECT 'test', id, published_at FROM test WHERE published_at IS NOT NULL;
INSERT INTO unsealed (kind, row_id, since) SELECT 'item', id, created_at FROM item;

-- For the verifier, which looks for late ones that were never sealed.
CREATE INDEX answer_event_late ON answer_event (id) WHERE kind = 'late';
