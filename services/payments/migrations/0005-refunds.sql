-- What orders gave back to a card, until Square has done it; written before anything is sent.
CREATE TABLE card_refund (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  refund_id INTEGER, -- null: a payment of an open order was given back
  payment_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  amount INTEGER NOT NULL, -- money in cents, with fee and tip
  status TEXT NOT NULL CHECK (status IN ('requested', 'pending', 'completed', 'failed')),
  code TEXT, -- why not, or not yet
  request TEXT, -- JSON: what is sent, to the letter, however often
  square_refund_id TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at TEXT, -- when Square is asked next; null: never again
  requested_at TEXT NOT NULL, -- by orders
  settled_at TEXT
) STRICT;
-- told again from an old journal it is there already; after a restored backup it is another one
CREATE UNIQUE INDEX card_refund_once
  ON card_refund (payment_id, coalesce(refund_id, 0), requested_at);
CREATE INDEX card_refund_due ON card_refund (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX card_refund_of_order ON card_refund (order_id);
CREATE INDEX card_refund_at_square ON card_refund (square_refund_id)
  WHERE square_refund_id IS NOT NULL;
