-- What an outage of the server does to the clocks is chosen in advance: they
-- run on and a person may give time (0), or they stand still with it (1).
ALTER TABLE sitting ADD COLUMN stands_still INTEGER NOT NULL DEFAULT 0;
