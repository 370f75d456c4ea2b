-- Folded from the other services' journals; money in cents.
CREATE TABLE sale (
  order_id INTEGER PRIMARY KEY,
  business_day TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  cash_sales INTEGER NOT NULL,
  card_sales INTEGER NOT NULL,
  card_fees INTEGER NOT NULL,
  tips INTEGER NOT NULL
) STRICT;

-- The sales of a business day, summed as they come: a report costs the same after ten years.
CREATE TABLE business_day (
  date TEXT PRIMARY KEY,
  orders_count INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  cash_sales INTEGER NOT NULL,
  card_sales INTEGER NOT NULL,
  card_fees INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  first_sale_at TEXT NOT NULL,
  last_sale_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE open_order (order_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE store_terms (timezone TEXT NOT NULL, business_day_cutoff TEXT NOT NULL) STRICT;
