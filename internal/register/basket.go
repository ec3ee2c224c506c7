package register

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// basket is a receipt before it is a document. Its JSON is what survives a restart.
type basket struct {
	ID       string    `json:"id"`
	OpenedAt time.Time `json:"openedAt"`
	Cashier  string    `json:"cashier"`
	Lines    []line    `json:"lines"`
	Off      *off      `json:"off,omitempty"`   // discount of the whole receipt
	Step     int64     `json:"step,omitempty"`  // kopecks: the total is rounded down to a whole number of these
	Note     string    `json:"note,omitempty"`  // what stands under the receipt
	Adult    int       `json:"adult,omitempty"` // age that the buyer was asked for and has
	Taken    int64     `json:"taken,omitempty"` // kopecks that a card paid by hand for a document that was not made
	state    sale.State
	share    int64 // kopecks that Off takes off now
	round    int64 // and the rounding
}

// line of a basket. Percent is a discount that follows price and quantity.
type line struct {
	sale.Line
	conditions
	Product   int64             `json:"product"`
	Key       int               `json:"key"`
	State     LineState         `json:"lineState"`
	Offline   bool              `json:"offline"`
	MinPrice  int64             `json:"minPrice,omitempty"` // kopecks a unit, by the law
	Fixed     bool              `json:"fixed,omitempty"`    // the price stands in the code and may not be changed
	Own       bool              `json:"own,omitempty"`      // a price that a senior set
	Percent   money.BasisPoints `json:"percent,omitempty"`
	Cut       *off              `json:"cut,omitempty"`       // a discount in money instead of one in percent
	Inner     int64             `json:"inner,omitempty"`     // parts of the pack, by the operator; 0 when it is sold whole
	SoldParts int64             `json:"soldParts,omitempty"` // of them
	Printer   *PrinterMark      `json:"printer,omitempty"`   // what the printer said of the code at the last try to pay
	Taken     bool              `json:"taken,omitempty"`     // a senior took the printer's denial on himself
	Box       string            `json:"box,omitempty"`       // cis of the aggregate that the operator named
	Gray      bool              `json:"gray,omitempty"`      // grey zone: the operator allows it though its status says no
}

// copy is a basket whose lines may be changed without changing this one's.
func (b basket) copy() basket {
	b.Lines = append([]line(nil), b.Lines...)
	return b
}

func (l *line) recount() {
	if l.Discount = l.LineDiscount(int64(l.Percent)); l.Cut != nil {
		l.Discount = l.Cut.on(l.Gross())
	}
}

// plainLine makes the line of unmarked goods.
func plainLine(p goods.Product, gtin, barcode string, quantity money.Quantity) line {
	return line{Product: p.ID, State: LinePlain, Line: sale.Line{Name: p.Name, Barcode: barcode, GTIN: gtin, Unit: p.Unit, Price: int64(p.Price),
		Quantity: int64(quantity), VAT: p.VAT}}
}

func (b *basket) holds(cis string) bool {
	for _, l := range b.Lines {
		if cis != "" && l.Cis == cis {
			return true
		}
	}
	return false
}

func (b *basket) total() int64 {
	var t int64
	for _, l := range b.Lines {
		t += l.Sum()
	}
	return t
}

func (b *basket) view() ReceiptView {
	v := ReceiptView{ID: b.ID, Kind: sale.Sale, State: b.state, Total: money.Kopecks(b.total()), OpenedAt: b.OpenedAt, Cashier: b.Cashier}
	if v.State == "" {
		v.State = sale.Open
	}
	for i := range b.Lines {
		v.Lines = append(v.Lines, b.Lines[i].view(i+1))
		v.Discount += money.Kopecks(b.Lines[i].Discount)
	}
	v.Off, v.Rounded, v.Note, v.Taken = money.Kopecks(b.share), money.Kopecks(b.round), b.Note, money.Kopecks(b.Taken)
	return v
}

func (l *line) view(n int) LineView {
	return LineView{N: n, Key: l.Key, State: l.State, Name: l.Name, Barcode: l.Barcode, Cis: l.Cis, Unit: l.Unit, Price: money.Kopecks(l.Price),
		Quantity: money.Quantity(l.Quantity), Discount: money.Kopecks(l.Discount), Sum: money.Kopecks(l.Sum()), Offline: l.Offline, Printer: l.Printer,
		Part: l.Part, Splits: l.splits(), Leftover: l.Leftover, Age: l.Age, Parts: l.Inner, Note: l.Note}
}

// begin gives an empty basket its name.
func (r *Register) begin() {
	if r.basket.ID == "" {
		r.basket = basket{ID: newID(), OpenedAt: r.now(), state: sale.Open}
	}
	if r.user != nil {
		r.basket.Cashier = r.user.Name
	}
}

