package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Shop is who the export is about.
type Shop struct {
	Name     string `json:"name"`
	INN      string `json:"inn"`
	Address  string `json:"address"`
	Taxation string `json:"taxation"`
	Timezone string `json:"timezone"`
}

// ReceiptFact is one receipt of the export.
type ReceiptFact struct {
	ID       string        `json:"id"`
	Kind     sale.Kind     `json:"kind"`
	State    sale.State    `json:"state"`
	Number   int64         `json:"number"`
	Shift    int64         `json:"shift"`
	FD       int64         `json:"fd"`
	FP       string        `json:"fp"`
	FN       string        `json:"fn"`
	OpenedAt string        `json:"openedAt"`
	ClosedAt string        `json:"closedAt"`
	Cashier  string        `json:"cashier"`
	Total    money.Kopecks `json:"total"`
	Change   money.Kopecks `json:"change"`
	Origin   string        `json:"origin,omitempty"` // of a return: the sale
	Payments []PayFact     `json:"payments"`
	Lines    []LineFact    `json:"lines"`
}

// PayFact is one payment.
type PayFact struct {
	Type sale.Pay      `json:"type"`
	Sum  money.Kopecks `json:"sum"`
}

// LineFact is one line. Check is the ID of the check that allowed it.
type LineFact struct {
	N        int            `json:"n"`
	Name     string         `json:"name"`
	Barcode  string         `json:"barcode"`
	Code     string         `json:"code"`
	Cis      string         `json:"cis"`
	Group    int            `json:"group"`
	Price    money.Kopecks  `json:"price"`
	Quantity money.Quantity `json:"quantity"`
	Discount money.Kopecks  `json:"discount"`
	Sum      money.Kopecks  `json:"sum"`
	VAT      sale.VAT       `json:"vat"`
	VATSum   money.Kopecks  `json:"vatSum"`
	Check    string         `json:"check"`
	Tag1265  string         `json:"tag1265"`
	Approved string         `json:"approved,omitempty"`
	Part     string         `json:"part,omitempty"` // of a pack: "3/20"
	Note     string         `json:"note,omitempty"`
}

// CheckFact is one check: the fields of `check --json` and where it belongs, as one JSON object.
type CheckFact json.RawMessage

// ShiftFact is one shift.
type ShiftFact struct {
	Number   int64  `json:"number"`
	State    string `json:"state"`
	FN       string `json:"fn"`
	OpenedAt string `json:"openedAt"`
	ClosedAt string `json:"closedAt"`
	OpenFD   int64  `json:"openFd"`
	CloseFD  int64  `json:"closeFd"`
	OpenedBy string `json:"openedBy"`
	ClosedBy string `json:"closedBy"`
}

// CashFact is money put in or taken out.
type CashFact struct {
	ID      string        `json:"id"`
	At      string        `json:"at"`
	Kind    string        `json:"kind"`
	Sum     money.Kopecks `json:"sum"`
	Shift   int64         `json:"shift"`
	Cashier string        `json:"cashier"`
}

// facts hands over the facts of the request, as a log with its filter would show them: receipts, then checks, shifts and cash, each oldest first. With a filter a receipt has
// only those lines that pass, and shifts and cash are left out.
func (l Log) facts(ctx context.Context, r Request, put func(fact any) error) error {
	at := clock(r.Zone)
	from, to := Span(r.First, r.Last, r.Zone)
	// Receipts are the first half of the way, checks the second.
	told, days := 0, int(to.Sub(from).Hours()/24+0.5)
	tell := func(half int, now time.Time) {
		if done := (half*days + int(now.Sub(from).Hours()/24)) / 2; r.Progress != nil && done > told {
			told = done
			r.Progress(done, days)
		}
	}
	k, err := l.keep(ctx, r.Only)
	if err != nil {
		return err
	}
	receipts := func(ctx context.Context, visit func([]store.Receipt) error) error {
		return l.Store.ReceiptPages(ctx, from, to, visit)
	}
	err = ahead(ctx, receipts, func(list []store.Receipt) error {
		made := map[string]store.Check{}
		if store.Outcome(r.Only.Outcome) == store.OutcomeUnchecked {
			if made, err = l.checksOf(ctx, list); err != nil {
				return err
			}
		}
		for _, rec := range list {
			if !k.receipt(rec, made) {
				continue
			}
			fact := receiptFact(rec, at)
			fact.Lines = slices.DeleteFunc(fact.Lines, func(f LineFact) bool { return !k.line(rec, rec.Lines[f.N-1], made) })
			if err := put(fact); err != nil {
				return err
			}
		}
		tell(0, list[len(list)-1].OpenedAt)
		return nil
	})
	if err != nil {
		return err
	}
	tests := func(ctx context.Context, visit func([]store.Check) error) error {
		return l.Store.CheckPages(ctx, from, to, false, visit)
	}
	err = ahead(ctx, tests, func(list []store.Check) error {
		for _, c := range list {
			if !k.check(c) {
				continue
			}
			fact, err := checkFact(c, at)
			if err != nil {
				return err
			}
			if err := put(fact); err != nil {
				return err
			}
		}
		tell(1, list[len(list)-1].At)
		return nil
	})
	if err != nil {
		return err
	}
	tell(2, from)
	if !k.all() {
		return nil
	}
	shifts, err := l.Store.Shifts(ctx, from, to)
	if err != nil {
		return err
	}
	for _, h := range shifts {
		err := put(ShiftFact{Number: h.Number, State: h.State, FN: h.FN, OpenedAt: at(h.OpenedAt), ClosedAt: at(h.ClosedAt),
			OpenFD: h.OpenFD, CloseFD: h.CloseFD, OpenedBy: h.OpenedBy, ClosedBy: h.ClosedBy})
		if err != nil {
			return err
		}
	}
	moves, err := l.Store.CashMoves(ctx, from, to)
	if err != nil {
		return err
	}
	for _, c := range moves {
		if err := put(CashFact{ID: c.ID, At: at(c.At), Kind: c.Kind, Sum: money.Kopecks(c.Sum), Shift: c.Shift, Cashier: c.Cashier}); err != nil {
			return err
		}
	}
	permits, err := l.Store.Permissions(ctx, from, to)
	if err != nil {
		return err
	}
	for _, p := range permits {
		if err := put(PermitFact{At: at(p.At), Senior: p.Senior, Cashier: p.Cashier, Right: p.Right, Reason: p.Reason, Receipt: paperOf(p), Check: p.Check}); err != nil {
			return err
		}
	}
	return nil
}

