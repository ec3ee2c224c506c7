-- What the owner's logs and proofs look up: the line that a check allowed, checks of one receipt, and seals.
CREATE INDEX IF NOT EXISTS receipt_line_check ON receipt_line (check_id) WHERE check_id <> '';
CREATE INDEX IF NOT EXISTS check_log_receipt ON check_log (receipt_id) WHERE receipt_id <> '';
CREATE INDEX IF NOT EXISTS record_seal ON record (at) WHERE kind = 'seal';
-- The sums of a shift, asked after every receipt.
CREATE INDEX IF NOT EXISTS receipt_shift ON receipt (fn, shift);
