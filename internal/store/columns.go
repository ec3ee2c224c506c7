package store

// The columns of every table in the order in which a row's cells are made. A new column has three places: here, below in the table's
// function, and in rows.go; without them it is not proved, which TestEveryColumnIsProved notices.
var columns = map[string][]string{
	tableReceipt: {"id", "kind", "state", "number", "shift", "fd", "fp", "fn", "serial", "opened_at", "closed_at", "cashier", "total", "change", "origin",
		"intent", "not_printed", "back", "electronic", "contact", "reason", "base", "decided_by", "note", "cash", "card"},
	tableLine: {"receipt_id", "n", "origin_n", "name", "barcode", "code", "cis", "gtin", "product_group", "unit", "price", "quantity", "discount", "sum",
		"vat", "vat_sum", "check_id", "tag1265", "approved", "printer_check", "no_code", "part", "note"},
	tablePayment: {"receipt_id", "n", "type", "sum"},
	tableCheck: {"id", "at", "cis", "gtin", "product_group", "name", "decision", "channel", "offline", "emergency", "reason", "elapsed_us", "verdict",
		"raw", "receipt_id", "cashier"},
	tableApproval: {"approved", "approval"},
	tableShift:    {"fn", "number", "state", "opened_at", "closed_at", "open_fd", "close_fd", "opened_by", "closed_by"},
	tableCash:     {"id", "at", "kind", "sum", "shift", "cashier", "reason"},
	tableCharge:   {"id", "receipt_id", "sum", "state", "at", "slip", "trouble"},
	tablePerson:   {"name", "role", "created_at"},
}

func (c *cells) receipt(r receiptRow) {
	c.begin(tableReceipt)
	c.text("id", r.ID)
	c.text("kind", r.Kind)
	c.text("state", r.State)
	c.int("number", r.Number)
	c.int("shift", r.Shift)
	c.int("fd", r.FD)
	c.text("fp", r.FP)
	c.text("fn", r.FN)
	c.text("serial", r.Serial)
	c.int("opened_at", r.OpenedAt)
	c.int("closed_at", r.ClosedAt)
	c.text("cashier", r.Cashier)
	c.int("total", r.Total)
	c.int("change", r.Change)
	c.text("origin", r.Origin)
	c.text("intent", r.Intent)
	c.flag("not_printed", r.NotPrinted)
	c.flag("back", r.Back)
	c.flag("electronic", r.Electronic)
	c.text("contact", r.Contact)
	c.text("reason", r.Reason)
	c.text("base", r.Base)
	c.text("decided_by", r.DecidedBy)
	c.text("note", r.Note)
	c.int("cash", r.Cash)
	c.int("card", r.Card)
}

func (c *cells) line(l lineRow) {
	c.begin(tableLine)
	c.text("receipt_id", l.ReceiptID)
	c.int("n", int64(l.N))
	c.int("origin_n", int64(l.OriginN))
	c.text("name", l.Name)
	c.text("barcode", l.Barcode)
	c.text("code", l.Code)
	c.text("cis", l.Cis)
	c.text("gtin", l.GTIN)
	c.int("product_group", int64(l.ProductGroup))
	c.text("unit", l.Unit)
	c.int("price", l.Price)
	c.int("quantity", l.Quantity)
	c.int("discount", l.Discount)
	c.int("sum", l.Sum)
	c.text("vat", l.VAT)
	c.int("vat_sum", l.VATSum)
	c.text("check_id", l.CheckID)
	c.text("tag1265", l.Tag1265)
	c.text("approved", l.Approved)
	c.text("printer_check", l.PrinterCheck)
	c.text("no_code", l.NoCode)
	c.text("part", l.Part)
	c.text("note", l.Note)
}

func (c *cells) payment(p paymentRow) {
	c.begin(tablePayment)
	c.text("receipt_id", p.ReceiptID)
	c.int("n", int64(p.N))
	c.text("type", p.Type)
	c.int("sum", p.Sum)
}

func (c *cells) check(k checkRow) {
	c.begin(tableCheck)
	c.text("id", k.ID)
	c.int("at", k.At)
	c.text("cis", k.Cis)
	c.text("gtin", k.GTIN)
	c.int("product_group", int64(k.ProductGroup))
	c.text("name", k.Name)
	c.text("decision", k.Decision)
	c.text("channel", k.Channel)
	c.flag("offline", k.Offline)
	c.flag("emergency", k.Emergency)
	c.text("reason", k.Reason)
	c.int("elapsed_us", k.ElapsedUs)
	c.text("verdict", k.Verdict)
	c.text("raw", k.Raw)
	c.text("receipt_id", k.ReceiptID)
	c.text("cashier", k.Cashier)
}

func (c *cells) shift(h shiftRow) {
	c.begin(tableShift)
	c.text("fn", h.FN)
	c.int("number", h.Number)
	c.text("state", h.State)
	c.int("opened_at", h.OpenedAt)
	c.int("closed_at", h.ClosedAt)
	c.int("open_fd", h.OpenFD)
	c.int("close_fd", h.CloseFD)
	c.text("opened_by", h.OpenedBy)
	c.text("closed_by", h.ClosedBy)
}

func (c *cells) cash(m cashRow) {
	c.begin(tableCash)
	c.text("id", m.ID)
	c.int("at", m.At)
	c.text("kind", m.Kind)
	c.int("sum", m.Sum)
	c.int("shift", m.Shift)
	c.text("cashier", m.Cashier)
	c.text("reason", m.Reason)
}

func (c *cells) person(name, role string, createdAt int64) {
	c.begin(tablePerson)
	c.text("name", name)
	c.text("role", role)
	c.int("created_at", createdAt)
}

func (c *cells) approval(senior, reason string) {
	c.begin(tableApproval)
	c.text("approved", senior)
	c.text("approval", reason)
}

func (c *cells) charge(m chargeRow) {
	c.begin(tableCharge)
	c.text("id", m.ID)
	c.text("receipt_id", m.ReceiptID)
	c.int("sum", m.Sum)
	c.text("state", m.State)
	c.int("at", m.At)
	c.text("slip", m.Slip)
	c.text("trouble", m.Trouble)
}
