-- When a grant holds.

-- networks: one a line. The days of a window are bits, Monday the lowest; its start and end are minutes of a day, its zone
-- a name of the IANA database. co_sign_machine_id has no foreign key: a policy that names a machine which is gone lets
-- nobody in until it is changed.
CREATE TABLE access_policies (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  time_window_enabled INTEGER NOT NULL CHECK (time_window_enabled IN (0, 1)),
  window_start INTEGER,
  window_end INTEGER,
  window_zone TEXT,
  window_days INTEGER,
  ip_allowlist_enabled INTEGER NOT NULL CHECK (ip_allowlist_enabled IN (0, 1)),
  networks TEXT NOT NULL,
  rate_cap_enabled INTEGER NOT NULL CHECK (rate_cap_enabled IN (0, 1)),
  max_reads_per_day INTEGER,
  max_reads_per_minute INTEGER,
  co_sign_enabled INTEGER NOT NULL CHECK (co_sign_enabled IN (0, 1)),
  co_sign_machine_id TEXT,
  co_sign_window_s INTEGER,
  expires_at INTEGER,
  max_reads INTEGER,
  rotate_after_reads INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;
CREATE INDEX access_policies_by_project ON access_policies (project_id);

-- A secret in the trash stays bound: it must not come back without its policy.
ALTER TABLE secrets ADD COLUMN policy_id TEXT REFERENCES access_policies (id);
CREATE INDEX secrets_by_policy ON secrets (policy_id) WHERE policy_id IS NOT NULL;

-- Reads since the secret was bound. `minute` and `day` are counted from 1970 in UTC.
CREATE TABLE policy_counts (
  secret_id TEXT PRIMARY KEY REFERENCES secrets (id) ON DELETE CASCADE,
  minute INTEGER NOT NULL,
  in_minute INTEGER NOT NULL,
  day INTEGER NOT NULL,
  in_day INTEGER NOT NULL,
  reads INTEGER NOT NULL,
  since_rotation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A machine's signature for one read of a secret by another machine.
CREATE TABLE co_signatures (
  secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (secret_id, machine_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX co_signatures_by_machine ON co_signatures (machine_id);
