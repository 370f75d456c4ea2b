CREATE TABLE settings (
  store_name TEXT NOT NULL,
  address_lines TEXT NOT NULL, -- JSON: texts
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL,
  business_day_cutoff TEXT NOT NULL,
  receipt_header TEXT NOT NULL, -- JSON: texts
  receipt_footer TEXT NOT NULL -- JSON: texts
) STRICT;

CREATE TABLE category (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;
-- category ids are six digits: the next one is 100000
INSERT INTO sqlite_sequence (name, seq) VALUES ('category', 99999);

CREATE TABLE tax (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  percentage INTEGER NOT NULL, -- parts per million
  inclusive INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;

CREATE TABLE discount (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  amount INTEGER NOT NULL, -- hundredths of a percent where is_percentage, else cents
  is_percentage INTEGER NOT NULL,
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;

CREATE TABLE mod_list (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  min_selections INTEGER NOT NULL,
  max_selections INTEGER NOT NULL,
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;

CREATE TABLE mod (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mod_list_id INTEGER NOT NULL REFERENCES mod_list,
  name TEXT NOT NULL,
  mod_price INTEGER NOT NULL, -- cents
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL
) STRICT;
CREATE INDEX mod_by_list ON mod (mod_list_id);

CREATE TABLE item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  category_id INTEGER NOT NULL REFERENCES category,
  reg_price INTEGER NOT NULL, -- cents
  sort_order INTEGER NOT NULL,
  available INTEGER NOT NULL,
  mod_list_ids TEXT NOT NULL, -- JSON: ids, in the order in which a till asks
  tax_ids TEXT NOT NULL -- JSON: ids
) STRICT;
CREATE INDEX item_by_category ON item (category_id);
