-- What the owner's screens read: narrow rows of what was sold, and sums by day. They are made by triggers in the very change that makes the
-- fact, and can be made anew (between the marks below); nothing else stands on them. Days are those of UTC: a span in the shop's zone is whole days and
-- two ends that are counted from the rows.
ALTER TABLE receipt ADD COLUMN cash INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN card INTEGER NOT NULL DEFAULT 0;
UPDATE receipt SET
  cash = (SELECT coalesce(sum(p.sum), 0) FROM payment p WHERE p.receipt_id = receipt.id AND p.type = 'cash'),
  card = (SELECT coalesce(sum(p.sum), 0) FROM payment p WHERE p.receipt_id = receipt.id AND p.type = 'card');
CREATE INDEX receipt_span ON receipt (opened_at, state, kind, back, cashier, total, change, cash, card);
CREATE INDEX receipt_number ON receipt (number, opened_at) WHERE number > 0;

-- proof: 0 the line needed no check, 1 it was checked, 2 it was not. Where no check was due yet the verdict says so as an information only.
CREATE TABLE sold (
  at INTEGER NOT NULL, receipt_id TEXT NOT NULL, n INTEGER NOT NULL,
  product TEXT NOT NULL, product_group INTEGER NOT NULL, cashier TEXT NOT NULL, kind TEXT NOT NULL, back INTEGER NOT NULL, state TEXT NOT NULL,
  proof INTEGER NOT NULL, sum INTEGER NOT NULL,
  PRIMARY KEY (at, receipt_id, n)
) WITHOUT ROWID;
CREATE INDEX sold_product ON sold (product, at, cashier, kind, state, proof, back, sum, product_group);
CREATE TABLE sold_day (
  day INTEGER NOT NULL, product_group INTEGER NOT NULL, cashier TEXT NOT NULL, kind TEXT NOT NULL, back INTEGER NOT NULL, state TEXT NOT NULL,
  proof INTEGER NOT NULL, lines INTEGER NOT NULL, sum INTEGER NOT NULL,
  PRIMARY KEY (day, product_group, cashier, kind, back, state, proof)
) WITHOUT ROWID;
CREATE TABLE check_day (
  day INTEGER NOT NULL, product_group INTEGER NOT NULL, cashier TEXT NOT NULL, decision TEXT NOT NULL, approved INTEGER NOT NULL, channel TEXT NOT NULL,
  offline INTEGER NOT NULL, emergency INTEGER NOT NULL, reason TEXT NOT NULL, checks INTEGER NOT NULL,
  PRIMARY KEY (day, product_group, cashier, decision, approved, channel, offline, emergency, reason)
) WITHOUT ROWID;
CREATE TABLE product_day (
  product TEXT NOT NULL, day INTEGER NOT NULL, lines INTEGER NOT NULL, checks INTEGER NOT NULL,
  PRIMARY KEY (product, day)
) WITHOUT ROWID;
CREATE TABLE product_name (product TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (product, name)) WITHOUT ROWID;

