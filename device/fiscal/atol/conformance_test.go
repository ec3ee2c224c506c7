package atol_test

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/conformance"
	"dobro/internal/sale"
	sim "dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

func TestConformanceOverTheWebServer(t *testing.T) { conformance.Run(t, webRig) }

// An older driver does not know validateMarks: codes are checked step by step, everything else is the same.
func TestConformanceOverTheWebServerOfAnOlderDriver(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Rig {
		r := rigOver(t, true, web(t, &connections{set: map[net.Conn]bool{}}))
		r.Queued = true
		return r
	})
}

func TestCampaignOverTheWebServer(t *testing.T) {
	conformance.Campaign(t, webRig, 20261122, conformance.CampaignReceipts)
}

// connections counts those that a server has open.
type connections struct {
	mu  sync.Mutex
	set map[net.Conn]bool
}

func (c *connections) note(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateNew {
		c.set[conn] = true
	} else if state == http.StateClosed || state == http.StateHijacked {
		delete(c.set, conn)
	}
}

// drained waits until the server has read everything that a dead program sent.
func (c *connections) drained() {
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		c.mu.Lock()
		n := len(c.set)
		c.mu.Unlock()
		if n == 0 {
			return
		}
	}
}

func webRig(t *testing.T) conformance.Rig {
	open := &connections{set: map[net.Conn]bool{}}
	r := rig(t, web(t, open))
	r.Drained, r.Queued = open.drained, true
	return r
}

