-- The records up to `size` of a log were moved to a file. Their hashes stay, in audit_tiles.
CREATE TABLE audit_archives (
  log TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 1)
) STRICT;

DROP TRIGGER audit_is_never_deleted;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT size FROM audit_archives WHERE log = OLD.log), 0)
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never deleted');
END;
