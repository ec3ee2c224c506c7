-- The chain: what happened, in order, each record bound to the one before it by its hash. Append only.
CREATE TABLE record (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  body    TEXT    NOT NULL,
  prev    TEXT    NOT NULL,
  hash    TEXT    NOT NULL
);
CREATE INDEX record_subject ON record (subject);
CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END;

-- The picture: the same facts as rows that can be searched. Every row can be made anew from the chain.
CREATE TABLE receipt (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,
  number INTEGER NOT NULL, shift INTEGER NOT NULL,
  fd INTEGER NOT NULL, fp TEXT NOT NULL, fn TEXT NOT NULL, serial TEXT NOT NULL,
  opened_at INTEGER NOT NULL, closed_at INTEGER NOT NULL,
  cashier TEXT NOT NULL, total INTEGER NOT NULL, change INTEGER NOT NULL,
  origin TEXT NOT NULL, intent TEXT NOT NULL, not_printed INTEGER NOT NULL
);
CREATE INDEX receipt_opened ON receipt (opened_at);
CREATE INDEX receipt_closed ON receipt (closed_at);
CREATE INDEX receipt_state ON receipt (state);
CREATE INDEX receipt_origin ON receipt (origin) WHERE origin <> '';

CREATE TABLE receipt_line (
  receipt_id TEXT NOT NULL REFERENCES receipt (id), n INTEGER NOT NULL, origin_n INTEGER NOT NULL,
  name TEXT NOT NULL, barcode TEXT NOT NULL, code TEXT NOT NULL, cis TEXT NOT NULL, gtin TEXT NOT NULL,
  product_group INTEGER NOT NULL, unit TEXT NOT NULL,
  price INTEGER NOT NULL, quantity INTEGER NOT NULL, discount INTEGER NOT NULL, sum INTEGER NOT NULL,
  vat TEXT NOT NULL, vat_sum INTEGER NOT NULL,
  check_id TEXT NOT NULL, tag1265 TEXT NOT NULL, approved TEXT NOT NULL,
  PRIMARY KEY (receipt_id, n)
);
CREATE INDEX receipt_line_cis ON receipt_line (cis) WHERE cis <> '';

CREATE TABLE payment (
  receipt_id TEXT NOT NULL REFERENCES receipt (id), n INTEGER NOT NULL, type TEXT NOT NULL, sum INTEGER NOT NULL,
  PRIMARY KEY (receipt_id, n)
);

CREATE TABLE check_log (
  id TEXT PRIMARY KEY, at INTEGER NOT NULL,
  cis TEXT NOT NULL, gtin TEXT NOT NULL, product_group INTEGER NOT NULL, name TEXT NOT NULL,
  decision TEXT NOT NULL, channel TEXT NOT NULL, offline INTEGER NOT NULL, emergency INTEGER NOT NULL, reason TEXT NOT NULL,
  elapsed_us INTEGER NOT NULL, verdict TEXT NOT NULL, raw TEXT NOT NULL,
  receipt_id TEXT NOT NULL, cashier TEXT NOT NULL, approved TEXT NOT NULL, approval TEXT NOT NULL
);
CREATE INDEX check_log_at ON check_log (at);
CREATE INDEX check_log_cis ON check_log (cis);

CREATE TABLE shift (
  fn TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL,
  opened_at INTEGER NOT NULL, closed_at INTEGER NOT NULL, open_fd INTEGER NOT NULL, close_fd INTEGER NOT NULL,
  opened_by TEXT NOT NULL, closed_by TEXT NOT NULL,
  PRIMARY KEY (fn, number)
);

CREATE TABLE cash_move (
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, sum INTEGER NOT NULL, shift INTEGER NOT NULL, cashier TEXT NOT NULL
);
CREATE INDEX cash_move_at ON cash_move (at);

-- Baskets that are not documents yet: they may change and vanish, so they are not part of the chain.
CREATE TABLE draft (id TEXT PRIMARY KEY, state TEXT NOT NULL, saved_at INTEGER NOT NULL, body TEXT NOT NULL);

CREATE TABLE person (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, pin TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL
);

CREATE TABLE product (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, search TEXT NOT NULL, price INTEGER NOT NULL,
  unit TEXT NOT NULL, vat TEXT NOT NULL, product_group INTEGER NOT NULL
);
CREATE INDEX product_code ON product (code) WHERE code <> '';
CREATE TABLE barcode (gtin TEXT PRIMARY KEY, barcode TEXT NOT NULL, product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX barcode_product ON barcode (product_id);

CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
