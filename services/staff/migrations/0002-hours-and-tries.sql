ALTER TABLE staff ADD COLUMN hourly_rate INTEGER NOT NULL DEFAULT 0; -- cents

-- When a session was last said to be in use.
ALTER TABLE session ADD COLUMN active_at TEXT NOT NULL DEFAULT '';
UPDATE session SET active_at = started_at;
CREATE INDEX session_of_staff ON session (staff_id) WHERE ended_at IS NULL;

-- Wrong PINs by the address they came from; '*' is the whole house.
CREATE TABLE tries (
  address TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  since TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shift (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  staff_id INTEGER NOT NULL REFERENCES staff,
  business_day TEXT NOT NULL,
  clock_in TEXT NOT NULL,
  clock_out TEXT,
  hourly_rate INTEGER NOT NULL, -- cents, as at the clock-in
  mended_at TEXT
) STRICT;
CREATE UNIQUE INDEX one_open_shift ON shift (staff_id) WHERE clock_out IS NULL;
CREATE INDEX shift_of_staff ON shift (staff_id, clock_in);
CREATE INDEX shift_of_day ON shift (business_day);

CREATE TABLE shift_break (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shift_id INTEGER NOT NULL REFERENCES shift,
  break_start TEXT NOT NULL,
  break_end TEXT,
  paid INTEGER NOT NULL
) STRICT;
CREATE INDEX break_of_shift ON shift_break (shift_id);

-- What a shift was before each mending.
CREATE TABLE shift_before (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shift_id INTEGER NOT NULL REFERENCES shift,
  mended_at TEXT NOT NULL,
  mended_by INTEGER NOT NULL REFERENCES staff,
  reason TEXT NOT NULL,
  before TEXT NOT NULL -- JSON: the shift
) STRICT;

-- Folded from orders: what each sold on each business day.
CREATE TABLE staff_sale (
  staff_id INTEGER NOT NULL,
  business_day TEXT NOT NULL,
  net_sales INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  PRIMARY KEY (staff_id, business_day)
) STRICT, WITHOUT ROWID;

-- Folded from catalog: the store's terms that matter here.
CREATE TABLE store_terms (
  timezone TEXT NOT NULL,
  business_day_cutoff TEXT NOT NULL,
  session_hours INTEGER NOT NULL,
  session_idle_hours INTEGER NOT NULL
) STRICT;
