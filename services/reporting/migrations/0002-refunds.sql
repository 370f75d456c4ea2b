-- What was given back on a day, and what cash was rounded by; a day may have only refunds.
CREATE TABLE business_day_new (
  date TEXT PRIMARY KEY,
  orders_count INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL, -- less the refunded goods
  tax INTEGER NOT NULL, -- less the refunded tax, and so on
  cash_sales INTEGER NOT NULL,
  card_sales INTEGER NOT NULL,
  card_fees INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL,
  sold INTEGER NOT NULL, -- net before refunds
  refunds INTEGER NOT NULL, -- goods and tax
  first_sale_at TEXT,
  last_sale_at TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO business_day_new
  SELECT date, orders_count, gross, net, tax, cash_sales, card_sales, card_fees, tips, 0, net, 0,
    first_sale_at, last_sale_at
  FROM business_day;
DROP TABLE business_day;
ALTER TABLE business_day_new RENAME TO business_day;
ALTER TABLE sale ADD COLUMN cash_rounding INTEGER NOT NULL DEFAULT 0;
