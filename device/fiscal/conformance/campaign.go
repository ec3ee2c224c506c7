package conformance

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"dobro/device/fiscal"
)

// Campaign sells receipts while the link, the power and the paper fail at random and the till is restarted in the middle of
// payments, and then compares the fiscal memory with the till's own list one to one. The seed and the figures are printed.
func Campaign(t *testing.T, fresh func(t *testing.T) Rig, seed uint64, receipts int) {
	b := newBench(t, fresh(t))
	if b.Disturb == nil {
		t.Skip("the simulator has no random faults")
	}
	b.open()
	r := rand.New(rand.NewPCG(seed, 0))
	var f figures
	began := time.Now()
	var journal []fiscal.Document
	for range receipts {
		journal = append(journal, b.sell(r, &f))
	}
	t.Logf("seed %d: %d receipts in %s, %d disturbed, %d certain failures, %d unknown, %d restarts, settled %d registered and %d not",
		seed, receipts, time.Since(began).Round(time.Millisecond), f.disturbed, f.failed, f.unknown, f.restarts, f.registered, f.not)
	m := b.memory(receipts)
	for i, d := range journal {
		if m[i].FD != d.FD || m[i].Total != d.Total || m[i].Mark != d.Mark {
			t.Fatalf("seed %d receipt %d: journal %+v, drive %+v", seed, i, d, m[i])
		}
	}
}

type figures struct{ disturbed, failed, unknown, restarts, registered, not int }

// sell pays one receipt until it is in the drive, as a till and its cashier would.
func (b *bench) sell(r *rand.Rand, f *figures) fiscal.Document {
	b.Helper()
	receipt := b.receipt()
	var last error
	in := b.intent(receipt) // of the first try: it stands for all of them
	for try := range 20 {
		ctx, cancel := context.WithCancel(b.ctx)
		killed := false
		if try < 5 && r.IntN(3) == 0 {
			f.disturbed++
			b.Disturb(r)
		}
		if try < 5 && r.IntN(6) == 0 { // the program dies while it waits
			killed = true
			time.AfterFunc(time.Duration(r.IntN(8000))*time.Microsecond, cancel)
		}
		doc, err := b.printer.Register(ctx, receipt)
		cancel()
		b.Calm()
		last = err
		var e *fiscal.Error
		switch {
		case killed:
			f.restarts++
			b.restart()
		case err == nil:
			return doc
		case !errors.As(err, &e):
			b.Fatalf("an error of another kind: %#v", err)
		case !e.Unknown:
			f.failed++
			if out := b.settle(in); out.Result != fiscal.NotRegistered { // a certain failure has to be one
				b.Fatalf("%v was called certain, and the drive says %+v", err, out)
			}
			continue
		default:
			f.unknown++
		}
		switch out := b.settle(in); out.Result {
		case fiscal.Registered:
			f.registered++
			return out.Document
		case fiscal.NotRegistered:
			f.not++
		default:
			b.Fatalf("settled as %+v", out)
		}
	}
	b.Fatalf("a receipt could not be sold in 20 tries, the last ended with %v", last)
	return fiscal.Document{}
}
