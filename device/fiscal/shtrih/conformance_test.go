package shtrih_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/device/fiscal/conformance"
	"dobro/device/fiscal/shtrih"
	"dobro/internal/sale"
	sim "dobro/internal/sim/shtrih"
)

func TestConformanceOverTCP(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Rig { return rig(t, overTCP) })
}

func TestCampaignOverTCP(t *testing.T) {
	conformance.Campaign(t, func(t *testing.T) conformance.Rig { return rig(t, overTCP) }, 20261122, conformance.CampaignReceipts)
}

func overTCP(t *testing.T, d *sim.Device) string {
	ctx, cancel := context.WithCancel(context.Background())
	where, wait, err := d.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); wait() })
	return "tcp://" + where
}

var rateBytes = map[byte]sale.VAT{
	0x01: sale.VAT20, 0x02: sale.VAT10, 0x04: sale.VAT0, 0x08: sale.VATNone, 0x10: sale.VAT120, 0x20: sale.VAT110,
	0x81: sale.VAT5, 0x82: sale.VAT7, 0x84: sale.VAT105, 0x88: sale.VAT107, 0xCB: sale.VAT22, 0xCC: sale.VAT122,
}

func rig(t *testing.T, serve func(*testing.T, *sim.Device) string) conformance.Rig {
	var age atomic.Int64
	var deny atomic.Bool
	d := sim.New(sim.Params{
		Now: func() time.Time { return time.Now().Add(time.Duration(age.Load())) },
		Check: func(string, byte) (byte, byte, bool) {
			if deny.Load() {
				return 0x07, 1, true
			}
			return 0x0F, 0, true
		},
	})
	address := serve(t, d)
	const closing = 0xFF45
	return conformance.Rig{
		New: func() fiscal.Printer {
			p, err := shtrih.New(shtrih.Params{Address: address, ByteWait: 40 * time.Millisecond, BusyPause: 2 * time.Millisecond, BusyWait: 2 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			return p
		},
		Memory:  func() []conformance.Entry { return entries(d.Receipts()) },
		Printed: func() conformance.Tags { return printed(d.Receipts()) },
		Calm: func() {
			d.Clear()
			d.PowerOn()
			d.SetCover(false)
			d.SetPaper(true)
			d.BusyFor(0)
		},
		LoseAnswer:  func() { d.Inject(sim.Fault{Command: closing, When: sim.OnAnswer, Do: sim.PowerOff}) },
		LoseRequest: func() { d.Inject(sim.Fault{Command: closing, When: sim.OnCommand, Do: sim.Cut}) },
		LosePower:   func() { d.Inject(sim.Fault{Command: 0xFF46, When: sim.OnCommand, Do: sim.PowerOff, Skip: 1}) },
		NoPaper:     func() { d.SetPaper(false) },
		CoverOpen:   func() { d.SetCover(true) },
		TearPaper:   d.RunOutWhilePrinting,
		Age:         func() { age.Store(int64(25 * time.Hour)) },
		SwapDrive:   func() { d.Swap("9999078900099999") },
		DenyMarks:   func() { deny.Store(true) },
		Disturb:     func(r *rand.Rand) { disturb(d, r) },
	}
}

// disturb breaks one random moment of a receipt.
func disturb(d *sim.Device, r *rand.Rand) {
	commands := []int{0, 0x10, 0x8D, 0xFF01, 0xFF0C, 0xFF46, 0xFF4D, 0xFF61, 0xFF67, 0xFF69, 0xFF45, 0xFF45, 0xFF45, 0xFF45}
	f := sim.Fault{
		Command: commands[r.IntN(len(commands))], When: sim.Moment(1 + r.IntN(2)), Do: sim.Trouble(1 + r.IntN(6)), Skip: r.IntN(3), Times: 1,
	}
	if f.Command == 0xFF45 || f.Command == 0x8D {
		f.Skip = 0
	}
	switch r.IntN(10) {
	case 0:
		d.SetPaper(false)
	case 1:
		d.RunOutWhilePrinting()
	case 2:
		d.BusyFor(1 + r.IntN(3))
	case 3:
		d.Refuse(commands[1+r.IntN(len(commands)-1)], []byte{0x50, 0x33, 0x2F, 0x30, 0xA5, 0x45}[r.IntN(6)], 1)
	default:
		d.Inject(f)
	}
}

func entries(docs []sim.Document) []conformance.Entry {
	var out []conformance.Entry
	for _, doc := range docs {
		e := conformance.Entry{FD: doc.FD, Kind: sale.Sale, Back: doc.Operation == 2, Total: doc.Total, Mark: doc.Tags[1192], Operator: doc.Tags[1021],
			Cash: doc.Payments[1], Card: doc.Payments[2], Prepaid: doc.Payments[14]}
		if e.Back {
			e.Kind = sale.Return
		}
		if doc.Type == 31 {
			e.Kind = sale.Correction
		}
		for _, l := range doc.Lines {
			e.Lines = append(e.Lines, conformance.EntryLine{Name: l.Name, Quantity: l.Quantity / 1000, Sum: l.Sum, VAT: rateBytes[l.Rate], Code: l.Code, Tag1265: l.Tags[1265], Object: int(l.Object), Part: l.Tags[1291]})
		}
		out = append(out, e)
	}
	return out
}

// printed is the tags of the last document.
func printed(docs []sim.Document) conformance.Tags {
	doc := docs[len(docs)-1]
	out := conformance.Tags{Document: map[int]string{1055: strconv.Itoa(int(doc.Taxation))}}
	for n, v := range doc.Tags {
		out.Document[int(n)] = v
	}
	for _, l := range doc.Lines {
		line := map[int]string{1212: strconv.Itoa(int(l.Object)), 1214: strconv.Itoa(int(l.Method)), 2000: l.Code}
		if l.Code != "" {
			line[2003] = strconv.Itoa(int(l.Status))
		}
		for n, v := range l.Tags {
			line[int(n)] = v
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

func BenchmarkReceiptOverTCP(b *testing.B) {
	d := sim.New(sim.Params{})
	ctx, cancel := context.WithCancel(context.Background())
	where, wait, err := d.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		cancel()
		b.Fatal(err)
	}
	p, err := shtrih.New(shtrih.Params{Address: "tcp://" + where, ByteWait: 40 * time.Millisecond})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { p.Close(); cancel(); wait() }()
	conformance.Bench(b, p)
}
