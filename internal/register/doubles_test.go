package register

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// drive is a printer that keeps its documents in memory and can lose its voice before or after it made one.
type drive struct {
	mu        sync.Mutex
	docs      []fiscal.Document
	seen      []fiscal.Receipt
	open      bool
	number    int64
	receipts  int64
	loseAfter int // the next answers are lost after the document was made
	loseFirst int // the next requests are lost before anything happened
	silent    bool
	quiet     bool // silent to questions once a receipt was sent
	sent      bool
	paper     bool
	refuse    *fiscal.Error
	strangers []fiscal.Document // what another program prints while our receipt is under way
	expired   bool
	fn        string // the drive that answers after the next receipt, "" the same
}

const drive1 = "9999078900001234"

func newDrive() *drive { return &drive{paper: true, number: 6} }

func (d *drive) mute() bool { return d.silent || d.quiet && d.sent }

var errGone = &fiscal.Error{Trouble: fiscal.Offline}

func (d *drive) add(kind string, total int64, mark string) fiscal.Document {
	doc := fiscal.Document{Kind: kind, FD: int64(len(d.docs)) + 1, FP: fmt.Sprint(1000 + len(d.docs)), FN: drive1, Serial: "S1", At: day1,
		Total: total, ShiftNumber: d.number, ReceiptNumber: d.receipts, Mark: mark, Printed: true}
	d.docs = append(d.docs, doc)
	return doc
}

func (d *drive) Status(context.Context) (fiscal.Status, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.mute() {
		return fiscal.Status{}, errGone
	}
	st := fiscal.Status{FN: drive1, Serial: "S1", LastFD: int64(len(d.docs)), Paper: d.paper, Shift: fiscal.ShiftClosed, ShiftNumber: d.number}
	if d.open {
		st.Shift = fiscal.ShiftOpen
	}
	if d.expired {
		st.Shift = fiscal.ShiftExpired
	}
	if d.fn != "" && d.sent {
		st.FN = d.fn
	}
	return st, nil
}

func (d *drive) OpenShift(context.Context, fiscal.Operator) (fiscal.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open, d.receipts = true, 0
	d.number++
	return d.add("shift_open", 0, ""), nil
}

func (d *drive) CloseShift(context.Context, fiscal.Operator) (fiscal.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = false
	return d.add("shift_close", 0, ""), nil
}

func (d *drive) XReport(context.Context, fiscal.Operator) error { return nil }

func (d *drive) Register(_ context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return fiscal.Document{}, d.refuse
	}
	d.sent = true
	for _, doc := range d.strangers {
		d.add(doc.Kind, doc.Total, "")
	}
	if d.loseFirst > 0 {
		d.loseFirst--
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Offline, Unknown: true}
	}
	d.receipts++
	d.seen = append(d.seen, r)
	doc := d.add(string(r.Kind), r.Total, r.Mark)
	if d.loseAfter > 0 {
		d.loseAfter--
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Offline, Unknown: true}
	}
	return doc, nil
}

func (d *drive) CashIn(context.Context, int64, fiscal.Operator) error  { return nil }
func (d *drive) CashOut(context.Context, int64, fiscal.Operator) error { return nil }

func (d *drive) Find(_ context.Context, fd int64) (fiscal.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.mute() {
		return fiscal.Document{}, errGone
	}
	if fd < 1 || fd > int64(len(d.docs)) {
		return fiscal.Document{}, fiscal.ErrNoDocument
	}
	return d.docs[fd-1], nil
}

func (d *drive) Abandon(context.Context) error       { return nil }
func (d *drive) ContinuePrint(context.Context) error { return nil }
func (d *drive) Close() error                        { return nil }

func (d *drive) sales() (out []fiscal.Document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, doc := range d.docs {
		if doc.Kind == "sale" || doc.Kind == "return" {
			out = append(out, doc)
		}
	}
	return out
}

// oracle answers by the serial number of the code: its first two letters say what comes.
type oracle struct{}

func (oracle) Check(_ context.Context, q checks.Request) checks.Verdict {
	v := checks.Verdict{ID: newID(), At: day1, Code: q.Code.Full, Cis: q.Code.Cis, GTIN: q.Code.GTIN, Group: 8, Decision: checks.Allow,
		Channel: checks.ChannelTSPIoT, Reasons: []checks.Reason{}, Evidence: checks.Evidence{ReqID: "r", ReqTimestamp: 1, Tag1265: "UUID=r&Time=1"}}
	say := func(d checks.Decision, code checks.ReasonCode, s checks.Severity) {
		v.Decision, v.Evidence.Tag1265 = d, ""
		v.Reasons = []checks.Reason{{Code: code, Severity: s, Text: string(code), Action: "do"}}
	}
	if s := q.Code.Serial; strings.HasPrefix(s, "5P") || strings.HasPrefix(s, "5R") {
		v.InnerUnits = 20
		v.SoldUnits = int64(s[2] - '0') // sold elsewhere
	}
	if q.Return { // bans are about sales
		switch q.Code.Serial[:2] {
		case "5N":
			say(checks.Allow, checks.NotSold, checks.Warning)
		case "5M":
			say(checks.Ask, checks.NotSold, checks.AskFirst)
		case "5L":
			say(checks.Forbid, checks.NotSold, checks.Ban)
		}
		return v
	}
	switch {
	case q.Parts > 0 && strings.HasPrefix(q.Code.Serial, "5R"):
		say(checks.Forbid, checks.Blocked, checks.Ban)
	case q.Refused != nil:
		say(checks.Forbid, checks.InvalidFormat, checks.Ban)
	case q.InBasket(q.Code.Cis):
		say(checks.Forbid, checks.AlreadyInReceipt, checks.Ban)
	case q.Code.Serial[:2] == "5S":
		say(checks.Forbid, checks.Sold, checks.Ban)
	case q.Code.Serial[:2] == "5Q":
		say(checks.Ask, checks.Unverified, checks.AskFirst)
	}
	return v
}

