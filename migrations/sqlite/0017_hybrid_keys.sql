-- A machine's key for sealing to it, as it published it last, with its own signature over it. signer_key is the request
-- key that signed, as it was then: a machine may have another one since.
CREATE TABLE hybrid_keys (
  machine_id TEXT PRIMARY KEY REFERENCES machines (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  public_key BLOB NOT NULL,
  fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  proof BLOB NOT NULL,
  signer_algorithm INTEGER NOT NULL,
  signer_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Of every key that was ever published. They outlive their machines: no key is published twice.
CREATE TABLE hybrid_key_fingerprints (
  fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
  machine_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hybrid_key_fingerprints_by_machine ON hybrid_key_fingerprints (machine_id, taken_at);
