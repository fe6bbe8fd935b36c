-- Managed secrets: the database whose user's password an agent changes. The two BLOBs of a login and the two of a
-- pending value are ciphertext: docs/formats.md. The four columns of a pending value are there or not together.
CREATE TABLE sync_agents (
  secret_id TEXT PRIMARY KEY REFERENCES secrets (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
  database_name TEXT NOT NULL,
  project_reference TEXT,
  managed_username TEXT NOT NULL,
  poll_seconds INTEGER NOT NULL CHECK (poll_seconds >= 1),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  admin BLOB NOT NULL,
  admin_wrapped_key BLOB NOT NULL,
  rotations INTEGER NOT NULL CHECK (rotations >= 0),
  rotation_id TEXT,
  rotation_at INTEGER CHECK ((rotation_at IS NULL) = (rotation_id IS NULL)),
  pending BLOB CHECK ((pending IS NULL) = (rotation_id IS NULL)),
  pending_wrapped_key BLOB CHECK ((pending_wrapped_key IS NULL) = (rotation_id IS NULL)),
  confirmed_id TEXT,
  last_error TEXT NOT NULL,
  last_error_at INTEGER,
  healthy INTEGER NOT NULL CHECK (healthy IN (0, 1)),
  heartbeat_at INTEGER
) STRICT;
