-- The key of a vault's own, for what belongs to it and to no project; the newest generation is the one in use.
CREATE TABLE vault_keys (
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 4294967295),
  wrapped BLOB NOT NULL,
  PRIMARY KEY (vault_id, generation)
) STRICT, WITHOUT ROWID;

-- kind: 1 SSH, 2 X.509. `sealed` and `wrapped_key` are ciphertext: docs/formats.md.
CREATE TABLE authorities (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
  name TEXT NOT NULL,
  public_part TEXT NOT NULL,
  sealed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (vault_id, name)
) STRICT;
CREATE INDEX authorities_by_vault ON authorities (vault_id);

-- The lists have an item a line; NULL is none. An authority with secrets cannot be deleted: no ON DELETE there.
CREATE TABLE certificate_profiles (
  secret_id TEXT PRIMARY KEY REFERENCES secrets (id) ON DELETE CASCADE,
  authority_id TEXT NOT NULL REFERENCES authorities (id),
  max_seconds INTEGER NOT NULL CHECK (max_seconds BETWEEN 60 AND 86400),
  header_form INTEGER NOT NULL CHECK (header_form IN (0, 1)),
  subject TEXT NOT NULL,
  host TEXT NOT NULL,
  names TEXT,
  addresses TEXT,
  usages TEXT
) STRICT;
CREATE INDEX certificate_profiles_by_authority ON certificate_profiles (authority_id);
