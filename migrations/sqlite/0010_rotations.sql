-- How a secret gets a generated value: on a schedule, or when its policy says so. interval_s and next_at are NULL
-- without a schedule. charset: 1 symbols, 2 alphanumeric, 3 numbers, 4 uuid. fields: those that get a generated value,
-- one a line; NULL for a single value.
CREATE TABLE rotations (
  secret_id TEXT PRIMARY KEY REFERENCES secrets (id) ON DELETE CASCADE,
  length INTEGER NOT NULL CHECK (length BETWEEN 1 AND 1024),
  charset INTEGER NOT NULL CHECK (charset BETWEEN 1 AND 4),
  fields TEXT,
  interval_s INTEGER CHECK (interval_s BETWEEN 300 AND 2592000),
  next_at INTEGER,
  last_at INTEGER,
  updated_at INTEGER NOT NULL,
  CHECK ((interval_s IS NULL) = (next_at IS NULL))
) STRICT;
CREATE INDEX rotations_by_due ON rotations (next_at) WHERE next_at IS NOT NULL;
