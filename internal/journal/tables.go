package journal

import (
	"context"
	"time"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Words says a sentence of the user's language; pairs fill its {places}.
type Words interface {
	T(key string, pairs ...any) string
}

// Request says what an export is about: whole days of the shop, both included.
type Request struct {
	Shop        Shop
	First, Last time.Time
	Zone        *time.Location
	Words       Words
	Progress    func(done, of int) // days; nil when nobody looks
	Only        Ask                // leaves out of the tables what a log would not show; its span does not count
}

// Column of an exported table. Its heading is the translation of "export.col." and Key.
type Column struct {
	Key   string
	Kind  CellKind
	Width float64 // in signs
	Total bool    // the sum of the column stands below it
}

// CellKind is what a column holds. Cells of a row are string, time.Time, money.Kopecks, money.Quantity, int64 or float64 in this
// order of kinds, or nil for an empty one.
type CellKind int

// Kinds of cells.
const (
	Text     CellKind = 0
	Instant  CellKind = 1
	Money    CellKind = 2
	Quantity CellKind = 3
	Whole    CellKind = 4
	Fraction CellKind = 5
)

// Table of an export. Its title is the translation of "export.table." and Key.
type Table struct {
	Key     string
	Columns []Column
}

// Tables of an export, in the order in which a reader sees them.
var Tables = []Table{tableReceipts, tableLines, tableChecks, tableShifts, tableCash, tablePermits, tableAbout}

var (
	tableReceipts = Table{"receipts", []Column{{"at", Instant, 18, false}, {"kind", Text, 10, false}, {"state", Text, 12, false}, {"number", Whole, 8, false},
		{"shift", Whole, 8, false}, {"fd", Whole, 9, false}, {"fp", Text, 13, false}, {"fn", Text, 19, false}, {"cashier", Text, 18, false},
		{"total", Money, 12, true}, {"cash", Money, 12, true}, {"card", Money, 12, true}, {"lines", Whole, 8, true}, {"marked", Whole, 10, true},
		{"id", Text, 38, false}, {"origin", Text, 38, false}}}
	tableLines = Table{"lines", []Column{{"at", Instant, 18, false}, {"kind", Text, 10, false}, {"state", Text, 12, false}, {"fd", Whole, 9, false},
		{"n", Whole, 6, false}, {"name", Text, 40, false}, {"barcode", Text, 15, false}, {"cis", Text, 32, false}, {"group", Whole, 8, false},
		{"price", Money, 11, false}, {"quantity", Quantity, 9, false}, {"discount", Money, 10, true}, {"sum", Money, 12, true}, {"vat", Text, 8, false},
		{"vat_sum", Money, 11, true}, {"decision", Text, 14, false}, {"channel", Text, 18, false}, {"offline", Text, 9, false}, {"approved", Text, 18, false},
		{"tag1265", Text, 40, false}, {"receipt", Text, 38, false}, {"check", Text, 38, false}}}
	tableChecks = Table{"checks", []Column{{"at", Instant, 18, false}, {"name", Text, 40, false}, {"cis", Text, 32, false}, {"gtin", Text, 15, false},
		{"group", Whole, 8, false}, {"decision", Text, 14, false}, {"reason", Text, 40, false}, {"channel", Text, 18, false}, {"offline", Text, 9, false},
		{"emergency", Text, 10, false}, {"elapsed", Fraction, 11, false}, {"cashier", Text, 18, false}, {"approved", Text, 18, false},
		{"approval", Text, 24, false}, {"req_id", Text, 38, false}, {"req_time", Instant, 18, false}, {"inst", Text, 38, false}, {"version", Text, 10, false},
		{"rules", Text, 12, false}, {"receipt", Text, 38, false}, {"check", Text, 38, false}}}
	tableShifts = Table{"shifts", []Column{{"number", Whole, 8, false}, {"state", Text, 12, false}, {"fn", Text, 19, false}, {"opened", Instant, 18, false},
		{"closed", Instant, 18, false}, {"open_fd", Whole, 11, false}, {"close_fd", Whole, 11, false}, {"opened_by", Text, 18, false}, {"closed_by", Text, 18, false}}}
	tableCash = Table{"cash", []Column{{"at", Instant, 18, false}, {"kind", Text, 12, false}, {"sum", Money, 12, true}, {"shift", Whole, 8, false},
		{"cashier", Text, 18, false}, {"why", Text, 30, false}}}
)

// Days hands over the days of the request one after the other, as instants, and tells of the progress.
func (r Request) Days(ctx context.Context, visit func(from, to time.Time) error) error {
	of := 0
	for d := r.First; !d.After(r.Last); d = d.AddDate(0, 0, 1) {
		of++
	}
	for done := range of {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := r.First.AddDate(0, 0, done)
		from, to := Span(d, d, r.Zone)
		if err := visit(from, to); err != nil {
			return err
		}
		if r.Progress != nil {
			r.Progress(done+1, of)
		}
	}
	return nil
}

// Rows hands over the rows of all tables, day by day: memory does not grow with the span. Rows of one table come oldest first; rows of
// different tables come mixed.
func (l Log) Rows(ctx context.Context, r Request, put func(t Table, row []any) error) error {
	k, err := l.keep(ctx, r.Only)
	if err != nil {
		return err
	}
	for _, row := range r.aboutRows() {
		if err := put(tableAbout, row); err != nil {
			return err
		}
	}
	seen := map[string]bool{} // a shift touches more than one day
	return l.eachDay(ctx, r, func(d dayFacts) error { return r.dayRows(d, k, seen, put) })
}

// dayRows are the rows of one day.
func (r Request) dayRows(d dayFacts, k keep, seen map[string]bool, put func(Table, []any) error) error {
	for _, rec := range d.receipts {
		if !k.receipt(rec, d.made) {
			continue
		}
		if err := put(tableReceipts, r.receiptRow(rec)); err != nil {
			return err
		}
		for i, line := range rec.Lines {
			if !k.line(rec, line, d.made) {
				continue
			}
			if err := put(tableLines, r.lineRow(rec, i+1, line, d.made[line.CheckID])); err != nil {
				return err
			}
		}
	}
	for _, c := range d.checks {
		if !k.check(c) {
			continue
		}
		if err := put(tableChecks, r.checkRow(c, d.sold[c.ID])); err != nil {
			return err
		}
	}
	if !k.all() {
		return nil
	}
	for _, h := range d.shifts {
		key := h.FN + "/" + sign(h.Number)
		if seen[key] {
			continue
		}
		seen[key] = true
		err := put(tableShifts, []any{h.Number, r.word("shift", h.State), h.FN, moment(h.OpenedAt), moment(h.ClosedAt), number(h.OpenFD), number(h.CloseFD), h.OpenedBy, h.ClosedBy})
		if err != nil {
			return err
		}
	}
	for _, c := range d.moves {
		sum := money.Kopecks(c.Sum)
		if c.Kind == "out" {
			sum = -sum
		}
		if err := put(tableCash, []any{c.At, r.word("cash", c.Kind), sum, number(c.Shift), c.Cashier, c.Reason}); err != nil {
			return err
		}
	}
	for _, p := range d.permits {
		if err := put(tablePermits, r.permitRow(d.permit(p))); err != nil {
			return err
		}
	}
	return nil
}

func (r Request) receiptRow(rec store.Receipt) []any {
	sums := map[sale.Pay]money.Kopecks{}
	for _, p := range rec.Payments {
		sums[p.Type] += money.Kopecks(p.Sum)
	}
	sums[sale.Cash] -= money.Kopecks(rec.Change)
	total := money.Kopecks(rec.Total)
	if goesBack(rec) {
		total, sums[sale.Cash], sums[sale.Card] = -total, -sums[sale.Cash], -sums[sale.Card]
	}
	if rec.State != sale.Fiscalized { // no money changed hands: the sums below the columns must be true
		total, sums = 0, nil
	}
	marked := 0
	for _, line := range rec.Lines {
		if line.Code != "" {
			marked++
		}
	}
	return []any{when(rec), r.word("kind", string(rec.Kind)), r.word("state", string(rec.State)), number(rec.Number), number(rec.Shift), number(rec.FD), rec.FP, rec.FN,
		rec.Cashier, total, sums[sale.Cash], sums[sale.Card], int64(len(rec.Lines)), int64(marked), rec.ID, rec.Origin}
}

func (r Request) lineRow(rec store.Receipt, n int, line store.Line, c store.Check) []any {
	discount, sum, vat := money.Kopecks(line.Discount), money.Kopecks(line.Sum), money.Kopecks(line.VATSum)
	if goesBack(rec) {
		discount, sum, vat = -discount, -sum, -vat
	}
	if rec.State != sale.Fiscalized {
		discount, sum, vat = 0, 0, 0
	}
	row := []any{when(rec), r.word("kind", string(rec.Kind)), r.word("state", string(rec.State)), number(rec.FD), int64(n), line.Name, line.Barcode, line.Cis,
		number(int64(line.Group)), money.Kopecks(line.Price), money.Quantity(line.Quantity), discount, sum, r.word("vat", string(line.VAT)), vat}
	if c.ID == "" {
		return append(row, nil, nil, nil, line.Approved, line.Tag1265, rec.ID, line.CheckID)
	}
	return append(row, r.decision(c), r.word("channel", c.Channel), r.yes(c.Offline), line.Approved, line.Tag1265, rec.ID, c.ID)
}

func (r Request) checkRow(c store.Check, receipt string) []any {
	v := facetsOf(c.Verdict)
	reason := ""
	if len(v.Reasons) > 0 {
		reason = v.Reasons[0].Text
	}
	var asked any
	if v.Evidence.ReqTimestamp > 0 {
		asked = time.UnixMilli(v.Evidence.ReqTimestamp)
	}
	return []any{c.At, c.Name, c.Cis, c.GTIN, number(int64(c.Group)), r.decision(c), reason, r.word("channel", c.Channel), r.yes(c.Offline),
		r.yes(c.Emergency), float64(c.Elapsed.Microseconds()/100) / 10, c.Cashier, c.Approved, c.Approval, v.Evidence.ReqID, asked, v.Evidence.Inst,
		v.Evidence.Version, v.Rules, receipt, c.ID}
}

func (l Log) sold(ctx context.Context, list []store.Check) (map[string]string, error) {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return l.Store.SoldBy(ctx, ids)
}
