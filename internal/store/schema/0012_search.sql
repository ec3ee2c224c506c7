-- Checks by the reason that was told first: the few of a rare one lie far apart among the checks of years.
CREATE INDEX IF NOT EXISTS check_reason ON check_log (reason, at, decision, cashier, channel, offline, emergency, product_group, gtin, approved) WHERE reason <> '';

-- Serial numbers of the checked codes, 128 checks a row, each after a space: so close together that any part of a code is found by reading them all.
-- The index of the last signs is not needed any more.
DROP INDEX check_tail;
CREATE TABLE code_part (part INTEGER PRIMARY KEY, codes TEXT NOT NULL);

-- fill
INSERT INTO code_part SELECT rowid / 128, group_concat(' ' || CASE WHEN substr(cis, 1, 2) = '01' AND substr(cis, 17, 2) = '21' THEN substr(cis, 19) ELSE substr(cis, 15) END, '' ORDER BY rowid)
  FROM check_log WHERE cis <> '' GROUP BY 1;
-- filled

CREATE TRIGGER code_counted AFTER INSERT ON check_log WHEN NEW.cis <> '' BEGIN
  INSERT INTO code_part VALUES (NEW.rowid / 128, ' ' || CASE WHEN substr(NEW.cis, 1, 2) = '01' AND substr(NEW.cis, 17, 2) = '21' THEN substr(NEW.cis, 19) ELSE substr(NEW.cis, 15) END)
    ON CONFLICT DO UPDATE SET codes = codes || excluded.codes;
END;
