-- What a version was besides its value: its field names, as in secrets.field_names, and how it came about: 1 set by an
-- operator, 2 an older one again, 3 generated, 4 imported. The names of older versions were not kept before this.
ALTER TABLE secret_versions ADD COLUMN field_names TEXT;
ALTER TABLE secret_versions ADD COLUMN origin INTEGER NOT NULL DEFAULT 1 CHECK (origin BETWEEN 1 AND 4);
UPDATE secret_versions SET field_names = (SELECT s.field_names FROM secrets s WHERE s.id = secret_versions.secret_id);

CREATE INDEX secrets_in_trash ON secrets (vault_id, seq) WHERE deleted_at IS NOT NULL;
CREATE INDEX secrets_by_deletion ON secrets (deleted_at) WHERE deleted_at IS NOT NULL;

-- One for a secret, or none. `value` and `wrapped_key` are ciphertext: docs/formats.md.
CREATE TABLE secret_notes (
  secret_id TEXT PRIMARY KEY REFERENCES secrets (id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  value BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;
