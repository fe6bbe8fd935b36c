-- The nonces of a commit are one row, which is appended; whether one is spent the writer knows from memory, where all of
-- them are. `newest` is the greatest timestamp among them, in Unix seconds; `entries` has a line for each: its owner, a
-- space, and the nonce.
CREATE TABLE spent_nonces (
  seq INTEGER PRIMARY KEY,
  newest INTEGER NOT NULL,
  entries TEXT NOT NULL
) STRICT;
INSERT INTO spent_nonces (newest, entries)
  SELECT ts, group_concat(identity || ' ' || nonce || char(10), '') FROM nonces GROUP BY ts ORDER BY ts;
DROP TABLE nonces;
