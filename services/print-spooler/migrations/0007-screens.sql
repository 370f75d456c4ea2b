-- Screens that have introduced themselves, and what each is for once it is approved.
CREATE TABLE screen (
  screen_id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE, -- SHA-256 of what only the screen knows
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved')),
  code TEXT UNIQUE, -- until it is approved
  till TEXT,
  stations TEXT NOT NULL, -- JSON: ids
  registered_at TEXT NOT NULL,
  approved_at TEXT,
  seen_at TEXT
) STRICT;

-- What a display offers; of settings from before it was kept here, what holds at first.
ALTER TABLE settings ADD COLUMN tip_presets TEXT NOT NULL DEFAULT '[150000,180000,200000]'; -- JSON
-- the settings have to be heard once more
DELETE FROM cursor WHERE source = 'catalog';
