-- Facts, and their sums per business day: all of it is folded anew from the others' journals.
-- A row that belongs to a day has the day first in its key: what is written today lies together, so
-- an order changes few pages of the stick, and a day is read from its pages without an index.
DROP TABLE sale;
DROP TABLE business_day;
DROP TABLE open_order;
DELETE FROM cursor;

-- facts of orders; money in cents, instants in milliseconds since 1970

-- `late_of` is the sealed day that a late fact belongs to: it counts on the day of its row
CREATE TABLE sale (
  business_day TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  closed_ms INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  late_of TEXT,
  PRIMARY KEY (business_day, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
  business_day TEXT NOT NULL,
  payment_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  PRIMARY KEY (business_day, payment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refund (
  business_day TEXT NOT NULL,
  refund_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  original_business_day TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  late_of TEXT,
  PRIMARY KEY (business_day, refund_id)
) STRICT, WITHOUT ROWID;

-- a tip that was changed after its order was closed; `seq` is that of the journal's entry
CREATE TABLE tip_change (
  business_day TEXT NOT NULL,
  seq INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  payment_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL,
  late_of TEXT,
  PRIMARY KEY (business_day, seq)
) STRICT, WITHOUT ROWID;

-- never sold; what it would have brought in
CREATE TABLE voided (
  business_day TEXT NOT NULL,
  seq INTEGER NOT NULL,
  order_item_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  made INTEGER,
  late_of TEXT,
  PRIMARY KEY (business_day, seq, order_item_id)
) STRICT, WITHOUT ROWID;

-- what was given free of an order, a part of its discounts
CREATE TABLE comp (
  business_day TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (business_day, order_id)
) STRICT, WITHOUT ROWID;

-- a refund names lines only: here is what they were
CREATE TABLE line (
  order_item_id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  net INTEGER NOT NULL
) STRICT;

CREATE TABLE open_order (order_id INTEGER PRIMARY KEY, order_number INTEGER NOT NULL) STRICT;

-- money that came in for orders that are still open; `pending`: nobody knows yet
CREATE TABLE deposit (
  payment_id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL,
  pending INTEGER NOT NULL
) STRICT;

-- what items, modifiers, discounts and taxes were called when they were sold last
CREATE TABLE called (
  kind TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- sums of orders' facts

CREATE TABLE business_day (
  date TEXT PRIMARY KEY,
  orders_count INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  sold INTEGER NOT NULL, -- net before refunds
  returned INTEGER NOT NULL, -- goods of refunds
  tax INTEGER NOT NULL, -- less the refunded tax, and so on
  cash_sales INTEGER NOT NULL,
  card_sales INTEGER NOT NULL,
  card_fees INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  refunds INTEGER NOT NULL, -- goods and tax, as they were paid out
  voids INTEGER NOT NULL,
  comps INTEGER NOT NULL,
  late_entries INTEGER NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE item_day (
  business_day TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  sold INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  quantity_returned INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  PRIMARY KEY (business_day, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE modifier_day (
  business_day TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  mod_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (business_day, item_id, mod_id)
) STRICT, WITHOUT ROWID;

-- quarters of an hour since 1970: whole in every zone, so that no zone is folded in
CREATE TABLE hour_day (
  business_day TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  orders_count INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  sold INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  PRIMARY KEY (business_day, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_day (
  business_day TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  orders_count INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  sold INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  PRIMARY KEY (business_day, staff_id)
) STRICT, WITHOUT ROWID;

-- 0: given free
CREATE TABLE discount_day (
  business_day TEXT NOT NULL,
  discount_id INTEGER NOT NULL,
  times INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (business_day, discount_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tax_day (
  business_day TEXT NOT NULL,
  tax_id INTEGER NOT NULL,
  percentage INTEGER NOT NULL, -- parts per million
  inclusive INTEGER NOT NULL,
  taxable INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  PRIMARY KEY (business_day, tax_id, percentage, inclusive)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender_day (
  business_day TEXT NOT NULL,
  method TEXT NOT NULL,
  payments_count INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  refunds_count INTEGER NOT NULL,
  refunded INTEGER NOT NULL, -- all that went back: fee, tip and rounding too
  moved INTEGER NOT NULL, -- what was handed over less change, and less what went back
  PRIMARY KEY (business_day, method)
) STRICT, WITHOUT ROWID;

-- of the kitchen: a ticket that hangs, and those that were bumped by the quarter they were sent in
CREATE TABLE ticket (
  ticket_id INTEGER PRIMARY KEY,
  station_id TEXT NOT NULL,
  sent_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE kitchen_quarter (
  quarter INTEGER NOT NULL,
  station_id TEXT NOT NULL,
  tickets INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  longest_ms INTEGER NOT NULL,
  PRIMARY KEY (quarter, station_id)
) STRICT, WITHOUT ROWID;

-- of staff
CREATE TABLE person (staff_id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE shift (
  shift_id INTEGER PRIMARY KEY,
  business_day TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  clock_in TEXT NOT NULL,
  clock_out TEXT,
  breaks TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX shift_of_day ON shift (business_day);
CREATE INDEX shift_running ON shift (staff_id) WHERE clock_out IS NULL;

-- of catalog: where an item stands in the menu; what is deleted stays as it was
CREATE TABLE menu_item (item_id INTEGER PRIMARY KEY, category_id INTEGER NOT NULL) STRICT;
CREATE TABLE category (category_id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

-- of payments
CREATE TABLE unmatched (
  attempt_id TEXT PRIMARY KEY,
  order_id INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drawer (
  session_id INTEGER PRIMARY KEY,
  till TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  float INTEGER NOT NULL,
  cash_sales INTEGER NOT NULL,
  cash_refunds INTEGER NOT NULL,
  pay_ins INTEGER NOT NULL,
  pay_outs INTEGER NOT NULL,
  no_sales INTEGER NOT NULL,
  expected INTEGER,
  counted INTEGER,
  over_short INTEGER
) STRICT;
CREATE INDEX drawer_by_time ON drawer (opened_at);

-- The Z reports: made here, never changed. `orders_seq` and the like: up to which entry of each
-- journal the day counts; what comes later lands in the next day.
CREATE TABLE z_report (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  business_day TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  orders_seq INTEGER NOT NULL,
  closed_at TEXT NOT NULL,
  content TEXT NOT NULL -- JSON, as it is answered
) STRICT;
CREATE INDEX z_report_by_entry ON z_report (orders_seq);
CREATE TRIGGER z_report_stays BEFORE UPDATE ON z_report
  BEGIN SELECT raise(ABORT, 'a Z report is never changed'); END;
CREATE TRIGGER z_report_is_kept BEFORE DELETE ON z_report
  BEGIN SELECT raise(ABORT, 'a Z report is never deleted'); END;
