-- What the fiscal printer itself said of a code, beside the permit verdict.
ALTER TABLE receipt_line ADD COLUMN printer_check TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt_line ADD COLUMN no_code TEXT NOT NULL DEFAULT '';

-- Corrections, receipts without paper, and receipts whose fate a person decided.
ALTER TABLE receipt ADD COLUMN back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN electronic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN base TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
CREATE INDEX receipt_fd ON receipt (fd) WHERE fd > 0;

ALTER TABLE cash_move ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Money taken by a card terminal: on disk before the terminal is asked, so that no charge is forgotten or made twice.
CREATE TABLE charge (
  id TEXT PRIMARY KEY, receipt_id TEXT NOT NULL, sum INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
  slip TEXT NOT NULL, trouble TEXT NOT NULL
);
CREATE INDEX charge_receipt ON charge (receipt_id);
CREATE INDEX charge_state ON charge (state);
