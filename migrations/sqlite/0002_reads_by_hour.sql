-- How often a machine read, by hour, for people to look at: counted in memory, added here once a second. No foreign key:
-- the figures of a vault keep the machines that are gone. `hour`: Unix hours.
CREATE TABLE reads_by_hour (
  machine_id TEXT NOT NULL,
  hour INTEGER NOT NULL,
  vault_id TEXT NOT NULL,
  reads INTEGER NOT NULL CHECK (reads >= 1),
  PRIMARY KEY (machine_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX reads_by_hour_of_vault ON reads_by_hour (vault_id, hour);
CREATE INDEX reads_by_hour_by_age ON reads_by_hour (hour);
