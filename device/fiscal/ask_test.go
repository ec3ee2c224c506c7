package fiscal

import (
	"context"
	"errors"
	"testing"

	"dobro/internal/sale"
)

// desk is a printer made of functions; what a test does not set must not be called.
type desk struct {
	Printer
	status  func() (Status, error)
	find    func(fd int64) (Document, error)
	abandon func() error
}

func (d desk) Status(context.Context) (Status, error)             { return d.status() }
func (d desk) Find(_ context.Context, fd int64) (Document, error) { return d.find(fd) }
func (d desk) Abandon(context.Context) error                      { return d.abandon() }

func TestAsk(t *testing.T) {
	in := Intent{ReceiptID: "r", Mark: "m", FN: "F", LastFD: 10, Total: 100, Kind: sale.Sale}
	cable := &Error{Trouble: Offline}
	at := func(fd int64) func() (Status, error) {
		return func() (Status, error) { return Status{FN: "F", Serial: "S", LastFD: fd}, nil }
	}
	ours := func(fd int64) (Document, error) { return Document{Kind: "sale", FD: fd, Total: 100, Mark: "m"}, nil }
	t.Run("the printer cannot be asked: the fate stays open", func(t *testing.T) {
		_, err := Ask(context.Background(), desk{status: func() (Status, error) { return Status{}, cable }}, in)
		if !errors.Is(err, cable) {
			t.Errorf("got %v, want %v", err, cable)
		}
	})
	t.Run("the cable breaks between two documents: the fate stays open", func(t *testing.T) {
		_, err := Ask(context.Background(), desk{status: at(12), find: func(fd int64) (Document, error) {
			if fd == 12 {
				return Document{}, cable
			}
			return Document{Kind: "other", FD: fd}, nil
		}}, in)
		if !errors.Is(err, cable) {
			t.Errorf("got %v, want %v", err, cable)
		}
	})
	t.Run("registered, with the drive and the printer filled in", func(t *testing.T) {
		out, err := Ask(context.Background(), desk{status: at(11), find: ours}, in)
		if err != nil || out.Result != Registered || out.Document.FN != "F" || out.Document.Serial != "S" {
			t.Errorf("got %+v, %v", out, err)
		}
	})
	t.Run("a document hangs open: dropped, then nothing is new", func(t *testing.T) {
		open, dropped := true, 0
		out, err := Ask(context.Background(), desk{
			status:  func() (Status, error) { return Status{FN: "F", LastFD: 10, DocumentOpen: open}, nil },
			abandon: func() error { open = false; dropped++; return nil },
		}, in)
		if err != nil || out.Result != NotRegistered || dropped != 1 {
			t.Errorf("got %+v, %v after %d drops", out, err, dropped)
		}
	})
	t.Run("a document that will not go away: undecided", func(t *testing.T) {
		out, err := Ask(context.Background(), desk{
			status:  func() (Status, error) { return Status{FN: "F", LastFD: 10, DocumentOpen: true}, nil },
			abandon: func() error { return nil },
		}, in)
		if err != nil || out.Result != Undecided {
			t.Errorf("got %+v, %v", out, err)
		}
	})
}

// traced is a desk whose driver has a queue.
type traced struct {
	desk
	fd      int64
	waiting bool
}

func (d traced) Trace(context.Context, string) (int64, bool, error) { return d.fd, d.waiting, nil }

func TestAskLooksIntoTheDriversQueue(t *testing.T) {
	in := Intent{ReceiptID: "r", Mark: "m", FN: "F", LastFD: 10, Total: 100, Kind: sale.Sale}
	quiet := func() (Status, error) { return Status{FN: "F", LastFD: 10}, nil }
	finds := func(d Document, err error) func(int64) (Document, error) {
		return func(int64) (Document, error) { return d, err }
	}
	for _, c := range []struct {
		name string
		d    traced
		want Result
		why  string
	}{
		{"nothing is queued", traced{desk: desk{status: quiet}}, NotRegistered, "no_new_document"},
		{"it is still queued: ask again", traced{desk: desk{status: quiet}, waiting: true}, Undecided, "under_way"},
		{"it was made before the intent was written", traced{desk: desk{status: quiet, find: finds(Document{Kind: "sale", FD: 9, Total: 100, Mark: "m"}, nil)}, fd: 9}, Registered, "request"},
		{"the driver names a document over another sum", traced{desk: desk{status: quiet, find: finds(Document{Kind: "sale", FD: 9, Total: 99}, nil)}, fd: 9}, Manual, "request_with_other_document"},
		{"the driver names a document that is not there", traced{desk: desk{status: quiet, find: finds(Document{}, ErrNoDocument)}, fd: 9}, Manual, "request_without_document"},
	} {
		out, err := Ask(context.Background(), c.d, in)
		if err != nil || out.Result != c.want || out.Why != c.why {
			t.Errorf("%s: got %s by %s, %v; want %s by %s", c.name, out.Result, out.Why, err, c.want, c.why)
		}
	}
}

func TestReceiptCheck(t *testing.T) {
	good := Receipt{Total: 100, Mark: "D-1", Lines: []Line{{Quantity: 1000, Price: 100, Sum: 100}}, Payments: []sale.Payment{{Type: sale.Cash, Sum: 500}}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Receipt){
		"no lines":                       func(r *Receipt) { r.Lines, r.Total = nil, 0 },
		"lines that miss the total":      func(r *Receipt) { r.Total = 99 },
		"too little money":               func(r *Receipt) { r.Payments[0].Sum = 99 },
		"card above the total":           func(r *Receipt) { r.Payments[0].Type = sale.Card },
		"two pieces of one marking code": func(r *Receipt) { r.Lines[0].Code, r.Lines[0].Quantity = "c", 2000 },
		"a mark of 17 letters":           func(r *Receipt) { r.Mark = "12345678901234567" },
		"a negative payment":             func(r *Receipt) { r.Payments = append(r.Payments, sale.Payment{Type: sale.Card, Sum: -1}) },
	} {
		r := good
		r.Lines, r.Payments = append([]Line(nil), good.Lines...), append([]sale.Payment(nil), good.Payments...)
		change(&r)
		var e *Error
		if err := r.Check(); !errors.As(err, &e) || e.Unknown {
			t.Errorf("%s: got %v, want a certain refusal", name, err)
		}
	}
}

func TestLineParts(t *testing.T) {
	for _, c := range []struct {
		name string
		line Line
		want []Line
	}{
		{"a price that fits stays", Line{Price: 100, Quantity: 3000, Sum: 300}, []Line{{Price: 100, Quantity: 3000, Sum: 300}}},
		{"a kopeck beside it stays", Line{Price: 997, Quantity: 3000, Sum: 2990}, []Line{{Price: 997, Quantity: 3000, Sum: 2990}}},
		{"more is divided, the discount shown once", Line{Price: 100, Quantity: 100_000, Sum: 9950, Discount: 50},
			[]Line{{Price: 100, Quantity: 50_000, Sum: 5000, Discount: 50}, {Price: 99, Quantity: 50_000, Sum: 4950}}},
		{"a price before the discount is replaced", Line{Price: 1000, Quantity: 2000, Sum: 1800, Discount: 200}, []Line{{Price: 900, Quantity: 2000, Sum: 1800, Discount: 200}}},
	} {
		got := c.line.Parts()
		if len(got) != len(c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
			}
		}
	}
}