-- What each day put into the drawer and took out of it.
CREATE TABLE cash_day (day INTEGER PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID;

CREATE INDEX check_span ON check_log (at, decision, channel, offline, emergency, reason, elapsed_us, cashier, product_group, gtin, approved);
CREATE INDEX check_product ON check_log (gtin, at, decision, cashier, channel, offline, emergency, reason, product_group, approved);
-- A part of a code is looked for by its beginning, by the beginning of its serial number, and by its last six signs.
CREATE INDEX check_serial ON check_log (CASE WHEN substr(cis, 1, 2) = '01' AND substr(cis, 17, 2) = '21' THEN substr(cis, 19) ELSE substr(cis, 15) END) WHERE cis <> '';
CREATE INDEX check_tail ON check_log (substr(cis, -6)) WHERE cis <> '';

-- fill
INSERT INTO sold SELECT r.opened_at, r.id, l.n, CASE WHEN l.gtin <> '' THEN l.gtin WHEN l.barcode <> '' THEN substr('00000000000000' || l.barcode, -14) ELSE '' END,
  l.product_group, r.cashier, r.kind, r.back, r.state,
  CASE WHEN l.code = '' OR r.kind <> 'sale' THEN 0 WHEN l.check_id = '' THEN 2
    WHEN EXISTS (SELECT 1 FROM check_log c WHERE c.id = l.check_id AND NOT c.emergency AND instr(c.verdict, '"code":"unverified"') > 0
      AND instr(c.verdict, '"code":"unverified","severity":"info"') = 0) THEN 2 ELSE 1 END, l.sum
  FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id ORDER BY r.opened_at, r.id, l.n;
INSERT INTO sold_day SELECT at / 86400000, product_group, cashier, kind, back, state, proof, count(*), sum(sum) FROM sold GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO check_day SELECT at / 86400000, product_group, cashier, decision, approved <> '', channel, offline, emergency, reason, count(*) FROM check_log GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO product_day SELECT product, day, sum(lines), sum(checks) FROM (
  SELECT product, at / 86400000 AS day, count(*) AS lines, 0 AS checks FROM sold GROUP BY 1, 2
  UNION ALL SELECT gtin, at / 86400000, 0, count(*) FROM check_log GROUP BY 1, 2) GROUP BY 1, 2;
INSERT OR IGNORE INTO product_name SELECT DISTINCT CASE WHEN gtin <> '' THEN gtin WHEN barcode <> '' THEN substr('00000000000000' || barcode, -14) ELSE '' END, name FROM receipt_line;
INSERT OR IGNORE INTO product_name SELECT DISTINCT gtin, name FROM check_log WHERE name <> '';
INSERT INTO cash_day SELECT day, sum(sum) FROM (
  SELECT opened_at / 86400000 AS day, CASE WHEN kind = 'return' THEN -cash WHEN back THEN -cash - change ELSE cash - change END AS sum FROM receipt WHERE state = 'fiscalized'
  UNION ALL SELECT at / 86400000, CASE kind WHEN 'in' THEN sum WHEN 'out' THEN -sum ELSE 0 END FROM cash_move) GROUP BY 1;
-- filled

CREATE TRIGGER sold_in AFTER INSERT ON receipt_line BEGIN
  INSERT INTO sold SELECT r.opened_at, r.id, NEW.n, CASE WHEN NEW.gtin <> '' THEN NEW.gtin WHEN NEW.barcode <> '' THEN substr('00000000000000' || NEW.barcode, -14) ELSE '' END,
    NEW.product_group, r.cashier, r.kind, r.back, r.state,
    CASE WHEN NEW.code = '' OR r.kind <> 'sale' THEN 0 WHEN NEW.check_id = '' THEN 2
      WHEN EXISTS (SELECT 1 FROM check_log c WHERE c.id = NEW.check_id AND NOT c.emergency AND instr(c.verdict, '"code":"unverified"') > 0
      AND instr(c.verdict, '"code":"unverified","severity":"info"') = 0) THEN 2 ELSE 1 END, NEW.sum
    FROM receipt r WHERE r.id = NEW.receipt_id;
  INSERT OR IGNORE INTO product_name VALUES (CASE WHEN NEW.gtin <> '' THEN NEW.gtin WHEN NEW.barcode <> '' THEN substr('00000000000000' || NEW.barcode, -14) ELSE '' END, NEW.name);
END;
CREATE TRIGGER sold_out BEFORE DELETE ON receipt_line BEGIN
  DELETE FROM sold WHERE at = (SELECT opened_at FROM receipt WHERE id = OLD.receipt_id) AND receipt_id = OLD.receipt_id AND n = OLD.n;
END;
CREATE TRIGGER sold_counted AFTER INSERT ON sold BEGIN
  INSERT INTO sold_day VALUES (NEW.at / 86400000, NEW.product_group, NEW.cashier, NEW.kind, NEW.back, NEW.state, NEW.proof, 1, NEW.sum)
    ON CONFLICT DO UPDATE SET lines = lines + 1, sum = sum + excluded.sum;
  INSERT INTO product_day VALUES (NEW.product, NEW.at / 86400000, 1, 0) ON CONFLICT DO UPDATE SET lines = lines + 1;
END;
CREATE TRIGGER sold_uncounted AFTER DELETE ON sold BEGIN
  UPDATE sold_day SET lines = lines - 1, sum = sum - OLD.sum WHERE day = OLD.at / 86400000 AND product_group = OLD.product_group AND cashier = OLD.cashier
    AND kind = OLD.kind AND back = OLD.back AND state = OLD.state AND proof = OLD.proof;
  UPDATE product_day SET lines = lines - 1 WHERE product = OLD.product AND day = OLD.at / 86400000;
END;
CREATE TRIGGER check_counted AFTER INSERT ON check_log BEGIN
  INSERT INTO check_day VALUES (NEW.at / 86400000, NEW.product_group, NEW.cashier, NEW.decision, NEW.approved <> '', NEW.channel, NEW.offline, NEW.emergency, NEW.reason, 1)
    ON CONFLICT DO UPDATE SET checks = checks + 1;
  INSERT INTO product_day VALUES (NEW.gtin, NEW.at / 86400000, 0, 1) ON CONFLICT DO UPDATE SET checks = checks + 1;
  INSERT OR IGNORE INTO product_name SELECT NEW.gtin, NEW.name WHERE NEW.name <> '';
END;
CREATE TRIGGER check_recounted AFTER UPDATE OF approved ON check_log WHEN (OLD.approved <> '') <> (NEW.approved <> '') BEGIN
  UPDATE check_day SET checks = checks - 1 WHERE day = OLD.at / 86400000 AND product_group = OLD.product_group AND cashier = OLD.cashier AND decision = OLD.decision
    AND approved = (OLD.approved <> '') AND channel = OLD.channel AND offline = OLD.offline AND emergency = OLD.emergency AND reason = OLD.reason;
  INSERT INTO check_day VALUES (NEW.at / 86400000, NEW.product_group, NEW.cashier, NEW.decision, NEW.approved <> '', NEW.channel, NEW.offline, NEW.emergency, NEW.reason, 1)
    ON CONFLICT DO UPDATE SET checks = checks + 1;
END;

CREATE TRIGGER drawer_receipt_in AFTER INSERT ON receipt WHEN NEW.state = 'fiscalized' BEGIN
  INSERT INTO cash_day VALUES (NEW.opened_at / 86400000, CASE WHEN NEW.kind = 'return' THEN -NEW.cash WHEN NEW.back THEN -NEW.cash - NEW.change ELSE NEW.cash - NEW.change END)
    ON CONFLICT DO UPDATE SET sum = sum + excluded.sum;
END;
CREATE TRIGGER drawer_receipt_changed AFTER UPDATE ON receipt WHEN OLD.state = 'fiscalized' OR NEW.state = 'fiscalized' BEGIN
  INSERT INTO cash_day SELECT OLD.opened_at / 86400000, -CASE WHEN OLD.kind = 'return' THEN -OLD.cash WHEN OLD.back THEN -OLD.cash - OLD.change ELSE OLD.cash - OLD.change END
    WHERE OLD.state = 'fiscalized' ON CONFLICT DO UPDATE SET sum = sum + excluded.sum;
  INSERT INTO cash_day SELECT NEW.opened_at / 86400000, CASE WHEN NEW.kind = 'return' THEN -NEW.cash WHEN NEW.back THEN -NEW.cash - NEW.change ELSE NEW.cash - NEW.change END
    WHERE NEW.state = 'fiscalized' ON CONFLICT DO UPDATE SET sum = sum + excluded.sum;
END;
CREATE TRIGGER drawer_moved AFTER INSERT ON cash_move WHEN NEW.kind IN ('in', 'out') BEGIN
  INSERT INTO cash_day VALUES (NEW.at / 86400000, CASE NEW.kind WHEN 'in' THEN NEW.sum ELSE -NEW.sum END) ON CONFLICT DO UPDATE SET sum = sum + excluded.sum;
END;
