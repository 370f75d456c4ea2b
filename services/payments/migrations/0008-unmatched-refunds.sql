-- Money that no order accounts for goes back as well: of a payment that only Square has.
CREATE TABLE card_refund_now (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  refund_id INTEGER, -- null: a payment of an open order was given back, or unmatched money
  payment_id INTEGER, -- null: unmatched money
  square_payment_id TEXT, -- of unmatched money alone; the others' is in the list of payments
  order_id INTEGER NOT NULL,
  amount INTEGER NOT NULL, -- money in cents, with fee and tip
  status TEXT NOT NULL CHECK (status IN ('requested', 'pending', 'completed', 'failed')),
  code TEXT, -- why not, or not yet
  request TEXT, -- JSON: what is sent, to the letter, however often
  square_refund_id TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at TEXT, -- when Square is asked next; null: never again
  requested_at TEXT NOT NULL, -- by orders, or by an admin
  settled_at TEXT,
  CHECK ((payment_id IS NULL) <> (square_payment_id IS NULL))
) STRICT;
INSERT INTO card_refund_now
  SELECT id, refund_id, payment_id, NULL, order_id, amount, status, code, request,
    square_refund_id, tries, next_at, requested_at, settled_at
  FROM card_refund;
DROP TABLE card_refund;
ALTER TABLE card_refund_now RENAME TO card_refund;
-- told again from an old journal it is there already; after a restored backup it is another one
CREATE UNIQUE INDEX card_refund_once
  ON card_refund (payment_id, coalesce(refund_id, 0), requested_at) WHERE payment_id IS NOT NULL;
-- one at a time: another one only after Square has refused the last one for good
CREATE UNIQUE INDEX card_refund_of_unmatched ON card_refund (square_payment_id)
  WHERE square_payment_id IS NOT NULL AND status <> 'failed';
CREATE INDEX card_refund_due ON card_refund (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX card_refund_of_order ON card_refund (order_id);
CREATE INDEX card_refund_at_square ON card_refund (square_refund_id)
  WHERE square_refund_id IS NOT NULL;
