-- Machines that were revoked or swept. Nobody can ever authenticate under such an id again, so whoever still calls under
-- one guesses nothing. Whatever deletes the machine, this happens in its commit. `at` is when it was noticed; they are
-- forgotten some time after that.
CREATE TABLE gone_machines (
  id TEXT PRIMARY KEY,
  at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_machines_by_age ON gone_machines (at);
CREATE TRIGGER machines_are_remembered AFTER DELETE ON machines BEGIN
  INSERT INTO gone_machines (id) VALUES (old.id);
END;
