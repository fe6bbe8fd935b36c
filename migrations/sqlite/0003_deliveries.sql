-- The version of a secret that a machine was given last: what it has not seen yet is what differs from this. Kept when
-- a grant goes and comes back.
CREATE TABLE deliveries (
  machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
  secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (machine_id, secret_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_secret ON deliveries (secret_id);
