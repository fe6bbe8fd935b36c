-- The installation has a key of its own too, and a seed that it signs its checkpoints with: its `vault_id` is ''.
ALTER TABLE vault_keys RENAME TO vault_keys_before;
CREATE TABLE vault_keys (
  vault_id TEXT NOT NULL,
  generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 4294967295),
  wrapped BLOB NOT NULL,
  root_key_id TEXT NOT NULL,
  PRIMARY KEY (vault_id, generation)
) STRICT, WITHOUT ROWID;
INSERT INTO vault_keys SELECT vault_id, generation, wrapped, root_key_id FROM vault_keys_before;
DROP TABLE vault_keys_before;
CREATE INDEX vault_keys_by_root ON vault_keys (root_key_id);

ALTER TABLE checkpoint_keys RENAME TO checkpoint_keys_before;
CREATE TABLE checkpoint_keys (
  vault_id TEXT PRIMARY KEY,
  seed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO checkpoint_keys SELECT vault_id, seed, wrapped_key, created_at FROM checkpoint_keys_before;
DROP TABLE checkpoint_keys_before;

-- The installation's log was signed with a key that came from the root key. It is signed anew from its first record.
DELETE FROM audit_checkpoints WHERE log IN (SELECT id FROM installation);
DELETE FROM audit_tiles WHERE log IN (SELECT id FROM installation);
