CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_number INTEGER NOT NULL,
  number_shared INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  till TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  version INTEGER NOT NULL,
  business_day TEXT,
  customer_name TEXT,
  note TEXT,
  subtotal INTEGER NOT NULL, -- money in cents, here and below
  discount_total INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  tax_included INTEGER NOT NULL,
  taxes TEXT NOT NULL, -- JSON: what each rate came to
  created_at TEXT NOT NULL,
  sent_at TEXT,
  closed_at TEXT
) STRICT;
CREATE INDEX open_order ON orders (order_number) WHERE status = 'open';

CREATE TABLE order_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders,
  item_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  item_price INTEGER NOT NULL,
  mods_price INTEGER NOT NULL,
  total_price INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  note TEXT,
  taxes TEXT NOT NULL -- JSON: the rates as they were when the line was added
) STRICT;
CREATE INDEX item_of_order ON order_item (order_id);

CREATE TABLE order_item_modifier (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_item_id INTEGER NOT NULL REFERENCES order_item,
  mod_id INTEGER NOT NULL,
  mod_name TEXT NOT NULL,
  mod_price INTEGER NOT NULL,
  quantity INTEGER NOT NULL
) STRICT;
CREATE INDEX modifier_of_item ON order_item_modifier (order_item_id);

CREATE TABLE order_discount (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders,
  discount_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  amount INTEGER NOT NULL, -- hundredths of a percent where is_percentage, else cents
  is_percentage INTEGER NOT NULL,
  amount_applied INTEGER NOT NULL
) STRICT;
CREATE INDEX discount_of_order ON order_discount (order_id);

CREATE TABLE payment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders,
  method TEXT NOT NULL CHECK (method IN ('cash', 'card')),
  amount INTEGER NOT NULL,
  card_fee INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  cash_tendered INTEGER,
  change_due INTEGER,
  till TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX payment_of_order ON payment (order_id);

-- the next order number to try, 1 to 99
CREATE TABLE counter (next_number INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1);

-- the order that a till's guest sees: the one that changed last there
CREATE TABLE till (name TEXT PRIMARY KEY, order_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Projections: what catalog and staff announced, so that an order never waits for them.
CREATE TABLE menu_category (id INTEGER PRIMARY KEY, available INTEGER NOT NULL) STRICT;
CREATE TABLE menu_item (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category_id INTEGER NOT NULL,
  reg_price INTEGER NOT NULL,
  available INTEGER NOT NULL,
  mod_list_ids TEXT NOT NULL, -- JSON: ids
  tax_ids TEXT NOT NULL -- JSON: ids
) STRICT;
CREATE TABLE menu_mod_list (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  min_selections INTEGER NOT NULL,
  max_selections INTEGER NOT NULL,
  available INTEGER NOT NULL,
  mods TEXT NOT NULL -- JSON: the mods, prices in cents
) STRICT;
CREATE TABLE menu_tax (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  percentage INTEGER NOT NULL, -- parts per million
  inclusive INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;
CREATE TABLE menu_discount (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  amount INTEGER NOT NULL,
  is_percentage INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;
CREATE TABLE menu_settings (timezone TEXT NOT NULL, business_day_cutoff TEXT NOT NULL) STRICT;
CREATE TABLE person (id INTEGER PRIMARY KEY, available INTEGER NOT NULL) STRICT;
