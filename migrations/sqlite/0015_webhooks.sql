-- Where a vault's events are sent, and the outbox of those still to be delivered.

-- `actions`: names with commas between, empty for all. `least`: the severity from which on. `sealed` and `wrapped_key`, the
-- signing secret, are ciphertext: docs/formats.md. Nothing is tried before next_at, which moves away with each failure.
-- `queued` counts the rows of the outbox, `dropped` the events that were given up since it was enabled.
CREATE TABLE webhooks (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  vault_id TEXT NOT NULL REFERENCES vaults (id),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  actions TEXT NOT NULL,
  least INTEGER NOT NULL CHECK (least BETWEEN 0 AND 4),
  sealed BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  failures INTEGER NOT NULL,
  delivered_at INTEGER,
  failed_at INTEGER,
  last_error TEXT,
  next_at INTEGER NOT NULL,
  queued INTEGER NOT NULL CHECK (queued >= 0),
  dropped INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhooks_by_vault ON webhooks (vault_id, seq);
CREATE INDEX webhooks_ready ON webhooks (next_at) WHERE enabled = 1 AND queued > 0;

CREATE TABLE webhook_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, seq);
