-- The Merkle tree over each audit log, of what a checkpoint covers: docs/audit.md. A tile has up to 256 hashes: on level
-- 0 of records, on each level above of whole tiles of the level below. Only the last tile of a level is not full.
CREATE TABLE audit_tiles (
  log TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
  tile INTEGER NOT NULL CHECK (tile >= 0),
  hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0 AND length(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (log, level, tile)
) STRICT;

-- `note` is what was signed, with its signatures. Of those within one thousand records the newest is kept.
CREATE TABLE audit_checkpoints (
  log TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 1),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (log, size)
) STRICT;

-- What a vault signs its checkpoints with. `seed` and `wrapped_key` are ciphertext under the vault's own key:
-- docs/formats.md. The installation's log has its key from the root key.
CREATE TABLE checkpoint_keys (
  vault_id TEXT PRIMARY KEY REFERENCES vaults (id) ON DELETE CASCADE,
  seed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
