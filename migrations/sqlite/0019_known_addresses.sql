-- When an identity was last seen at an address: only the newest are kept.
ALTER TABLE known_addresses ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