// checksOf reads the checks under the lines of some receipts.
func (l Log) checksOf(ctx context.Context, list []store.Receipt) (map[string]store.Check, error) {
	var ids []string
	for _, rec := range list {
		for _, line := range rec.Lines {
			if line.CheckID != "" {
				ids = append(ids, line.CheckID)
			}
		}
	}
	return l.Store.ChecksByID(ctx, ids)
}

// clock writes instants as the export does: RFC 3339 with the shop's offset, "" for none.
func clock(zone *time.Location) func(time.Time) string {
	return func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format("2006-01-02T15:04:05.000Z07:00")
	}
}

func receiptFact(r store.Receipt, at func(time.Time) string) ReceiptFact {
	f := ReceiptFact{ID: r.ID, Kind: r.Kind, State: r.State, Number: r.Number, Shift: r.Shift, FD: r.FD, FP: r.FP, FN: r.FN,
		OpenedAt: at(r.OpenedAt), ClosedAt: at(r.ClosedAt), Cashier: r.Cashier, Total: money.Kopecks(r.Total), Change: money.Kopecks(r.Change),
		Origin: r.Origin, Payments: []PayFact{}, Lines: []LineFact{}}
	for _, p := range r.Payments {
		f.Payments = append(f.Payments, PayFact{Type: p.Type, Sum: money.Kopecks(p.Sum)})
	}
	for i, l := range r.Lines {
		f.Lines = append(f.Lines, LineFact{N: i + 1, Name: l.Name, Barcode: l.Barcode, Code: l.Code, Cis: l.Cis, Group: l.Group,
			Price: money.Kopecks(l.Price), Quantity: money.Quantity(l.Quantity), Discount: money.Kopecks(l.Discount), Sum: money.Kopecks(l.Sum),
			VAT: l.VAT, VATSum: money.Kopecks(l.VATSum), Check: l.CheckID, Tag1265: l.Tag1265, Approved: l.Approved, Part: l.Part.String(), Note: l.Note})
	}
	return f
}

// checkFact puts what the journal knows of a check before the members of its verdict, in whose place it stands.
func checkFact(c store.Check, at func(time.Time) string) (CheckFact, error) {
	b := append(make([]byte, 0, len(c.Verdict)+len(c.Name)+len(c.Cashier)+160), '{')
	for i, m := range [...]struct{ name, value string }{{"id", c.ID}, {"at", at(c.At)}, {"name", c.Name}, {"receipt", c.Receipt}, {"cashier", c.Cashier}} {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), m.name...), '"', ':')
		b = appendText(b, m.value)
	}
	if c.Approved != "" {
		b = append(b, `,"approved":{"senior":`...)
		b = append(appendText(b, c.Approved), `,"reason":`...)
		b = append(appendText(b, c.Approval), '}')
	}
	sound := store.Members(c.Verdict, func(name, value []byte) {
		switch string(name) {
		case "id", "at", "name", "receipt", "cashier", "approved":
			return
		}
		b = append(append(append(b, ',', '"'), name...), '"', ':')
		b = append(b, value...)
	})
	if !sound || !json.Valid(c.Verdict) {
		return nil, fmt.Errorf("read check %s: its verdict is no JSON object", c.ID)
	}
	return CheckFact(append(b, '}')), nil
}

// appendText appends a JSON string.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7F {
			text, err := json.Marshal(s)
			if err != nil { // a string can always be written
				return append(b, `""`...)
			}
			return append(b, text...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
