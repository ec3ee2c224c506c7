package atol_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/conformance"
	"dobro/internal/sale"
	sim "dobro/internal/sim/atol"
	"dobro/internal/sim/fault"
)

// library is the driver's library over a simulated printer.
type library struct {
	device *sim.Printer
	inside atomic.Int32
	twice  *atomic.Bool
}

func (l *library) ProcessJSON(task string) (string, int, string, error) {
	if l.inside.Add(1) > 1 {
		l.twice.Store(true)
	}
	defer l.inside.Add(-1)
	answer, code, text := l.device.Execute(context.Background(), uuid.NewString(), json.RawMessage(task))
	b, err := json.Marshal(answer)
	return string(b), code, text, err
}

func (l *library) Close() error { return nil }

func TestConformanceOverTheLibrary(t *testing.T) { conformance.Run(t, libraryRig) }

func TestCampaignOverTheLibrary(t *testing.T) {
	conformance.Campaign(t, libraryRig, 20261122, conformance.CampaignReceipts)
}

func libraryRig(t *testing.T) conformance.Rig {
	var twice atomic.Bool
	t.Cleanup(func() {
		if twice.Load() {
			t.Error("the library was called twice at once")
		}
	})
	var board *fault.Board
	r := rig(t, func(device *sim.Printer, b *fault.Board) func() fiscal.Printer {
		board = b
		return func() fiscal.Printer {
			p, err := atol.New(atol.Params{Library: &library{device: device, twice: &twice}})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
	})
	r.LoseRequest = func() { // the one way on which it could be lost is the driver's own cable: error 241, and nothing was made
		if err := board.Set(sim.Service, fault.Fault{Kind: fault.Device, ErrorCode: 241, Count: 1, Command: "sell"}); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// slow is a library whose call lasts until it is told to end.
type slow struct {
	begun, end chan struct{}
	once       sync.Once
	calls      atomic.Int32
}

func (s *slow) ProcessJSON(string) (string, int, string, error) {
	s.calls.Add(1)
	s.once.Do(func() { close(s.begun) })
	<-s.end
	return `{"fiscalParams":{"fiscalDocumentNumber":42,"fnNumber":"9999078900001111","total":1.00}}`, 0, "", nil
}

func (s *slow) Close() error { return nil }

func TestACallThatTheTillGaveUpGoesOnAndIsFoundAgain(t *testing.T) {
	lib := &slow{begun: make(chan struct{}), end: make(chan struct{})}
	p, err := atol.New(atol.Params{Library: lib})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-lib.begun; cancel() }()
	sum := int64(100)
	r := fiscal.Receipt{ID: uuid.NewString(), Kind: "sale", Total: sum, Lines: []fiscal.Line{{Name: "a", Price: sum, Quantity: 1000, Sum: sum, Unit: "piece", VAT: "none"}}}
	r.Payments = []sale.Payment{{Type: sale.Cash, Sum: sum}}
	_, err = p.Register(ctx, r)
	var e *fiscal.Error
	if !errors.As(err, &e) || !e.Unknown {
		t.Fatalf("got %#v, want an unknown fate", err)
	}
	time.AfterFunc(10*time.Millisecond, func() { close(lib.end) })
	wait, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	if _, err := p.Status(wait); err == nil { // it waits for the call in progress, then reads nonsense
		t.Error("a status was made of the answer to a receipt")
	}
	if n := lib.calls.Load(); n < 2 {
		t.Errorf("%d calls, want the receipt's and the status'", n)
	}
}
