-- On the receipt, under the address and under the heading.
ALTER TABLE settings ADD COLUMN phone TEXT;
ALTER TABLE settings ADD COLUMN tax_number TEXT;
