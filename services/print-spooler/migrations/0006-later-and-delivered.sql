-- How the kitchen's screens are used; none: as the program has it at first.
CREATE TABLE kitchen_settings (
  settings TEXT NOT NULL -- JSON
) STRICT;

-- What was sent of orders for later; it stays when it hangs, so that nothing is heard twice.
CREATE TABLE waiting_order (
  order_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL, -- of the last send that was heard
  scheduled_for TEXT, -- null: it does not wait any more
  sent TEXT NOT NULL, -- JSON: all that waits, as one send
  actor TEXT NOT NULL -- JSON: who sent it last
) STRICT;
CREATE INDEX waiting_in_turn ON waiting_order (scheduled_for) WHERE scheduled_for IS NOT NULL;

-- Tickets of which no screen or printer has said so far that it has them.
CREATE TABLE delivery (
  ticket_id INTEGER PRIMARY KEY,
  station_id TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  missed_at TEXT, -- it was not there in time, and somebody was told
  job_id TEXT -- it is printed instead
) STRICT;

ALTER TABLE station ADD COLUMN backup_printer_id INTEGER REFERENCES printer;

-- Lines that a station was told on paper alone, because nothing hangs by itself.
CREATE TABLE told_on_paper (
  order_id INTEGER NOT NULL,
  station_id TEXT NOT NULL,
  order_item_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, station_id, order_item_id)
) STRICT, WITHOUT ROWID;
