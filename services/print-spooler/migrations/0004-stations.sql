-- Stations as an admin sets them, and what the menu says of who makes an item.
ALTER TABLE station ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE station ADD COLUMN sort_order INTEGER NOT NULL DEFAULT 0;
ALTER TABLE station ADD COLUMN category_ids TEXT NOT NULL DEFAULT '[]'; -- JSON: ids
ALTER TABLE station ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0; -- exactly one
ALTER TABLE station ADD COLUMN is_expo INTEGER NOT NULL DEFAULT 0;
ALTER TABLE station ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0; -- its tickets still name it
UPDATE station SET name = 'Kitchen', is_default = 1 WHERE id = 'kitchen';

CREATE TABLE menu_item (
  id INTEGER PRIMARY KEY,
  category_id INTEGER NOT NULL,
  station_ids TEXT NOT NULL -- JSON: ids; none: its category says so
) STRICT;
-- the menu has to be heard from its beginning
DELETE FROM cursor WHERE source = 'catalog';
