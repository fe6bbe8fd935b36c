-- kind: 1 standard, 2 managed (an agent changes its value elsewhere), 3 certificate (a read issues one), 4 canary.
ALTER TABLE secrets ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 4);
