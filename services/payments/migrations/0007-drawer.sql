-- The cash drawers: each from its opening to its count, and all that moved cash in it.
CREATE TABLE drawer_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  till TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  opened_by_itself INTEGER NOT NULL,
  float INTEGER NOT NULL DEFAULT 0, -- money in cents; added up with each movement
  cash_sales INTEGER NOT NULL DEFAULT 0,
  cash_refunds INTEGER NOT NULL DEFAULT 0,
  pay_ins INTEGER NOT NULL DEFAULT 0,
  pay_outs INTEGER NOT NULL DEFAULT 0,
  no_sales INTEGER NOT NULL DEFAULT 0,
  counted INTEGER,
  opened_at TEXT NOT NULL,
  opened_by INTEGER,
  closed_at TEXT,
  closed_by INTEGER,
  closing_key TEXT -- of the question that closed it, which may be asked again after a restart
) STRICT;
CREATE UNIQUE INDEX open_drawer_of_till ON drawer_session (till) WHERE status = 'open';
CREATE UNIQUE INDEX drawer_closing ON drawer_session (closing_key) WHERE closing_key IS NOT NULL;

CREATE TABLE drawer_movement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id INTEGER NOT NULL REFERENCES drawer_session (id),
  kind TEXT NOT NULL,
  amount INTEGER NOT NULL,
  cash_tendered INTEGER,
  change_due INTEGER,
  reason TEXT,
  order_id INTEGER,
  payment_id INTEGER,
  refund_id INTEGER,
  staff_id INTEGER,
  at TEXT NOT NULL,
  announced TEXT -- the hash of orders' entry: each moves cash once, however often it is heard
) STRICT;
CREATE INDEX drawer_movement_of_session ON drawer_movement (session_id);
CREATE UNIQUE INDEX drawer_movement_once ON drawer_movement (announced)
WHERE announced IS NOT NULL;

-- A restaurant that has been selling before has counted that cash already: its drawers begin here.
INSERT INTO cursor SELECT 'orders drawer', seq, hash FROM cursor WHERE source = 'orders';
