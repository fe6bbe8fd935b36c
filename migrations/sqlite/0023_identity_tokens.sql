-- What a vault signs identity tokens with. The one that signs has its seed, ciphertext under the vault's own key
-- (docs/formats.md), and no listed_until; one that was replaced has lost the seed and is shown until then, so that the
-- tokens it signed last can still be verified.
CREATE TABLE issuer_keys (
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  public_key BLOB NOT NULL,
  seed BLOB,
  wrapped_key BLOB,
  created_at INTEGER NOT NULL,
  listed_until INTEGER,
  PRIMARY KEY (vault_id, epoch),
  CHECK ((seed IS NULL) = (listed_until IS NOT NULL) AND (seed IS NULL) = (wrapped_key IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX issuer_keys_that_sign ON issuer_keys (vault_id) WHERE listed_until IS NULL;

-- For whom a machine may have tokens: nobody, unless somebody said so.
CREATE TABLE machine_audiences (
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  audience TEXT NOT NULL,
  PRIMARY KEY (machine_id, audience)
) STRICT, WITHOUT ROWID;
