-- A sign-in on its way to GitHub and back. Only the hash of its state is kept.
CREATE TABLE authorization_requests (
  state_hash TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  client_state TEXT,
  expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX authorization_requests_expiry ON authorization_requests (expires_at_ms);

-- One chain of refresh tokens, each the successor of the one before. generation counts the successors so far.
CREATE TABLE refresh_families (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  client_id TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER
) STRICT;

CREATE INDEX refresh_families_person ON refresh_families (user_id);

CREATE TABLE refresh_tokens (
  token_hash TEXT PRIMARY KEY,
  family_id TEXT NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  UNIQUE (family_id, generation)
) STRICT;

CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at_ms);

-- A used code stays until it expires, so that its second use can revoke what the first one gave.
CREATE TABLE authorization_codes (
  code_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  client_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  family_id TEXT
) STRICT;

CREATE INDEX authorization_codes_person ON authorization_codes (user_id);

CREATE INDEX authorization_codes_expiry ON authorization_codes (expires_at_ms);
