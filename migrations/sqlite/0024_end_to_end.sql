-- Its versions are bundles that somebody sealed for machines; the server cannot read them.
ALTER TABLE secrets ADD COLUMN end_to_end INTEGER NOT NULL DEFAULT 0 CHECK (end_to_end IN (0, 1) AND (end_to_end = 0 OR kind = 1));
