ALTER TABLE settings ADD COLUMN phone TEXT;
ALTER TABLE settings ADD COLUMN tax_number TEXT;
ALTER TABLE settings ADD COLUMN tip_presets TEXT NOT NULL DEFAULT '[150000,180000,200000]'; -- JSON: parts per million
ALTER TABLE settings ADD COLUMN cash_rounding INTEGER NOT NULL DEFAULT 0; -- cents
ALTER TABLE settings ADD COLUMN order_number_auto_reset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN kitchen_fire TEXT NOT NULL DEFAULT 'on_close';
ALTER TABLE settings ADD COLUMN session_hours INTEGER NOT NULL DEFAULT 12;
ALTER TABLE settings ADD COLUMN session_idle_hours INTEGER NOT NULL DEFAULT 8;
ALTER TABLE settings ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE category ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE mod_list ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE tax ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tax ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE item ADD COLUMN event_price INTEGER; -- cents; null: the regular price
ALTER TABLE item ADD COLUMN station_ids TEXT NOT NULL DEFAULT '[]'; -- JSON: names
ALTER TABLE item ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX item_by_name ON item (category_id, name COLLATE NOCASE);

CREATE TABLE discount_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  discount_group_id INTEGER GENERATED ALWAYS AS (id) VIRTUAL, -- the name that front ends know
  name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
ALTER TABLE discount ADD COLUMN group_id INTEGER REFERENCES discount_group;
ALTER TABLE discount ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- one row each: what there is once in a store
CREATE TABLE discount_settings (enabled INTEGER NOT NULL) STRICT;
INSERT INTO discount_settings VALUES (1);
CREATE TABLE card_fee (
  available INTEGER NOT NULL,
  percentage_amount INTEGER NOT NULL, -- parts per million
  min_fee INTEGER NOT NULL, -- cents
  max_percentage INTEGER, -- parts per million
  version INTEGER NOT NULL
) STRICT;
INSERT INTO card_fee VALUES (0, 0, 0, NULL, 1);
CREATE TABLE event_pricing (
  active INTEGER NOT NULL,
  schedule TEXT NOT NULL, -- JSON: weekdays with start and end
  next_switch_at TEXT,
  version INTEGER NOT NULL
) STRICT;
INSERT INTO event_pricing VALUES (0, '[]', NULL, 1);

-- what is or was sold out or counted down; `setting` says how often it was set
CREATE TABLE availability (
  item_id INTEGER PRIMARY KEY,
  sold_out INTEGER NOT NULL,
  sold_out_until TEXT,
  remaining INTEGER,
  setting INTEGER NOT NULL
) STRICT;

-- what orders said
CREATE TABLE number_reset (at TEXT NOT NULL) STRICT;
