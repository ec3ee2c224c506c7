-- A badge is a barcode that stands for a PIN; it is kept as a hash.
ALTER TABLE person ADD COLUMN badge TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX person_badge ON person (badge) WHERE badge <> '';
