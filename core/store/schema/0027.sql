-- Who has an answer on the desk: nobody else is given it until then.
ALTER TABLE mark_task ADD COLUMN lent_to INTEGER;
ALTER TABLE mark_task ADD COLUMN lent_until INTEGER NOT NULL DEFAULT 0;