// web connects adapters by way of a web server.
func web(t *testing.T, open *connections) func(*sim.Printer, *fault.Board) func() fiscal.Printer {
	return func(device *sim.Printer, board *fault.Board) func() fiscal.Printer {
		ctx, cancel := context.WithCancel(context.Background())
		web := sim.NewWeb(ctx, device)
		server := httptest.NewUnstartedServer(board.Wrap(sim.Service, web.Describe, web))
		server.Config.ConnState = open.note
		server.Start()
		t.Cleanup(func() { server.Close(); cancel(); web.Close() })
		return func() fiscal.Printer {
			p, err := atol.New(atol.Params{URL: server.URL, PollFirst: time.Millisecond, PollLongest: 10 * time.Millisecond, LossTimeout: 150 * time.Millisecond,
				AnswerTimeout: 2 * time.Second, RequestTimeout: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
	}
}

// rig is a simulated printer; connect makes adapters over it.
func rig(t *testing.T, connect func(*sim.Printer, *fault.Board) func() fiscal.Printer) conformance.Rig {
	return rigOver(t, false, connect)
}

func rigOver(t *testing.T, old bool, connect func(*sim.Printer, *fault.Board) func() fiscal.Printer) conformance.Rig {
	board := fault.NewBoard(1)
	table := codes.NewTable(time.Now, nil)
	device, err := sim.NewPrinter(sim.Params{Board: board, Table: table, Now: time.Now, Zone: time.Local,
		OldDriver: old, FN: "9999078900012345", Serial: "00106900000017", INN: "7700000009", RNM: "0000000001012345"})
	if err != nil {
		t.Fatal(err)
	}
	set := func(service string, f fault.Fault) {
		if err := board.Set(service, f); err != nil {
			t.Fatal(err)
		}
	}
	once := func(f fault.Fault) func() {
		f.Count, f.Command = 1, "sell"
		return func() { set(sim.Service, f) }
	}
	return conformance.Rig{
		New:         connect(device, board),
		Memory:      func() []conformance.Entry { return entries(device.Documents()) },
		Printed:     func() conformance.Tags { return printed(device.Documents()) },
		Calm:        func() { board.Clear(sim.Service) },
		LoseAnswer:  once(fault.Fault{Kind: fault.PowerLoss, After: true}),
		LoseRequest: once(fault.Fault{Kind: fault.Cut}),
		LosePower:   once(fault.Fault{Kind: fault.PowerLoss}),
		NoPaper:     once(fault.Fault{Kind: fault.NoPaper}),
		CoverOpen:   once(fault.Fault{Kind: fault.Cover}),
		TearPaper:   once(fault.Fault{Kind: fault.NotPrinted}),
		Age:         func() { device.SetClockOffset(25 * time.Hour) },
		SwapDrive:   func() { device.SetDrive("9999078900099999", "00106900000018") },
		Know: func(code string, sold bool) {
			if err := table.Add(codes.Entry{Code: code, Group: 8}); err != nil {
				t.Fatal(err)
			}
			if sold {
				table.Sell(code)
			}
		},
		DenyMarks: func() {}, // a code that the operator does not know
		Disturb: func(r *rand.Rand) {
			kinds := []fault.Kind{fault.Cut, fault.CutDuring, fault.Refuse, fault.Status, fault.Malformed, fault.NoPaper, fault.Cover, fault.Busy,
				fault.NotPrinted, fault.PowerLoss, fault.Blocked, fault.Slow, fault.Device}
			f := fault.Fault{Kind: kinds[r.IntN(len(kinds))], After: r.IntN(2) == 0, Count: 1 + r.IntN(3), Command: "sell", DelayMs: r.IntN(20),
				Status: []int{500, 502, 503, 404, 400}[r.IntN(5)], ErrorCode: []int{140, 177, 241, 2, 15, 421}[r.IntN(6)],
				Shape: []string{fault.HalfJSON, fault.HTML, fault.Garbage, fault.Empty, fault.Null}[r.IntN(5)]}
			switch { // a device that made a document does not say that it is busy, or an error that has nothing to do with it
			case f.Kind == fault.Busy, f.Kind == fault.Status && f.Status == 404: // nor does a server deny for ever what it has taken
				f.After = false
			case f.Kind == fault.Device && f.After:
				f.ErrorCode = []int{140, 177, 241}[r.IntN(3)]
			}
			set(sim.Service, f)
		},
	}
}

var kinds = map[string]sale.Kind{"sell": sale.Sale, "sellReturn": sale.Return, "sellCorrection": sale.Correction, "sellReturnCorrection": sale.Correction}

func entries(docs []sim.Document) []conformance.Entry {
	var out []conformance.Entry
	for _, d := range docs {
		if !d.IsReceipt() {
			continue
		}
		e := conformance.Entry{FD: d.FD, Kind: kinds[d.Kind], Back: strings.Contains(d.Kind, "Return"), Total: int64(d.Total), Mark: d.Mark, Operator: d.Operator}
		for _, p := range d.Payments {
			switch p.Type {
			case 0:
				e.Cash += int64(p.Sum) - int64(d.Change)
			case 1:
				e.Card += int64(p.Sum)
			case 2:
				e.Prepaid += int64(p.Sum)
			}
		}
		for _, it := range d.Items {
			l := conformance.EntryLine{Name: it.Name, Quantity: it.Quantity / 1000, Sum: int64(it.Sum), VAT: rate(it.VAT), Code: it.Code, Object: it.Object, Part: it.Fraction}
			for _, i := range it.Industry {
				l.Tag1265 = i.Value
			}
			e.Lines = append(e.Lines, l)
		}
		out = append(out, e)
	}
	return out
}

var taxationBits = map[string]string{"osn": "1", "usnIncome": "2", "usnIncomeOutcome": "4", "esn": "16", "patent": "32"}

// printed is the tags of the last document.
func printed(docs []sim.Document) conformance.Tags {
	d := docs[len(docs)-1]
	out := conformance.Tags{Document: map[int]string{1008: d.Contact, 1009: d.Address, 1021: d.Operator, 1055: taxationBits[d.Taxation], 1187: d.Place,
		1192: d.Mark, 1203: d.OperatorINN}}
	for _, it := range d.Items {
		line := map[int]string{1191: it.Attribute, 1212: strconv.Itoa(it.Object), 1214: strconv.Itoa(it.Method), 1291: it.Fraction, 2000: it.Code,
			2108: strconv.Itoa(it.Unit)}
		if it.Status != 0 {
			line[2003] = strconv.Itoa(it.Status)
		}
		for _, i := range it.Industry {
			line[1262], line[1263], line[1264], line[1265] = i.FOIS, i.Date, i.Number, i.Value
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

func rate(name string) sale.VAT {
	v := sale.VAT(strings.TrimPrefix(name, "vat"))
	if len(v) == 3 { // vat122 is 22/122
		v = v[1:] + "/" + v
		if v[0] == '0' {
			v = v[1:]
		}
	}
	return v
}

func BenchmarkReceiptOverTheWebServer(b *testing.B) {
	board := fault.NewBoard(1)
	device, err := sim.NewPrinter(sim.Params{Board: board, Table: codes.NewTable(time.Now, nil), Now: time.Now, FN: "9999078900012345", Serial: "17"})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	web := sim.NewWeb(ctx, device)
	server := httptest.NewServer(board.Wrap(sim.Service, web.Describe, web))
	defer func() { server.Close(); cancel(); web.Close() }()
	p, err := atol.New(atol.Params{URL: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	conformance.Bench(b, p)
}