// keep writes the open basket into a change; an empty one is forgotten.
func (r *Register) keep(tx *store.Tx) error {
	if r.basket.ID == "" {
		return nil
	}
	if len(r.basket.Lines) == 0 {
		return tx.DropDraft(r.basket.ID)
	}
	return keepDraft(tx, &r.basket, sale.Open)
}

func keepDraft(tx *store.Tx, b *basket, state sale.State) error {
	body, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("write basket: %w", err)
	}
	return tx.PutDraft(store.Draft{ID: b.ID, State: state, Body: body})
}

func (r *Register) save(ctx context.Context, change func(tx *store.Tx) error) error {
	err := r.p.Store.Write(context.WithoutCancel(ctx), r.now(), func(tx *store.Tx) error {
		if err := r.permissions(tx); err != nil {
			return err
		}
		return change(tx)
	})
	if err != nil {
		return because(codeStore, err)
	}
	if r.senior != nil {
		r.senior.used = nil
	}
	return nil
}

// restore reads the baskets and the unsettled receipts of an earlier run.
func (r *Register) restore(ctx context.Context) error {
	drafts, err := r.p.Store.Drafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		var b basket
		if err := json.Unmarshal(d.Body, &b); err != nil {
			r.p.Log.Error().Str("receipt", d.ID).Err(err).Msg("kept basket is unreadable")
			continue
		}
		b.state = d.State
		for _, l := range b.Lines {
			r.keys = max(r.keys, l.Key)
		}
		if err := b.recount(); err != nil {
			r.p.Log.Error().Str("receipt", d.ID).Err(err).Msg("count a kept basket")
		}
		if d.State == sale.Open && r.basket.ID == "" {
			r.basket = b
			continue
		}
		b.state = sale.Held
		r.held = append(r.held, b)
	}
	if r.drive, err = r.p.Store.LastDrive(ctx); err != nil {
		return err
	}
	if r.unprinted, err = r.p.Store.Unprinted(ctx); err != nil {
		return err
	}
	r.unsettled, err = r.p.Store.InState(ctx, sale.Sending, sale.Unknown)
	return err
}

func (r *Register) line(n int) (*line, error) {
	if n < 1 || n > len(r.basket.Lines) {
		return nil, refuse(codeNoLine, "line", n)
	}
	return &r.basket.Lines[n-1], nil
}

// document makes the receipt of the journal out of a basket.
func (r *Register) document(b *basket, state sale.State) store.Receipt {
	rec := store.Receipt{ID: b.ID, Kind: sale.Sale, State: state, OpenedAt: b.OpenedAt, Cashier: b.Cashier, Total: b.total(), Note: b.Note,
		Payments: []sale.Payment{}}
	for _, l := range b.Lines {
		kept := store.Line{Line: l.Line, Sum: l.Sum(), VATSum: l.VATSum()}
		if l.Leftover != "" {
			kept.NoCode = r.p.Words.T("receipt.leftover", "day", l.Leftover)
		}
		rec.Lines = append(rec.Lines, kept)
	}
	return rec
}

func receiptView(rec store.Receipt) ReceiptView {
	v := ReceiptView{ID: rec.ID, Kind: rec.Kind, State: rec.State, Total: money.Kopecks(rec.Total), Change: money.Kopecks(rec.Change), FD: rec.FD,
		FP: rec.FP, FN: rec.FN, Number: rec.Number, Shift: rec.Shift, OpenedAt: rec.OpenedAt, ClosedAt: rec.ClosedAt, Cashier: rec.Cashier, NotPrinted: rec.NotPrinted, Contact: rec.Contact,
		Reason: rec.Reason, DecidedBy: rec.DecidedBy, Note: rec.Note}
	for i, l := range rec.Lines {
		state := LinePlain
		if l.Marked() {
			state = LineAllowed
		}
		if l.Approved != "" {
			state = LineApproved
		}
		v.Lines = append(v.Lines, LineView{N: i + 1, Key: i + 1, State: state, Name: l.Name, Barcode: l.Barcode, Cis: l.Cis, Unit: l.Unit,
			Price: money.Kopecks(l.Price), Quantity: money.Quantity(l.Quantity), Discount: money.Kopecks(l.Discount), Sum: money.Kopecks(l.Sum),
			Printer: readMark(l.Printer), Part: l.Part, Note: l.Note})
		v.Discount += money.Kopecks(l.Discount)
	}
	for _, p := range rec.Payments {
		v.Paid += money.Kopecks(p.Sum)
	}
	return v
}

func readMark(text json.RawMessage) *PrinterMark {
	var p PrinterMark
	if len(text) == 0 || json.Unmarshal(text, &p) != nil {
		return nil
	}
	return &p
}

// lineState is how a verdict colours its line.
func lineState(v checks.Verdict) LineState {
	if v.Decision == checks.Ask {
		return LineAsk
	}
	for _, reason := range v.Reasons {
		if reason.Severity == checks.Warning {
			return LineWarning
		}
	}
	return LineAllowed
}
