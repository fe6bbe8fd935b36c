-- Keys that a machine or an operator had before its present one. They stay: signatures of long ago are judged by them. A
-- former key is good until valid_until, which is replaced_at where the vault allows no overlap.
CREATE TABLE former_keys (
  identity TEXT NOT NULL,
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  algorithm INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  created_at INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL CHECK (valid_until >= replaced_at),
  PRIMARY KEY (identity, epoch)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER former_keys_stay BEFORE DELETE ON former_keys
BEGIN
  SELECT RAISE(ABORT, 'a former key stays on record');
END;

-- How long, in seconds, a key of the vault's machines stays good after it was replaced.
ALTER TABLE vaults ADD COLUMN key_overlap_s INTEGER NOT NULL DEFAULT 0 CHECK (key_overlap_s BETWEEN 0 AND 86400);
