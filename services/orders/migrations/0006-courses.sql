-- Lines that are fired together, and orders for later.
ALTER TABLE order_item ADD COLUMN course INTEGER;
ALTER TABLE orders ADD COLUMN scheduled_for TEXT;
