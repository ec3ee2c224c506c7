-- Tiles of the sale screen as the owner arranged them. They change at any time, so they are not part of the chain.
CREATE TABLE quick_page (n INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE quick_key (
  page INTEGER NOT NULL REFERENCES quick_page (n) ON DELETE CASCADE, place INTEGER NOT NULL,
  product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE,
  colour TEXT NOT NULL, picture BLOB,
  PRIMARY KEY (page, place)
);
CREATE INDEX quick_key_product ON quick_key (product_id);

-- The number goes up with every change of goods, so that an index in memory knows that it is old whoever changed them.
CREATE TABLE goods_version (n INTEGER NOT NULL);
INSERT INTO goods_version (n) VALUES (1);
CREATE TRIGGER product_added AFTER INSERT ON product BEGIN UPDATE goods_version SET n = n + 1; END;
CREATE TRIGGER product_changed AFTER UPDATE ON product BEGIN UPDATE goods_version SET n = n + 1; END;
CREATE TRIGGER product_gone AFTER DELETE ON product BEGIN UPDATE goods_version SET n = n + 1; END;
CREATE TRIGGER barcode_added AFTER INSERT ON barcode BEGIN UPDATE goods_version SET n = n + 1; END;
CREATE TRIGGER barcode_changed AFTER UPDATE ON barcode BEGIN UPDATE goods_version SET n = n + 1; END;
CREATE TRIGGER barcode_gone AFTER DELETE ON barcode BEGIN UPDATE goods_version SET n = n + 1; END;
