-- The text of an old record may be packed, once, and nothing else of it may change: its hash is over the text as it was written.
DROP TRIGGER record_no_update;
CREATE TRIGGER record_no_update BEFORE UPDATE ON record
  WHEN NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.subject IS NOT OLD.subject OR NEW.prev IS NOT OLD.prev
    OR NEW.hash IS NOT OLD.hash OR typeof(OLD.body) <> 'text' OR typeof(NEW.body) <> 'blob'
  BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END;

-- Codes that were sold without an online answer and are asked again when the link is back. Work to do; what the operator then says is a
-- record of the chain.
CREATE TABLE later (
  check_id TEXT PRIMARY KEY, receipt_id TEXT NOT NULL, code TEXT NOT NULL, cis TEXT NOT NULL, name TEXT NOT NULL, product_group INTEGER NOT NULL,
  price INTEGER NOT NULL, sold_at INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL,
  asked_at INTEGER NOT NULL, reason TEXT NOT NULL, settled_by TEXT NOT NULL, settled_at INTEGER NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX later_state ON later (state, next_at);
