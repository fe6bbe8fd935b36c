-- Reads must be sealed to the machine.
ALTER TABLE access_policies ADD COLUMN sealed_enabled INTEGER NOT NULL DEFAULT 0 CHECK (sealed_enabled IN (0, 1));
