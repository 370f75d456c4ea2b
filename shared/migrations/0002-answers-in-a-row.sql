-- A table without rowids compares whole rows at every search, and here the rows are long: finding
-- a key read ten answers, and adding one moved its neighbors about. Now they stand in the order in
-- which they were given, with an index of the keys; what is looked through to forget them, first.
ALTER TABLE answer RENAME TO answer_before;
CREATE TABLE answer (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  output TEXT NOT NULL
) STRICT;
INSERT INTO answer SELECT key, fingerprint, expires_at, output FROM answer_before;
DROP TABLE answer_before;
