package atol_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/internal/sale"
	sim "dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

// served is an adapter over the web server of a simulated printer with an open shift.
type served struct {
	*testing.T
	device  *sim.Printer
	board   *fault.Board
	table   *codes.Table
	printer *atol.Printer
}

func serve(t *testing.T, change func(p *atol.Params, s *sim.Params)) *served {
	s := &served{T: t, board: fault.NewBoard(1), table: codes.NewTable(time.Now, nil)}
	with := sim.Params{Board: s.board, Table: s.table, Now: time.Now, Zone: time.Local, FN: "9999078900012345", Serial: "17", INN: "7700000009"}
	p := atol.Params{PollFirst: time.Millisecond, PollLongest: 10 * time.Millisecond, LossTimeout: 300 * time.Millisecond, AnswerTimeout: 3 * time.Second}
	if change != nil {
		change(&p, &with)
	}
	var err error
	if s.device, err = sim.NewPrinter(with); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	web := sim.NewWeb(ctx, s.device)
	server := httptest.NewServer(s.board.Wrap(sim.Service, web.Describe, web))
	t.Cleanup(func() { server.Close(); cancel(); web.Close() })
	p.URL = server.URL
	if s.printer, err = atol.New(p); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.printer.Close() })
	if _, err := s.printer.OpenShift(t.Context(), fiscal.Operator{Name: "Иванова"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *served) receipt(lines ...fiscal.Line) fiscal.Receipt {
	if len(lines) == 0 {
		lines = []fiscal.Line{{Name: "Хлеб", Price: 4550, Quantity: sale.One, Sum: 4550, Unit: sale.Piece, VAT: sale.VAT10}}
	}
	id := uuid.NewString()
	r := fiscal.Receipt{ID: id, Mark: strings.ReplaceAll(id, "-", "")[:16], Kind: sale.Sale, Operator: fiscal.Operator{Name: "Иванова"}, Lines: lines}
	for _, l := range lines {
		r.Total += l.Sum
	}
	r.Payments = []sale.Payment{{Type: sale.Cash, Sum: r.Total}}
	return r
}

func (s *served) trouble(err error, want fiscal.Trouble, unknown bool) {
	s.Helper()
	var e *fiscal.Error
	if !errors.As(err, &e) || e.Trouble != want || e.Unknown != unknown {
		s.Fatalf("got %v, want %s, unknown %v", err, want, unknown)
	}
}

func TestAQueueThatStandsIsToldAtOnceAndSetGoing(t *testing.T) {
	for _, made := range []bool{true, false} {
		t.Run(map[bool]string{true: "the document was made", false: "it was not"}[made], func(t *testing.T) {
			s, ctx := serve(t, nil), t.Context()
			st, err := s.printer.Glance(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.board.Set(sim.Service, fault.Fault{Kind: fault.Blocked, After: made, Stuck: true, Command: "sell", Count: 1}); err != nil {
				t.Fatal(err)
			}
			r := s.receipt()
			intent := fiscal.Intent{ReceiptID: r.ID, Mark: r.Mark, Serial: st.Serial, FN: st.FN, LastFD: st.LastFD, Total: r.Total, Kind: sale.Sale, At: time.Now()}
			_, err = s.printer.Register(ctx, r)
			s.trouble(err, fiscal.Stopped, true)
			if err := s.board.Set(sim.Service, fault.Fault{Kind: fault.Blocked}); err != nil { // the printer stays away
				t.Fatal(err)
			}
			began := time.Now()
			_, err = s.printer.Status(ctx)
			s.trouble(err, fiscal.Stopped, false)
			_, err = s.printer.Register(ctx, s.receipt())
			s.trouble(err, fiscal.Stopped, false) // it was taken back out of the queue: certain
			if d := time.Since(began); d > 2*time.Second {
				t.Errorf("told after %s", d)
			}
			s.trouble(s.printer.Unblock(ctx), fiscal.Offline, false)
			s.board.Clear(sim.Service)
			_, err = s.printer.Status(ctx)
			s.trouble(err, fiscal.Stopped, false)
			if err := s.printer.Unblock(ctx); err != nil {
				t.Fatal(err)
			}
			out, err := fiscal.Ask(ctx, s.printer, intent)
			want := fiscal.NotRegistered
			if made {
				want = fiscal.Registered
			}
			if err != nil || out.Result != want {
				t.Fatalf("settled as %s, %v; want %s", out.Result, err, want)
			}
			if again, err := s.printer.Register(ctx, r); err != nil || again.Total != r.Total { // the buyer pays: at once, and once
				t.Fatalf("paid again: %+v, %v", again, err)
			}
			n := 0
			for _, d := range s.device.Documents() {
				if d.IsReceipt() {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d receipts in the drive", n)
			}
			if _, err := s.printer.Register(ctx, s.receipt()); err != nil {
				t.Errorf("afterwards: %v", err)
			}
			if err := s.printer.Unblock(ctx); err != nil {
				t.Errorf("again, with nothing to do: %v", err)
			}
		})
	}
}
