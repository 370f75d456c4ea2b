-- Tickets that are begun, ready, bumped item by item, recalled and rushed; SQLite changes no CHECK
-- of a table that is there.
CREATE TABLE new_ticket (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL,
  station_id TEXT NOT NULL REFERENCES station,
  order_number INTEGER NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('new', 'in_progress', 'ready', 'bumped')),
  recalled INTEGER NOT NULL DEFAULT 0,
  rush INTEGER NOT NULL DEFAULT 0,
  customer_name TEXT,
  note TEXT,
  sent_at TEXT NOT NULL,
  scheduled_for TEXT,
  delivered_at TEXT,
  started_at TEXT,
  ready_at TEXT,
  bumped_at TEXT,
  bumped_by_item INTEGER, -- the line that was the last one, and bumped it
  original_position INTEGER NOT NULL, -- the id of the first ticket of what was sent with it
  items TEXT NOT NULL -- JSON: what to make
) STRICT;
INSERT INTO new_ticket (id, order_id, station_id, order_number, type, status, customer_name, note,
    sent_at, bumped_at, original_position, items)
  SELECT id, order_id, station_id, order_number, type, status, customer_name, note,
    sent_at, bumped_at, min(id) OVER (PARTITION BY order_id, order_version), items
  FROM ticket ORDER BY id;

-- Which version of an order a station was told, and on which ticket: never the same twice.
CREATE TABLE station_told (
  order_id INTEGER NOT NULL,
  station_id TEXT NOT NULL,
  order_version INTEGER NOT NULL,
  ticket_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, station_id, order_version)
) STRICT, WITHOUT ROWID;
INSERT INTO station_told SELECT order_id, station_id, order_version, id FROM ticket;

DROP TABLE ticket;
ALTER TABLE new_ticket RENAME TO ticket;
CREATE INDEX ticket_due ON ticket (station_id, original_position) WHERE status <> 'bumped';
CREATE INDEX ticket_bumped ON ticket (bumped_at) WHERE status = 'bumped';
CREATE INDEX ticket_by_order ON ticket (order_id);
