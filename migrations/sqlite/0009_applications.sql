-- An application is a group of projects that was made with them: they come and go with it.
CREATE TABLE applications (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (vault_id, name)
) STRICT;
CREATE INDEX applications_by_vault ON applications (vault_id);

-- NULL: a project by itself. Never changed.
ALTER TABLE projects ADD COLUMN application_id TEXT REFERENCES applications (id);
CREATE INDEX projects_by_application ON projects (application_id) WHERE application_id IS NOT NULL;
