-- Single-use packages of a machine's keys, opaque to the server, handed out in the order of `seq`. What is handed out is
-- deleted here in the same transaction that writes it below.
CREATE TABLE key_packages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
  package BLOB NOT NULL CHECK (length(package) BETWEEN 1 AND 1048576),
  created_at INTEGER NOT NULL,
  UNIQUE (machine_id, fingerprint)
) STRICT;
CREATE INDEX key_packages_by_machine ON key_packages (machine_id, seq);

-- What was handed out stays known as long as its machine: it is never taken in again. `taken_by` is the id of a machine,
-- which may be gone since. `package` is there for some minutes if the taker may ask again under `request_id`.
CREATE TABLE key_package_handouts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
  taken_by TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  request_id TEXT,
  package BLOB,
  UNIQUE (machine_id, fingerprint)
) STRICT;
CREATE UNIQUE INDEX key_package_handouts_by_request ON key_package_handouts (taken_by, request_id)
  WHERE request_id IS NOT NULL;
CREATE INDEX key_package_handouts_by_taker ON key_package_handouts (taken_by, taken_at);
CREATE INDEX key_package_handouts_kept ON key_package_handouts (taken_at) WHERE package IS NOT NULL;
