-- Each try to let a card pay; written before anything is sent to Square.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they began
  attempt_id TEXT NOT NULL UNIQUE, -- Square's idempotency key and reference
  begun_by TEXT UNIQUE, -- the question that began it, so that a restart finds it
  tender_id INTEGER, -- null until orders has begun its part
  order_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL, -- money in cents
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  currency TEXT NOT NULL,
  location_id TEXT NOT NULL,
  request TEXT, -- what is sent for a token, to the letter; forgotten at the end
  autocomplete INTEGER NOT NULL, -- 0: Square holds the money until it is captured
  code TEXT,
  square_payment_id TEXT UNIQUE,
  card_brand TEXT,
  last4 TEXT,
  captured INTEGER NOT NULL DEFAULT 0,
  capture_at TEXT, -- when what is held is taken; null: nothing is held
  till TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  settled_at TEXT,
  resolution TEXT
) STRICT;
CREATE INDEX attempt_of_order ON attempt (order_id);
-- not unique: after a restored backup orders may give a number again
CREATE INDEX attempt_of_tender ON attempt (tender_id);
-- few at any time: what the reconciler looks for
CREATE INDEX attempt_open ON attempt (status) WHERE status IN ('created', 'sending', 'unknown');
CREATE INDEX attempt_held ON attempt (capture_at) WHERE capture_at IS NOT NULL;
CREATE INDEX attempt_ended ON attempt (settled_at) WHERE settled_at IS NOT NULL;

-- Money that Square took and no order accounts for, until an admin has looked at it.
CREATE TABLE unmatched_payment (
  square_payment_id TEXT PRIMARY KEY,
  attempt_id TEXT NOT NULL REFERENCES attempt (attempt_id),
  amount INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  code TEXT NOT NULL,
  state TEXT NOT NULL, -- open, kept, given_back
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unmatched_of_attempt ON unmatched_payment (attempt_id);
