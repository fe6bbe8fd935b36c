-- After a restore nobody but root is let in until root has looked at who that is.

-- Machines that were enabled, which are disabled meanwhile; and operators, who may do nothing.
CREATE TABLE held_identities (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  identity TEXT NOT NULL UNIQUE
) STRICT;

-- Whoever enables a machine by hand has looked at it; who is gone need not be looked at.
CREATE TRIGGER enabled_machines_are_not_held AFTER UPDATE OF enabled ON machines WHEN new.enabled = 1 BEGIN
  DELETE FROM held_identities WHERE identity = new.id;
END;
CREATE TRIGGER gone_machines_are_not_held AFTER DELETE ON machines BEGIN
  DELETE FROM held_identities WHERE identity = old.id;
END;
CREATE TRIGGER gone_operators_are_not_held AFTER DELETE ON operators BEGIN
  DELETE FROM held_identities WHERE identity = old.id;
END;
