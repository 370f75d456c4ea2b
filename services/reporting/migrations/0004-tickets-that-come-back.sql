-- A bump can be undone, or come again after a recall: tickets stay, with what the first bump took.
ALTER TABLE ticket ADD COLUMN took_ms INTEGER; -- none: not bumped, or that was undone
ALTER TABLE ticket ADD COLUMN is_done_again INTEGER NOT NULL DEFAULT 0; -- bumped after a recall
-- what was bumped so far was forgotten: all of it is folded anew
DELETE FROM ticket;
DELETE FROM kitchen_quarter;
DELETE FROM cursor WHERE source = 'print-spooler';
