-- Scores that wait until the organiser lets them out.
ALTER TABLE sitting ADD COLUMN released_at INTEGER; -- NULL: not yet
