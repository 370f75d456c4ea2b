-- The connection with Square that an admin has put; one at most. The tokens are sealed with
-- AES-256-GCM, and the key is not on the stick.
CREATE TABLE square_credentials (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  environment TEXT NOT NULL,
  location_id TEXT NOT NULL,
  application_id TEXT,
  merchant_id TEXT NOT NULL,
  access_token BLOB NOT NULL,
  refresh_token BLOB,
  client_secret BLOB,
  expires_at TEXT,
  put_at TEXT NOT NULL,
  refreshed_at TEXT NOT NULL,
  revoked_code TEXT -- Square's word, once it does not accept them any more
) STRICT;

-- What Square has told by itself, so that a repeat is noticed.
CREATE TABLE square_event (
  event_id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  question_key TEXT NOT NULL UNIQUE, -- so that a pairing which a stop interrupted goes on
  square_key TEXT NOT NULL,
  name TEXT NOT NULL,
  code_id TEXT,
  code TEXT,
  status TEXT NOT NULL,
  device_id TEXT,
  pair_by TEXT,
  paired_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE terminal_checkout (
  attempt_id TEXT PRIMARY KEY,
  device_id TEXT NOT NULL,
  request TEXT NOT NULL, -- to the letter, for when it has to be sent again
  square_checkout_id TEXT,
  status TEXT NOT NULL,
  cancel_reason TEXT,
  created_at TEXT NOT NULL,
  settled_at TEXT
) STRICT, WITHOUT ROWID;