type plainWords struct{}

func (plainWords) T(key string, _ ...any) string { return key }
func (plainWords) Rubles(kopecks int64) string   { return money.Kopecks(kopecks).String() }

type noExcise struct{}

func (noExcise) Excise(group int) bool { return group == 3 || group == 15 }
func (noExcise) Final(group int) bool  { return group == 3 }

var day1 = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

type shop struct {
	t     testing.TB
	dir   string
	drive *drive
	able  *able           // the same drive with all abilities; nil: a plain one
	with  func(p *Params) // changes the parameters of the next start
	store *store.Store
	till  *Register
	heard []Event
	mu    sync.Mutex
}

const milk = "04670540176099"

func code(serial string) string { return "01" + milk + "21" + serial + "\x1d93dGVz" }

func open(t *testing.T) *shop {
	t.Helper()
	return openWith(t, nil, nil)
}

// openWith opens the shop with a printer that has all abilities, or with other parameters.
func openWith(t testing.TB, a *able, with func(p *Params)) *shop {
	t.Helper()
	s := &shop{t: t, dir: filepath.Join(t.TempDir(), "Касса #1"), drive: newDrive(), able: a, with: with}
	if a != nil {
		s.drive = a.drive
	}
	s.start()
	ctx := context.Background()
	people := staff.New(s.store, s.clock)
	for _, who := range []struct {
		name string
		role staff.Role
		pin  string
	}{{"Анна", staff.Cashier, "1111"}, {"Борис", staff.Senior, "2222"}, {"Вера", staff.Owner, "3333"}} {
		if _, err := people.Add(ctx, who.name, who.role, who.pin); err != nil {
			t.Fatal(err)
		}
	}
	err := s.store.Write(ctx, s.clock(), func(tx *store.Tx) error {
		_, _, err := tx.ImportGoods([]goods.Product{
			{Code: "1", Name: "Молоко", Price: 9990, Unit: sale.Piece, VAT: sale.VAT10, Group: 8, Barcodes: []string{"4670540176099"}},
			{Code: "2", Name: "Хлеб", Price: 4550, Unit: sale.Piece, VAT: sale.VAT10, Barcodes: []string{"4600000000015"}},
		}, func(b string) string { g, _ := marking.GTIN14(b); return g })
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}

func (s *shop) clock() time.Time { return day1 }

func (s *shop) start() {
	s.t.Helper()
	var err error
	if s.store, err = store.Open(context.Background(), store.Params{Dir: s.dir}); err != nil {
		s.t.Fatal(err)
	}
	p := Params{Store: s.store, Staff: staff.New(s.store, s.clock), Checks: oracle{}, Words: plainWords{}, Groups: noExcise{},
		Printer: s.drive, Now: s.clock, Taxation: "usn_income", SettlePause: time.Millisecond}
	if s.able != nil {
		p.Printer = s.able
	}
	if s.with != nil {
		s.with(&p)
	}
	if s.till, err = New(context.Background(), p); err != nil {
		s.t.Fatal(err)
	}
	s.till.Listen(func(e Event) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if e.Kind != EventView {
			s.heard = append(s.heard, e)
		}
	})
}

func (s *shop) stop() {
	s.till.Close()
	s.store.Close()
}

func (s *shop) restart() {
	s.t.Helper()
	s.stop()
	s.start()
}

// must fails the test unless the action ends with the code; "" wants success.
func (s *shop) must(want string, err error) {
	s.t.Helper()
	got := ""
	var f *Fault
	if errors.As(err, &f) {
		got = f.Code
	} else if err != nil {
		got = err.Error()
	}
	if got != want {
		s.t.Fatalf("got %q, want %q (%v)", got, want, err)
	}
}

func (s *shop) states() (out []sale.State) {
	s.t.Helper()
	list, err := s.store.Receipts(context.Background(), day1.Add(-time.Hour), day1.Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range list {
		out = append(out, r.State)
	}
	return out
}

func cash(rubles string) []sale.Payment {
	k, err := money.Parse(rubles)
	if err != nil {
		panic(err)
	}
	return []sale.Payment{{Type: sale.Cash, Sum: int64(k)}}
}
