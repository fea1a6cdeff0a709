-- The Idempotency-Keys of the latest corrections of an entry: one of them that arrives again, late, changes nothing.
ALTER TABLE sessions ADD COLUMN correction_keys TEXT NOT NULL DEFAULT '[]';
