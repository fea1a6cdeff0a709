-- Each statement ends a line with a semicolon; inside a trigger only its END does. The local runner splits on that.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- One unbroken life of the data. See "Restoring a backup" in backend/README.md.
INSERT INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(16))));

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL CHECK (provider IN ('github', 'dev')),
  subject TEXT NOT NULL,
  login TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  session_total INTEGER NOT NULL DEFAULT 0,
  UNIQUE (provider, subject)
) STRICT;

-- sent_* is what the client sent, for telling a replay from a change; the columns beside it are what counts now.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  client_id TEXT NOT NULL,
  host TEXT NOT NULL,
  repo_owner TEXT NOT NULL,
  repo_name TEXT NOT NULL,
  pr_number INTEGER NOT NULL,
  pr_title TEXT,
  time_zone TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER,
  duration_seconds INTEGER,
  sent_start_ms INTEGER NOT NULL,
  sent_end_ms INTEGER,
  sent_duration_seconds INTEGER,
  sent_intervals TEXT,
  created_at_ms INTEGER NOT NULL,
  deleted_at_ms INTEGER,
  UNIQUE (user_id, client_id)
) STRICT;

CREATE INDEX sessions_newest ON sessions (user_id, start_ms DESC, id DESC) WHERE deleted_at_ms IS NULL;

CREATE INDEX sessions_ended ON sessions (user_id, end_ms) WHERE deleted_at_ms IS NULL AND end_ms IS NOT NULL;

CREATE TRIGGER sessions_total_added AFTER INSERT ON sessions
BEGIN
  UPDATE people SET session_total = session_total + 1 WHERE id = NEW.user_id;
END;

CREATE TRIGGER sessions_total_marked AFTER UPDATE OF deleted_at_ms ON sessions
WHEN OLD.deleted_at_ms IS NULL AND NEW.deleted_at_ms IS NOT NULL
BEGIN
  UPDATE people SET session_total = session_total - 1 WHERE id = NEW.user_id;
END;
