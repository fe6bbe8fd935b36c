-- Under the root key, over what is sealed to: docs/formats.md. Empty: an older program made the slot.
ALTER TABLE key_slots ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
