-- Whether owners may have the values of a project out, all at once.
ALTER TABLE vaults ADD COLUMN export_allowed INTEGER NOT NULL DEFAULT 0 CHECK (export_allowed IN (0, 1));
