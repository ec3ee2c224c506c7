package conformance

import (
	"context"
	"errors"
	"fmt"

	"sync"
	"time"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// refused checks that an error is certain and of the kind.
func (b *bench) refused(err error, want fiscal.Trouble) {
	b.Helper()
	var e *fiscal.Error
	if !errors.As(err, &e) || e.Unknown || want != "" && e.Trouble != want {
		b.Fatalf("got %#v, want a certain %q", err, want)
	}
}

func newPrinter(b *bench) {
	st, err := b.printer.Status(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	if len(st.FN) != 16 || st.Serial == "" || st.Shift != fiscal.ShiftClosed || !st.Paper || st.CoverOpen || st.DocumentOpen || st.INN == "" || st.RNM == "" {
		b.Errorf("status of a new printer: %+v", st)
	}
	if d := time.Until(st.Clock).Abs(); d > 5*time.Minute {
		b.Errorf("the printer's clock %s is %s away", st.Clock, d)
	}
	if d := time.Until(st.FNExpires); d < 24*time.Hour {
		b.Errorf("the drive ends %s", st.FNExpires)
	}
}

func shifts(b *bench) {
	before, err := b.printer.Status(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	doc, err := b.printer.OpenShift(b.ctx, cashier)
	if err != nil || doc.FD != before.LastFD+1 || doc.Kind != "shift_open" || doc.FN != before.FN {
		b.Fatalf("open: %+v, %v after %d", doc, err, before.LastFD)
	}
	_, err = b.printer.OpenShift(b.ctx, cashier)
	b.refused(err, fiscal.ShiftIsOpen)
	st, err := b.printer.Status(b.ctx)
	if err != nil || st.Shift != fiscal.ShiftOpen || st.ShiftNumber != before.ShiftNumber+1 || st.LastFD != doc.FD {
		b.Fatalf("status of an open shift: %+v, %v", st, err)
	}
	if err := b.printer.XReport(b.ctx, cashier); err != nil {
		b.Fatalf("X report: %v", err)
	}
	z, err := b.printer.CloseShift(b.ctx, cashier)
	if err != nil || z.FD != doc.FD+1 || z.Kind != "shift_close" {
		b.Fatalf("close: %+v, %v", z, err)
	}
	_, err = b.printer.CloseShift(b.ctx, cashier)
	b.refused(err, fiscal.ShiftShut)
}

func closedShift(b *bench) {
	_, err := b.printer.Register(b.ctx, b.receipt())
	b.refused(err, fiscal.ShiftShut)
	b.memory(0)
}

func receipts(b *bench) {
	b.open()
	mixed := b.receipt()
	mixed.Payments = []sale.Payment{{Type: sale.Cash, Sum: 10000}, {Type: sale.Card, Sum: 5000}, {Type: sale.Prepaid, Sum: 50}}
	tobacco := b.receipt()
	tobacco.Lines[0].Excise, tobacco.Lines[0].Tag1265 = true, ""
	bare := b.receipt() // a leftover, or a code that cannot be read
	bare.Lines[0].Code, bare.Lines[0].Tag1265, bare.Lines[0].NoCode = "", "", true
	screws := b.receipt() // a discount that no price a piece can express
	screws.Lines = []fiscal.Line{{Name: "Винты", Price: 101, Quantity: 100_000, Sum: 10050, Discount: 50, Unit: sale.Piece, VAT: sale.VATNone}}
	screws.Total, screws.Payments = 10050, []sale.Payment{{Type: sale.Card, Sum: 10050}}
	rates := b.receipt()
	rates.Lines = nil
	for _, v := range sale.Rates {
		rates.Lines = append(rates.Lines, fiscal.Line{Name: "VAT " + string(v), Price: 333, Quantity: 1000, Sum: 333, Unit: sale.Piece, VAT: v})
	}
	rates.Total = 333 * int64(len(rates.Lines))
	back := b.receipt()
	back.Kind, back.Payments = sale.Return, []sale.Payment{{Type: sale.Card, Sum: 15050}}
	fix := b.receipt()
	fix.Kind, fix.Correction = sale.Correction, &fiscal.Base{Date: time.Now().AddDate(0, 0, -1), Instruction: true, Number: "12-3"}
	for i, r := range []fiscal.Receipt{b.receipt(), mixed, tobacco, bare, screws, rates, back, fix} {
		doc, err := b.printer.Register(b.ctx, r)
		if err != nil {
			b.Fatalf("receipt %d: %v", i, err)
		}
		m := b.memory(i + 1)[i]
		if doc.FD != m.FD || doc.FP == "" || doc.FN == "" || doc.Total != r.Total || doc.Kind != string(r.Kind) || !doc.Printed || doc.ReceiptNumber == 0 || doc.ShiftNumber == 0 {
			b.Errorf("receipt %d: document %+v, memory %+v", i, doc, m)
		}
		b.same(i, r, m)
	}
}

// same compares a receipt with what the drive holds of it, parts of divided lines added up.
func (b *bench) same(i int, r fiscal.Receipt, m Entry) {
	b.Helper()
	var noCash int64
	paid := map[sale.Pay]int64{}
	for _, p := range r.Payments {
		paid[p.Type] += p.Sum
		if p.Type != sale.Cash {
			noCash += p.Sum
		}
	}
	if m.Kind != r.Kind || m.Total != r.Total || m.Mark != r.Mark || m.Operator != r.Operator.Name ||
		m.Cash != r.Total-noCash || m.Card != paid[sale.Card] || m.Prepaid != paid[sale.Prepaid] {
		b.Errorf("receipt %d: %+v\nin the drive %+v", i, r, m)
	}
	at := 0
	for n, l := range r.Lines {
		var sum, quantity int64
		for at < len(m.Lines) && quantity < l.Quantity {
			e := m.Lines[at]
			if e.Name != l.Name || e.VAT != l.VAT || e.Code != l.Code || e.Tag1265 != l.Tag1265 || e.Object != object(l) {
				b.Errorf("receipt %d line %d: %+v\nin the drive %+v", i, n+1, l, e)
			}
			sum, quantity, at = sum+e.Sum, quantity+e.Quantity, at+1
		}
		if sum != l.Sum || quantity != l.Quantity {
			b.Errorf("receipt %d line %d: %d for %d in the drive, want %d for %d", i, n+1, sum, quantity, l.Sum, l.Quantity)
		}
	}
	if at != len(m.Lines) {
		b.Errorf("receipt %d: %d lines in the drive are not of the receipt", i, len(m.Lines)-at)
	}
}

func object(l fiscal.Line) int {
	switch {
	case l.Code != "" && l.Excise:
		return 31
	case l.Code != "":
		return 33
	case l.Excise:
		return 30
	case l.NoCode:
		return 32
	}
	return 1
}

func found(b *bench) {
	b.open()
	r := b.receipt()
	doc, err := b.printer.Register(b.ctx, r)
	if err != nil {
		b.Fatal(err)
	}
	got, err := b.printer.Find(b.ctx, doc.FD)
	if err != nil || got.FD != doc.FD || got.FP != doc.FP || got.FN != doc.FN || got.Kind != "sale" || got.Total != r.Total || got.Mark != r.Mark {
		b.Errorf("found %+v, %v; registered %+v", got, err, doc)
	}
	if _, err := b.printer.Find(b.ctx, doc.FD+1); !errors.Is(err, fiscal.ErrNoDocument) {
		b.Errorf("a document that is not there: %v", err)
	}
	if first, err := b.printer.Find(b.ctx, doc.FD-1); err != nil || first.Kind != "shift_open" {
		b.Errorf("the shift's document: %+v, %v", first, err)
	}
}

func lostAnswer(b *bench) {
	b.needs(b.LoseAnswer)
	b.open()
	r := b.receipt()
	in := b.intent(r)
	b.LoseAnswer()
	doc, err := b.printer.Register(b.ctx, r)
	b.Calm()
	m := b.memory(1)
	var e *fiscal.Error
	switch {
	case err == nil && doc.FD == m[0].FD: // the printer still had the answer
	case errors.As(err, &e) && e.Unknown:
	default:
		b.Fatalf("got %+v, %#v; want the document or an unknown fate", doc, err)
	}
	b.restart()
	if out := b.settle(in); out.Result != fiscal.Registered || out.Document.FD != m[0].FD || out.Document.FP == "" {
		b.Errorf("settled as %+v, want document %d", out, m[0].FD)
	}
	if _, err := b.printer.Register(b.ctx, b.receipt()); err != nil {
		b.Errorf("the next receipt: %v", err)
	}
	b.memory(2)
}

func lostRequest(b *bench) {
	b.needs(b.LoseRequest)
	b.open()
	b.nothingLeft(b.LoseRequest)
}

func lostPower(b *bench) {
	b.needs(b.LosePower)
	b.open()
	b.nothingLeft(b.LosePower)
}

// nothingLeft sends a receipt into a fault that comes before the document exists, and then pays again.
func (b *bench) nothingLeft(fault func()) {
	b.Helper()
	r := b.receipt()
	in := b.intent(r)
	fault()
	doc, err := b.printer.Register(b.ctx, r)
	b.Calm()
	if err == nil {
		b.Fatalf("a receipt that never reached the drive was registered: %+v", doc)
	}
	b.memory(0)
	if out := b.settle(in); out.Result != fiscal.NotRegistered {
		b.Fatalf("settled as %+v, want not registered", out)
	}
	if doc, err = b.printer.Register(b.ctx, r); err != nil || doc.FD != b.memory(1)[0].FD {
		b.Errorf("paid again: %+v, %v", doc, err)
	}
}

func paper(b *bench) {
	b.open()
	r := b.receipt()
	for _, c := range []struct {
		fault func()
		want  fiscal.Trouble
	}{{b.NoPaper, fiscal.NoPaper}, {b.CoverOpen, fiscal.CoverOpen}} {
		if c.fault == nil {
			continue
		}
		c.fault()
		_, err := b.printer.Register(b.ctx, r)
		b.refused(err, c.want)
		b.memory(0)
		b.Calm()
	}
	if _, err := b.printer.Register(b.ctx, r); err != nil {
		b.Errorf("with paper again: %v", err)
	}
	b.memory(1)
}

func torn(b *bench) {
	b.needs(b.TearPaper)
	b.open()
	b.TearPaper()
	doc, err := b.printer.Register(b.ctx, b.receipt())
	if err != nil || doc.Printed {
		b.Fatalf("got %+v, %v; want a document without paper", doc, err)
	}
	b.Calm()
	if err := b.printer.ContinuePrint(b.ctx); err != nil {
		b.Errorf("continue: %v", err)
	}
	if doc, err = b.printer.Register(b.ctx, b.receipt()); err != nil || !doc.Printed {
		b.Errorf("the next receipt: %+v, %v", doc, err)
	}
	b.memory(2)
}

func aged(b *bench) {
	b.needs(b.Age)
	b.open()
	b.Age()
	st, err := b.printer.Status(b.ctx)
	if err != nil || st.Shift != fiscal.ShiftExpired {
		b.Fatalf("status: %+v, %v", st, err)
	}
	_, err = b.printer.Register(b.ctx, b.receipt())
	b.refused(err, fiscal.ShiftTooLong)
	b.memory(0)
	if _, err := b.printer.CloseShift(b.ctx, cashier); err != nil {
		b.Errorf("close: %v", err)
	}
	b.open()
	if _, err := b.printer.Register(b.ctx, b.receipt()); err != nil {
		b.Errorf("in the new shift: %v", err)
	}
}

func swapped(b *bench) {
	b.needs(b.SwapDrive)
	b.open()
	in := b.intent(b.receipt())
	b.SwapDrive()
	if out := b.settle(in); out.Result != fiscal.Replaced {
		b.Errorf("settled as %+v, want replaced", out)
	}
}

func cash(b *bench) {
	b.open()
	if err := b.printer.CashIn(b.ctx, 100_000, cashier); err != nil {
		b.Fatalf("in: %v", err)
	}
	if err := b.printer.CashOut(b.ctx, 30_005, cashier); err != nil {
		b.Fatalf("out: %v", err)
	}
	b.refused(b.printer.CashOut(b.ctx, 100_000, cashier), fiscal.NoCash)
	if _, err := b.printer.Register(b.ctx, b.receipt()); err != nil {
		b.Fatal(err)
	}
	st, err := b.printer.Status(b.ctx)
	if want := int64(100_000 - 30_005 + 15_050); err != nil || st.CashInDrawer != want {
		b.Errorf("cash in the drawer %d, %v; want %d", st.CashInDrawer, err, want)
	}
}

func marks(b *bench) {
	checker, ok := b.printer.(fiscal.MarkChecker)
	if !ok {
		b.Skip("no such ability")
	}
	b.open()
	r, sold := b.receipt(), b.code()
	if b.Know != nil {
		b.Know(r.Lines[0].Code, false)
		b.Know(sold, true)
	}
	got, err := checker.CheckMarks(b.ctx, []fiscal.Mark{{Code: r.Lines[0].Code}, {Code: sold, Return: true}})
	if err != nil || len(got) != 2 || !got[0].Accepted || !got[0].Bits.Confirmed() || !got[1].Accepted {
		b.Fatalf("good codes: %+v, %v", got, err)
	}
	if _, err := b.printer.Register(b.ctx, r); err != nil {
		b.Fatalf("receipt with a checked code: %v", err)
	}
	b.memory(1)
	if err := checker.ForgetMarks(b.ctx); err != nil {
		b.Errorf("forget: %v", err)
	}
	if b.DenyMarks == nil {
		return
	}
	b.DenyMarks()
	got, err = checker.CheckMarks(b.ctx, []fiscal.Mark{{Code: b.code()}})
	if err != nil || len(got) != 1 || got[0].Accepted || !got[0].Bits.Denied() {
		b.Errorf("a denied code: %+v, %v", got, err)
	}
}

func crowd(b *bench) {
	b.open()
	const each, tills = 3, 5
	var all sync.WaitGroup
	var list []fiscal.Receipt
	for range each * tills {
		list = append(list, b.receipt())
	}
	errs := make(chan error, len(list)*2)
	for i := range tills {
		all.Add(1)
		go func() {
			defer all.Done()
			for _, r := range list[i*each : (i+1)*each] {
				_, err := b.printer.Register(b.ctx, r)
				errs <- err
				_, err = b.printer.Status(b.ctx)
				errs <- err
			}
		}()
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			b.Error(err)
		}
	}
	b.memory(len(list))
}

func cancelled(b *bench) {
	b.open()
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	_, err := b.printer.Register(ctx, b.receipt())
	b.refused(err, "")
	b.memory(0)
	if _, err := b.printer.Register(b.ctx, b.receipt()); err != nil {
		b.Errorf("the next receipt: %v", err)
	}
}

func abilities(b *bench) {
	b.open()
	try := func(name string, has bool, call func() error) {
		sign := "has not"
		if has {
			sign = "can"
			if err := call(); err != nil {
				sign = "FAILED"
				b.Errorf("%s: %v", name, err)
			}
		}
		b.can = append(b.can, fmt.Sprintf("%-10s %s", sign, name))
	}
	if _, err := b.printer.Register(b.ctx, b.receipt()); err != nil {
		b.Fatal(err)
	}
	glancer, ok := b.printer.(fiscal.Glancer)
	try("quick status", ok, func() error {
		st, err := glancer.Glance(b.ctx)
		if full, err := b.printer.Status(b.ctx); err != nil || st.FN != full.FN || st.LastFD != full.LastFD || st.Serial != full.Serial || st.Shift != full.Shift {
			b.Errorf("glance %+v, status %+v, %v", st, full, err)
		}
		return err
	})
	drawer, ok := b.printer.(fiscal.DrawerOpener)
	try("cash drawer", ok, func() error { return drawer.OpenDrawer(b.ctx) })
	copier, ok := b.printer.(fiscal.Copier)
	try("copy of the last receipt", ok, func() error { return copier.PrintCopy(b.ctx, 0) })
	text, ok := b.printer.(fiscal.TextPrinter)
	try("free text", ok, func() error { return text.PrintText(b.ctx, []string{"Добро пожаловать", "★"}) })
	_, ok = b.printer.(fiscal.MarkChecker)
	try("check of marking codes", ok, func() error { return nil })
	if err := b.printer.Abandon(b.ctx); err != nil {
		b.Errorf("abandon with nothing open: %v", err)
	}
	if err := b.printer.ContinuePrint(b.ctx); err != nil {
		b.Errorf("continue with nothing to print: %v", err)
	}
	if _, err := b.printer.CloseShift(b.ctx, cashier); err != nil {
		b.Fatal(err)
	}
	clock, ok := b.printer.(fiscal.ClockSetter)
	try("clock", ok, func() error { return clock.SetClock(b.ctx, time.Now()) })
	tracer, ok := b.printer.(fiscal.Tracer)
	try("trace of a request in the driver", ok, func() error {
		_, waiting, err := tracer.Trace(b.ctx, uuid.NewString())
		if waiting {
			b.Error("a request that was never made is waited for")
		}
		return err
	})
	unblocker, ok := b.printer.(fiscal.Unblocker)
	try("setting a queue that stands going", ok && b.Queued, func() error { return unblocker.Unblock(b.ctx) })
	if err := b.printer.Close(); err != nil {
		b.Errorf("close: %v", err)
	}
	if err := b.printer.Close(); err != nil {
		b.Errorf("close twice: %v", err)
	}
}

// partial sells 3 of the 20 parts of a pack and takes them back.
func partial(b *bench) {
	b.open()
	part := sale.Fraction{N: 3, Of: 20}
	r := b.receipt()
	r.Lines[0].Part, r.Lines[0].Note = part, "размер 42"
	r.Note = "Спасибо за покупку"
	if b.Know != nil {
		b.Know(r.Lines[0].Code, false)
	}
	if checker, ok := b.printer.(fiscal.MarkChecker); ok {
		got, err := checker.CheckMarks(b.ctx, []fiscal.Mark{{Code: r.Lines[0].Code, Part: part}})
		if err != nil || len(got) != 1 || got[0].Bits.Denied() {
			b.Fatalf("check of a part: %+v, %v", got, err)
		}
	}
	if _, err := b.printer.Register(b.ctx, r); err != nil {
		b.Fatal(err)
	}
	back := r
	back.ID, back.Mark, back.Kind = uuid.NewString(), "D-part-back", sale.Return
	back.Payments = []sale.Payment{{Type: sale.Cash, Sum: r.Total}}
	if _, err := b.printer.Register(b.ctx, back); err != nil {
		b.Fatal(err)
	}
	for i, e := range b.memory(2) {
		if e.Lines[0].Part != "3/20" || e.Lines[0].Quantity != sale.One || e.Lines[1].Part != "" {
			b.Errorf("document %d: %+v", i+1, e.Lines)
		}
	}
}
