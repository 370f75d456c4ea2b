-- What every service's file holds besides its own nouns.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened here, in order, each entry chained to the one before. Never pruned.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- How far another service's journal has taken effect here.
CREATE TABLE cursor (
  source TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers of writes that succeeded, so that the same key never takes effect twice.
CREATE TABLE answer (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  output TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Asynchronous work that was accepted: committed before anything leaves the process.
CREATE TABLE works (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  operation TEXT NOT NULL,
  input TEXT NOT NULL,
  caller TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('begun', 'done')),
  answer TEXT,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
  name TEXT PRIMARY KEY,
  detail TEXT NOT NULL,
  since TEXT NOT NULL,
  acknowledged_at TEXT
) STRICT, WITHOUT ROWID;
