-- Payments may be by card, rounded, or given back while the order is still open.
ALTER TABLE payment ADD COLUMN cash_rounding INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN status TEXT NOT NULL DEFAULT 'completed';
ALTER TABLE payment ADD COLUMN attempt_id TEXT;
ALTER TABLE payment ADD COLUMN square_payment_id TEXT;
ALTER TABLE payment ADD COLUMN card_brand TEXT;
ALTER TABLE payment ADD COLUMN last4 TEXT;
