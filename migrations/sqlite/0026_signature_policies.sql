-- By which keys requests must be signed. subject: the id of a vault, project or secret; signed_by: 1 machines,
-- 2 operators, who have a policy for the whole vault. `allowed`: identifiers of algorithms, a byte each; `pinned`:
-- fingerprints, 32 bytes each; NULL: any.
CREATE TABLE signature_policies (
  subject TEXT NOT NULL,
  signed_by INTEGER NOT NULL CHECK (signed_by IN (1, 2)),
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  min_level INTEGER NOT NULL CHECK (min_level BETWEEN 0 AND 5),
  allowed BLOB,
  max_key_age_s INTEGER CHECK (max_key_age_s > 0),
  pinned BLOB CHECK (length(pinned) % 32 = 0),
  families INTEGER NOT NULL CHECK (families BETWEEN 1 AND 3),
  PRIMARY KEY (subject, signed_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_policies_by_vault ON signature_policies (vault_id);

CREATE TRIGGER signature_policies_go_with_projects AFTER DELETE ON projects
BEGIN
  DELETE FROM signature_policies WHERE subject = old.id;
END;

CREATE TRIGGER signature_policies_go_with_secrets AFTER DELETE ON secrets
BEGIN
  DELETE FROM signature_policies WHERE subject = old.id;
END;
