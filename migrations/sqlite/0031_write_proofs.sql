-- Who asked for a change: what was signed, the signature and a salt, as ciphertext (docs/formats.md), for the records
-- from `first` to `last` of a log, which hold the digest of it. May be deleted; the log remains as it is.
CREATE TABLE write_proofs (
  log TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first >= 1),
  last INTEGER NOT NULL CHECK (last >= first),
  sealed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  PRIMARY KEY (log, first)
) STRICT;
