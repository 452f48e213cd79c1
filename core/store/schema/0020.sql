-- What it takes to enter a sitting beyond being called.
ALTER TABLE sitting ADD COLUMN passcode TEXT;   -- SHA-256; said in the room; NULL: none
ALTER TABLE sitting ADD COLUMN addresses TEXT;  -- ranges, a line each; NULL: from anywhere
ALTER TABLE sitting ADD COLUMN seb_keys TEXT;   -- of Safe Exam Browser, a line each; NULL: any browser
ALTER TABLE candidate ADD COLUMN waived_at INTEGER; -- a proctor lets them sit without
