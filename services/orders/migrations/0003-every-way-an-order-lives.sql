-- Orders are held, voided, split, merged, paid in parts and refunded. Each table is made anew and
-- takes over what was there; children go first, so that no reference ever hangs.
CREATE TABLE orders_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_number INTEGER NOT NULL,
  number_shared INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  till TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (
    status IN ('open', 'closed', 'partially_refunded', 'refunded', 'voided')
  ),
  held INTEGER NOT NULL,
  version INTEGER NOT NULL,
  business_day TEXT, -- of the close
  customer_name TEXT,
  note TEXT,
  subtotal INTEGER NOT NULL, -- money in cents, here and below
  discount_total INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  tax_included INTEGER NOT NULL,
  taxes TEXT NOT NULL, -- JSON: what each rate came to
  tip_choice INTEGER,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  closed_at TEXT,
  voided_at TEXT,
  refunded_at TEXT
) STRICT;
INSERT INTO orders_new
  SELECT id, order_number, number_shared, staff_id, till, type, status, 0, version, business_day,
    customer_name, note, subtotal, discount_total, tax, tax_included, taxes, NULL, created_at,
    sent_at, closed_at, NULL, NULL
  FROM orders;

CREATE TABLE order_item_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders_new,
  item_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  voided_quantity INTEGER NOT NULL, -- a voided line has the quantity 0, and stays
  item_price INTEGER NOT NULL,
  mods_price INTEGER NOT NULL,
  total_price INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  note TEXT,
  taxes TEXT NOT NULL, -- JSON: the rates as they were when it was added, and its part of each
  sent TEXT -- JSON: quantity, modifiers and note as the kitchen knows them
) STRICT;
INSERT INTO order_item_new
  SELECT item.id, order_id, item_id, name, quantity, 0, item_price, mods_price, total_price,
    discount, item.tax, item.note, item.taxes,
    -- what was paid was sent with it
    CASE status WHEN 'closed'
      THEN json_object('quantity', quantity, 'modifiers', json('[]'), 'note', item.note) END
  FROM order_item AS item JOIN orders ON orders.id = order_id;

CREATE TABLE order_item_modifier_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_item_id INTEGER NOT NULL REFERENCES order_item_new,
  mod_id INTEGER NOT NULL,
  mod_name TEXT NOT NULL,
  mod_price INTEGER NOT NULL,
  quantity INTEGER NOT NULL
) STRICT;
INSERT INTO order_item_modifier_new SELECT * FROM order_item_modifier;

CREATE TABLE order_discount_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders_new,
  order_item_id INTEGER REFERENCES order_item_new, -- of one line, else of the order
  discount_id INTEGER, -- null: given free
  name TEXT NOT NULL,
  amount INTEGER NOT NULL, -- hundredths of a percent where is_percentage, else cents
  is_percentage INTEGER NOT NULL,
  fixed INTEGER, -- its part of what a split order had
  amount_applied INTEGER NOT NULL
) STRICT;
INSERT INTO order_discount_new
  SELECT id, order_id, NULL, discount_id, name, amount, is_percentage, NULL, amount_applied
  FROM order_discount;

CREATE TABLE payment_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders_new,
  method TEXT NOT NULL CHECK (method IN ('cash', 'card')),
  amount INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  cash_tendered INTEGER,
  change_due INTEGER,
  status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed', 'given_back')),
  attempt_id TEXT,
  square_payment_id TEXT,
  card_brand TEXT,
  last4 TEXT,
  till TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  tender_key TEXT, -- of which question it is a part, where a question may be taken up again
  card TEXT -- JSON, of a pending one: what the till said of the card
) STRICT;
INSERT INTO payment_new
  SELECT id, order_id, method, amount, card_fee, tip, 0, cash_tendered, change_due, 'completed',
    NULL, NULL, NULL, NULL, till, staff_id, created_at, NULL, NULL
  FROM payment;

-- one document a refund: what went back of each line, of each rate and to each payment
CREATE TABLE refund (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders_new,
  reason TEXT NOT NULL,
  amount INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  taxes TEXT NOT NULL, -- JSON
  items TEXT NOT NULL, -- JSON
  payments TEXT NOT NULL, -- JSON
  business_day TEXT NOT NULL,
  till TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- an id is never used again, not that of a line that was taken off either
DELETE FROM sqlite_sequence WHERE name LIKE '%_new';
INSERT INTO sqlite_sequence
  SELECT name || '_new', seq FROM sqlite_sequence
  WHERE name IN ('orders', 'order_item', 'order_item_modifier', 'order_discount', 'payment');

DROP TABLE payment;
DROP TABLE order_discount;
DROP TABLE order_item_modifier;
DROP TABLE order_item;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
ALTER TABLE order_item_new RENAME TO order_item;
ALTER TABLE order_item_modifier_new RENAME TO order_item_modifier;
ALTER TABLE order_discount_new RENAME TO order_discount;
ALTER TABLE payment_new RENAME TO payment;

CREATE INDEX open_order ON orders (order_number) WHERE status = 'open';
CREATE INDEX item_of_order ON order_item (order_id);
CREATE INDEX modifier_of_item ON order_item_modifier (order_item_id);
CREATE INDEX discount_of_order ON order_discount (order_id);
CREATE INDEX payment_of_order ON payment (order_id);
CREATE INDEX pending_payment ON payment (id) WHERE status = 'pending';
CREATE INDEX refund_of_order ON refund (order_id);
CREATE INDEX journal_of_order ON journal (body ->> '$.order_id') WHERE body ->> '$.order_id' > 0;

-- Finished orders by words and facts: one structure, written once an order, answers every mixture.
CREATE VIRTUAL TABLE order_search USING fts5 (
  words, facts, content = '', contentless_delete = 1, detail = column,
  tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
-- from which order to which a business day goes
CREATE TABLE day_span (
  business_day TEXT PRIMARY KEY,
  first_order_id INTEGER NOT NULL,
  last_order_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO order_search (rowid, words, facts)
  SELECT id,
    concat_ws(' ', customer_name, note,
      (SELECT group_concat(name, ' ') FROM order_item WHERE order_id = orders.id)),
    concat_ws(' ', 'status_' || status, 'order_number_' || order_number, 'staff_id_' || staff_id,
      'till_' || replace(till, '-', '_x'),
      'total_' || (subtotal - discount_total + tax - tax_included),
      (SELECT 'payment_method_' || min(method) FROM payment WHERE order_id = orders.id))
  FROM orders WHERE status <> 'open';
INSERT INTO day_span
  SELECT business_day, min(id), max(id) FROM orders
  WHERE business_day IS NOT NULL GROUP BY business_day;

-- when the numbers began anew, and the business day that they were last counted on
ALTER TABLE counter ADD COLUMN reset_at TEXT;
ALTER TABLE counter ADD COLUMN business_day TEXT;

-- numbers that guests still wait for: open tickets on the kitchen's screens
CREATE TABLE called_number (
  ticket_id INTEGER PRIMARY KEY,
  order_number INTEGER NOT NULL,
  sent_at TEXT NOT NULL
) STRICT;
CREATE INDEX called_by_number ON called_number (order_number);

-- who did what is told by name: everybody is heard of again
DROP TABLE person;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, available INTEGER NOT NULL) STRICT;
DELETE FROM cursor WHERE source = 'staff';
