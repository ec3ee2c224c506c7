-- Conditions of a sale that belong to one product: leftovers without a code, the buyer's age, hours of sale.
ALTER TABLE product ADD COLUMN unmarked_until TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN unmarked_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN age INTEGER NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN hours TEXT NOT NULL DEFAULT '';
