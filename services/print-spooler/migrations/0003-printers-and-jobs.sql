-- Printers as an admin sets them, and how they were when they were last spoken to.
ALTER TABLE printer ADD COLUMN language TEXT NOT NULL DEFAULT 'escpos';
ALTER TABLE printer ADD COLUMN code_page TEXT NOT NULL DEFAULT 'WPC1252';
ALTER TABLE printer ADD COLUMN confirmation TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE printer ADD COLUMN receipts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE printer ADD COLUMN order_tickets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE printer ADD COLUMN order_numbers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE printer ADD COLUMN drawer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE printer ADD COLUMN stations TEXT NOT NULL DEFAULT '[]'; -- JSON: ids; none: all
ALTER TABLE printer ADD COLUMN tills TEXT NOT NULL DEFAULT '[]'; -- JSON: names; none: all
ALTER TABLE printer ADD COLUMN backup_printer_id INTEGER REFERENCES printer;
ALTER TABLE printer ADD COLUMN demo INTEGER NOT NULL DEFAULT 0; -- the demo's own: it follows the port
ALTER TABLE printer ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0; -- its jobs still name it
ALTER TABLE printer ADD COLUMN status TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE printer ADD COLUMN problem TEXT;
ALTER TABLE printer ADD COLUMN model_name TEXT;
ALTER TABLE printer ADD COLUMN confirms_by TEXT;
ALTER TABLE printer ADD COLUMN status_at TEXT;
UPDATE printer SET
  receipts = (SELECT count(*) FROM json_each(roles) WHERE value = 'receipt'),
  order_tickets = (SELECT count(*) FROM json_each(roles) WHERE value = 'order_ticket'),
  order_numbers = name = 'Demo printer',
  drawer = name = 'Demo printer',
  demo = name = 'Demo printer';
ALTER TABLE printer DROP COLUMN roles;

-- What is printed, when by itself and how often; none: as the program has it at first.
CREATE TABLE print_settings (
  settings TEXT NOT NULL -- JSON
) STRICT;

-- Jobs of more kinds, some of no order; SQLite changes no CHECK of a table that is there.
CREATE TABLE new_job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- a printer's jobs are printed in this order
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (
    kind IN ('receipt', 'order_ticket', 'order_number', 'report', 'text', 'test', 'drawer')
  ),
  order_id INTEGER,
  order_version INTEGER,
  order_number INTEGER,
  till TEXT,
  printer_id INTEGER NOT NULL REFERENCES printer,
  copy INTEGER NOT NULL,
  reprint INTEGER NOT NULL DEFAULT 0,
  reprint_of TEXT, -- when the first one was printed or made
  status TEXT NOT NULL CHECK (
    status IN ('queued', 'sending', 'awaiting_confirm', 'printed', 'unconfirmed', 'failed',
      'cancelled', 'held')
  ),
  attempts INTEGER NOT NULL,
  problem TEXT,
  backup_job_id TEXT, -- it was handed over as this job
  backup_from TEXT, -- the printer that should have printed it
  asked_key TEXT, -- the question that it came from
  created_at TEXT NOT NULL,
  queued_at TEXT NOT NULL, -- since when it waits; staff can have it wait anew
  expires_at TEXT, -- not begun by then: given up
  printed_at TEXT,
  document TEXT NOT NULL, -- JSON: what is laid out, money in cents
  UNIQUE (kind, order_id, order_version, printer_id, copy)
) STRICT;
INSERT INTO new_job (seq, id, kind, order_id, order_version, order_number, printer_id, copy,
    status, attempts, problem, created_at, queued_at, printed_at, document)
  SELECT seq, id, kind, order_id, order_version, order_number, printer_id, copy,
    status, attempts, problem, created_at, created_at, printed_at, document FROM job ORDER BY seq;
DROP TABLE job;
ALTER TABLE new_job RENAME TO job;
CREATE INDEX job_open ON job (printer_id, status, seq) WHERE status NOT IN ('printed', 'cancelled');
CREATE INDEX job_by_order ON job (order_id);
CREATE INDEX job_by_question ON job (asked_key) WHERE asked_key IS NOT NULL;
