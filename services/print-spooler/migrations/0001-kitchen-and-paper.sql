-- The store's terms as the catalog last announced them; one row.
CREATE TABLE settings (
  store_name TEXT NOT NULL,
  address_lines TEXT NOT NULL, -- JSON: texts
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL,
  business_day_cutoff TEXT NOT NULL,
  receipt_header TEXT NOT NULL, -- JSON: texts
  receipt_footer TEXT NOT NULL -- JSON: texts
) STRICT;

CREATE TABLE station (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
-- what nobody has routed elsewhere is made here
INSERT INTO station (id) VALUES ('kitchen');

-- What a station was told to make; an order sent once more has another version.
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL,
  order_version INTEGER NOT NULL,
  station_id TEXT NOT NULL REFERENCES station,
  order_number INTEGER NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('new', 'bumped')),
  customer_name TEXT,
  note TEXT,
  sent_at TEXT NOT NULL,
  bumped_at TEXT,
  items TEXT NOT NULL, -- JSON: what to make
  UNIQUE (order_id, station_id, order_version)
) STRICT;
CREATE INDEX ticket_due ON ticket (station_id, id) WHERE status = 'new';

CREATE TABLE printer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  columns INTEGER NOT NULL, -- characters of normal size in a line
  roles TEXT NOT NULL -- JSON: the kinds of job it prints
) STRICT;

CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- a printer's jobs are printed in this order
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('receipt', 'order_ticket')),
  order_id INTEGER NOT NULL,
  order_version INTEGER NOT NULL,
  order_number INTEGER NOT NULL,
  printer_id INTEGER NOT NULL REFERENCES printer,
  copy INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (
    status IN ('queued', 'sending', 'awaiting_confirm', 'printed', 'unconfirmed', 'held')
  ),
  attempts INTEGER NOT NULL,
  problem TEXT,
  created_at TEXT NOT NULL,
  printed_at TEXT,
  document TEXT NOT NULL, -- JSON: the order as it was announced, money in cents
  UNIQUE (kind, order_id, order_version, printer_id, copy)
) STRICT;
CREATE INDEX job_unsettled ON job (status, seq) WHERE status <> 'printed';
CREATE INDEX job_by_order ON job (order_id);
