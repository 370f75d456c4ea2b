ALTER TABLE menu_item ADD COLUMN event_price INTEGER; -- cents; null: the regular price
ALTER TABLE menu_discount ADD COLUMN group_id INTEGER;
ALTER TABLE menu_settings ADD COLUMN cash_rounding INTEGER NOT NULL DEFAULT 0; -- cents
ALTER TABLE menu_settings ADD COLUMN order_number_auto_reset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE menu_settings ADD COLUMN kitchen_fire TEXT NOT NULL DEFAULT 'on_close';

-- Projections, too
CREATE TABLE menu_discount_group (id INTEGER PRIMARY KEY, available INTEGER NOT NULL) STRICT;
-- what is switched: event pricing (off at first) and discounts (on at first)
CREATE TABLE menu_switch (name TEXT PRIMARY KEY, is_on INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE menu_card_fee (
  available INTEGER NOT NULL,
  percentage_amount INTEGER NOT NULL, -- parts per million
  min_fee INTEGER NOT NULL, -- cents
  max_percentage INTEGER -- parts per million
) STRICT;

-- What is sold out or counted down. Not a projection: catalog says where a count begins, and
-- orders alone takes from it.
CREATE TABLE portion (
  item_id INTEGER PRIMARY KEY,
  sold_out INTEGER NOT NULL,
  sold_out_until TEXT,
  remaining INTEGER,
  setting INTEGER NOT NULL
) STRICT;
