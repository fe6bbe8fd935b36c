-- public_key: what another root key can be sealed to while nobody is there who opens the slot. NULL: the slot was made by
-- an older program, and its key was not there since. parameters: of passphrases and shares, docs/formats.md.
ALTER TABLE key_slots ADD COLUMN public_key BLOB;
ALTER TABLE key_slots ADD COLUMN parameters BLOB NOT NULL DEFAULT x'';

-- Which root key wraps it; empty: an older program wrote it and nobody looked.
ALTER TABLE project_keys ADD COLUMN root_key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE vault_keys ADD COLUMN root_key_id TEXT NOT NULL DEFAULT '';
CREATE INDEX project_keys_by_root ON project_keys (root_key_id);
CREATE INDEX vault_keys_by_root ON vault_keys (root_key_id);

-- Root keys that were replaced, each wrapped by the one after it, while something is wrapped by them.
CREATE TABLE former_root_keys (
  id TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL,
  replaced_at INTEGER NOT NULL
) STRICT;

-- Projects with data keys that a former generation wraps, or that were not looked at since; `total` of them at the start.
CREATE TABLE project_key_rotations (
  project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  total INTEGER NOT NULL,
  started_at INTEGER NOT NULL
) STRICT;
