-- What shuts machines out for a time. The allow-list: networks, one a line.
ALTER TABLE vaults ADD COLUMN ip_allowlist_enabled INTEGER NOT NULL DEFAULT 0 CHECK (ip_allowlist_enabled IN (0, 1));
ALTER TABLE vaults ADD COLUMN ip_allowlist TEXT NOT NULL DEFAULT '';

-- Not NULL: its machines get nothing.
ALTER TABLE projects ADD COLUMN frozen_at INTEGER;

CREATE TABLE canaries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  secret_id TEXT NOT NULL UNIQUE REFERENCES secrets (id) ON DELETE CASCADE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  freezes_project INTEGER NOT NULL CHECK (freezes_project IN (0, 1)),
  freezes_related INTEGER NOT NULL CHECK (freezes_related IN (0, 1)),
  triggered_at INTEGER
) STRICT;
CREATE INDEX canaries_by_vault ON canaries (vault_id);
