-- Values that a person may open once. What was opened, destroyed or ran out has no row. `key_hash` is the SHA-256 of the
-- link's key, which is nowhere here; `value` is sealed under that key and again like any secret: docs/formats.md.
CREATE TABLE one_time_links (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
  salt BLOB,
  failures INTEGER NOT NULL,
  value BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_links_by_project ON one_time_links (project_id);
CREATE INDEX one_time_links_by_end ON one_time_links (expires_at);
