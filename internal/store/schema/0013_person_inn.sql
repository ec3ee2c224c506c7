-- The taxpayer's number of a cashier (tag 1203), '' for who told none.
ALTER TABLE person ADD COLUMN inn TEXT NOT NULL DEFAULT '';
