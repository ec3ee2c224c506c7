-- What other systems must be told after a document: never lost, repeated until they took it. Work to do, not a fact of the shop, and so
-- not part of the chain.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, target TEXT NOT NULL, kind TEXT NOT NULL, cis TEXT NOT NULL, receipt_id TEXT NOT NULL,
  at INTEGER NOT NULL, tries INTEGER NOT NULL, trouble TEXT NOT NULL
);
CREATE INDEX outbox_target ON outbox (target, id);
