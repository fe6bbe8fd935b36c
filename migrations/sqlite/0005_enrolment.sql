-- Tokens that enrol many machines at once approved, and machines whose life ends.

-- kind: 1 bootstrap (once, pending), 2 enrolment (many times, approved at once, the machine is swept when it expires),
-- 3 temporary (once, pending, the machine is disabled when it expires). `networks`: one a line. `machine_life` in
-- milliseconds.
ALTER TABLE enrolment_tokens ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 3);
ALTER TABLE enrolment_tokens ADD COLUMN name TEXT;
ALTER TABLE enrolment_tokens ADD COLUMN description TEXT;
ALTER TABLE enrolment_tokens ADD COLUMN uses INTEGER NOT NULL DEFAULT 1 CHECK (uses >= 1);
ALTER TABLE enrolment_tokens ADD COLUMN machine_life INTEGER CHECK (machine_life > 0);
ALTER TABLE enrolment_tokens ADD COLUMN networks TEXT;
ALTER TABLE enrolment_tokens ADD COLUMN hostname_pattern TEXT;
ALTER TABLE enrolment_tokens ADD COLUMN name_template TEXT;

-- What a token hands out. A secret in the trash is not handed out while it is there.
CREATE TABLE enrolment_token_projects (
  token_id TEXT NOT NULL REFERENCES enrolment_tokens (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  PRIMARY KEY (token_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_token_projects_by_project ON enrolment_token_projects (project_id);

CREATE TABLE enrolment_token_secrets (
  token_id TEXT NOT NULL REFERENCES enrolment_tokens (id) ON DELETE CASCADE,
  secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
  PRIMARY KEY (token_id, secret_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_token_secrets_by_secret ON enrolment_token_secrets (secret_id);

-- kind: that of the token it enrolled with.
ALTER TABLE machines ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 3);
CREATE INDEX machines_by_expiry ON machines (expires_at) WHERE expires_at IS NOT NULL;
