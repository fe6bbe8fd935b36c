-- A machine that takes values only sealed gets none in clear.
ALTER TABLE hybrid_keys ADD COLUMN sealed_only INTEGER NOT NULL DEFAULT 0 CHECK (sealed_only IN (0, 1));

-- What a vault signs sealed answers with. `seed` and `wrapped_key` are ciphertext under the vault's own key:
-- docs/formats.md.
CREATE TABLE response_keys (
  vault_id TEXT PRIMARY KEY REFERENCES vaults (id) ON DELETE CASCADE,
  public_key BLOB NOT NULL,
  seed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
