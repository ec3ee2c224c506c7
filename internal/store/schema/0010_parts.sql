-- Parts of a marked pack (tag 1291), and what the cashier wrote beside goods or under the receipt.
ALTER TABLE receipt_line ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt_line ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN note TEXT NOT NULL DEFAULT '';
