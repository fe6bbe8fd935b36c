-- Everything that Signet keeps. Times are Unix milliseconds unless a column says seconds; ids are text, as on the wire;
-- texts compare by their exact bytes, which is SQLite's default and PostgreSQL's COLLATE "C".
--
-- `seq` is the order of creation, by which lists come in pages. AUTOINCREMENT, so that a position is never given twice:
-- a cursor that points at a deleted row skips nothing.

-- Which migrations this database has. `sha256` is that of the file as it was applied.
CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000)
) STRICT;

-- One row. nonce_floor, in seconds, is the timestamp below which nonces have been forgotten; the trigger keeps it from
-- falling, since a request older than it could be a replay that nobody remembers.
CREATE TABLE installation (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  root_key_id TEXT NOT NULL,
  authz_generation INTEGER NOT NULL,
  nonce_floor INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER nonce_floor_never_falls BEFORE UPDATE OF nonce_floor ON installation
WHEN new.nonce_floor < old.nonce_floor
BEGIN
  SELECT RAISE(ABORT, 'the nonce floor never falls');
END;

CREATE TABLE key_slots (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  wrapped_root_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE vaults (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  authz_generation INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Fingerprints of every key that was ever enrolled, halves of hybrids too. They outlive their owners: a key that was
-- revoked stays revoked, and no key speaks for two identities. taken_at is for people, nothing is decided by it.
CREATE TABLE key_fingerprints (
  fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
  identity TEXT NOT NULL,
  taken_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fingerprints_stay_taken BEFORE DELETE ON key_fingerprints
BEGIN
  SELECT RAISE(ABORT, 'a fingerprint stays taken for ever');
END;

CREATE TABLE operators (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  root INTEGER NOT NULL CHECK (root IN (0, 1)),
  algorithm INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  key_epoch INTEGER NOT NULL,
  key_created_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- role: 1 auditor, 2 admin, 3 owner.
CREATE TABLE operator_roles (
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  operator_id TEXT NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
  role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),
  PRIMARY KEY (vault_id, operator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX operator_roles_by_operator ON operator_roles (operator_id);

-- `hash` is the SHA-256 of the token: whoever reads the database cannot enrol with it.
CREATE TABLE enrolment_tokens (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
  revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;
CREATE INDEX enrolment_tokens_by_vault ON enrolment_tokens (vault_id);

-- A vault with machines is not deleted by accident: no ON DELETE here.
CREATE TABLE machines (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  name TEXT NOT NULL,
  hostname TEXT NOT NULL,
  approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  proven INTEGER NOT NULL CHECK (proven IN (0, 1)),
  algorithm INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
  key_epoch INTEGER NOT NULL,
  key_created_at INTEGER NOT NULL,
  token_id TEXT REFERENCES enrolment_tokens (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  UNIQUE (vault_id, name)
) STRICT;
CREATE INDEX machines_by_vault ON machines (vault_id);
CREATE INDEX machines_by_token ON machines (token_id) WHERE token_id IS NOT NULL;

-- The last visit of an identity, and every address that an operator ever authenticated from. `identity` is the id of a
-- machine or of an operator, so there is no foreign key; whoever deletes one deletes these.
CREATE TABLE last_seen (
  identity TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  address TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE known_addresses (
  identity TEXT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (identity, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (vault_id, name)
) STRICT;
CREATE INDEX projects_by_vault ON projects (vault_id);

-- The newest generation is the one in use.
CREATE TABLE project_keys (
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 4294967295),
  wrapped BLOB NOT NULL,
  PRIMARY KEY (project_id, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  UNIQUE (machine_id, project_id)
) STRICT;
CREATE INDEX memberships_by_project ON memberships (project_id);

-- A deleted secret keeps its row and its versions until its project goes, and gives its name back at once. A project
-- with secrets cannot be deleted: no ON DELETE here. field_names: the names, one a line; NULL for a single value.
CREATE TABLE secrets (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  project_id TEXT NOT NULL REFERENCES projects (id),
  name TEXT NOT NULL,
  field_names TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX secrets_by_name ON secrets (project_id, name) WHERE deleted_at IS NULL;
CREATE INDEX secrets_by_project ON secrets (project_id, deleted_at);

-- `value` and `wrapped_key` are ciphertext: docs/formats.md.
CREATE TABLE secret_versions (
  secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  value BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (secret_id, version)
) STRICT;

-- kind: 1 read, 2 agent. The second foreign key says that only a member of the project can hold a grant, and takes its
-- grants away with the membership.
CREATE TABLE grants (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  machine_id TEXT NOT NULL,
  secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
  created_at INTEGER NOT NULL,
  UNIQUE (machine_id, secret_id),
  FOREIGN KEY (machine_id, project_id) REFERENCES memberships (machine_id, project_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX grants_by_secret ON grants (secret_id);

-- Time first and no other index: inserts append, cleanup cuts one end off, and a replay, whose timestamp is signed, always
-- meets its own row. `ts` is in seconds.
CREATE TABLE nonces (
  ts INTEGER NOT NULL,
  identity TEXT NOT NULL,
  nonce TEXT NOT NULL,
  PRIMARY KEY (ts, identity, nonce)
) STRICT, WITHOUT ROWID;

-- scope: 1 address, 2 identity. `newest` is the greatest of the other times: the row with the least goes first when the
-- table is full.
CREATE TABLE lockouts (
  scope INTEGER NOT NULL CHECK (scope IN (1, 2)),
  subject TEXT NOT NULL,
  failure_1 INTEGER NOT NULL,
  failure_2 INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  newest INTEGER NOT NULL,
  PRIMARY KEY (scope, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX lockouts_by_age ON lockouts (scope, newest);

-- Answers to writes that carried a request id, kept for a day. No foreign key: they outlive who asked.
CREATE TABLE requests (
  identity TEXT NOT NULL,
  request_id TEXT NOT NULL,
  body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
  status INTEGER NOT NULL,
  answer BLOB NOT NULL,
  shown_once INTEGER NOT NULL CHECK (shown_once IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (identity, request_id)
) STRICT;
CREATE INDEX requests_by_age ON requests (at);

-- `record` is the exact bytes that are hashed. The other columns repeat parts of it for queries; `log` is a vault id or
-- the installation's. No foreign keys: a log speaks of things that are gone or never were.
CREATE TABLE audit (
  log TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  machine_id TEXT NOT NULL,
  secret_id TEXT NOT NULL,
  address TEXT NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never changed');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never deleted');
END;
