-- nobody knows whether the card was charged: no other charge until somebody does
ALTER TABLE payment ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX payment_of_attempt ON payment (attempt_id) WHERE attempt_id IS NOT NULL;
-- the refund that Square would not make, undone by this one
ALTER TABLE refund ADD COLUMN reverses INTEGER REFERENCES refund;
