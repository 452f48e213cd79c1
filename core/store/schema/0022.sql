-- The trail of what was done is read by time.
CREATE INDEX audit_event_by_time ON audit_event (at, id);
