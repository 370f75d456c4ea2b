-- What orders announced of the money that came in.
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL, -- money in cents
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_tendered INTEGER,
  change_due INTEGER,
  till TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  business_day TEXT -- of its order, once that is closed
) STRICT;
CREATE INDEX payment_of_order ON payment (order_id);
CREATE INDEX payment_of_day ON payment (business_day);
