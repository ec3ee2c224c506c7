-- Documents whose paper did not come out yet: looked for at every start.
CREATE INDEX receipt_unprinted ON receipt (opened_at) WHERE not_printed = 1;
