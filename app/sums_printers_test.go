package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"dobro/assets"
	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/shtrih"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	atolsim "dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	shtrihsim "dobro/internal/sim/shtrih"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// atolSums is the ATOL printer behind its web server.
type atolSums struct {
	device  *atolsim.Printer
	table   *codes.Table
	printer *atol.Printer
}

func atolForSums(t *testing.T) sumsPrinter {
	s := &atolSums{table: codes.NewTable(time.Now, nil)}
	board := fault.NewBoard(1)
	var err error
	if s.device, err = atolsim.NewPrinter(atolsim.Params{Board: board, Table: s.table, Now: time.Now, Zone: time.Local, FN: "9999078900012345", Serial: "17", INN: "7700000009"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	web := atolsim.NewWeb(ctx, s.device)
	server := httptest.NewServer(board.Wrap(atolsim.Service, web.Describe, web))
	t.Cleanup(func() { server.Close(); cancel(); web.Close() })
	if s.printer, err = atol.New(atol.Params{URL: server.URL, PollFirst: 200 * time.Microsecond}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *atolSums) adapter() fiscal.Printer { return s.printer }

func (s *atolSums) know(t *testing.T, code string) {
	if err := s.table.Add(codes.Entry{Code: code, Group: 8}); err != nil {
		t.Fatal(err)
	}
}

// atolRates are the driver's names of the rates.
var atolRates = map[string]sale.VAT{"none": sale.VATNone, "vat0": sale.VAT0, "vat5": sale.VAT5, "vat7": sale.VAT7, "vat10": sale.VAT10, "vat20": sale.VAT20,
	"vat22": sale.VAT22, "vat105": sale.VAT105, "vat107": sale.VAT107, "vat110": sale.VAT110, "vat120": sale.VAT120, "vat122": sale.VAT122}

func (s *atolSums) drive() []driven {
	var out []driven
	for _, d := range s.device.Documents() {
		if !d.IsReceipt() {
			continue
		}
		one := driven{fd: d.FD, back: d.Kind == "sellReturn" || d.Kind == "sellReturnCorrection", total: int64(d.Total), paid: map[sale.Pay]int64{}, vat: map[sale.VAT]int64{}, hasVAT: true}
		for _, it := range d.Items {
			one.lines = append(one.lines, drivenLine{it.Name, it.Quantity / 1000, int64(it.Sum), atolRates[it.VAT]})
		}
		for _, p := range d.Payments {
			one.paid[[]sale.Pay{sale.Cash, sale.Card, sale.Prepaid}[p.Type]] += int64(p.Sum)
		}
		one.paid[sale.Cash] -= int64(d.Change)
		for _, v := range d.VAT {
			one.vat[atolRates[v.Rate]] += int64(v.Sum)
		}
		out = append(out, one)
	}
	return out
}

// shtrihSums is the Shtrih printer on TCP. It leaves VAT to the printer's firmware, which its simulator does not play.
type shtrihSums struct {
	device  *shtrihsim.Device
	printer *shtrih.Printer
}

func shtrihForSums(t *testing.T) sumsPrinter {
	s := &shtrihSums{device: shtrihsim.New(shtrihsim.Params{})}
	ctx, cancel := context.WithCancel(context.Background())
	where, wait, err := s.device.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); wait() })
	if s.printer, err = shtrih.New(shtrih.Params{Address: "tcp://" + where, BusyPause: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shtrihSums) adapter() fiscal.Printer { return s.printer }

func (s *shtrihSums) know(*testing.T, string) {}

var shtrihRates = map[byte]sale.VAT{0x01: sale.VAT20, 0x02: sale.VAT10, 0x04: sale.VAT0, 0x08: sale.VATNone, 0x10: sale.VAT120, 0x20: sale.VAT110,
	0x81: sale.VAT5, 0x82: sale.VAT7, 0x84: sale.VAT105, 0x88: sale.VAT107, 0xCB: sale.VAT22, 0xCC: sale.VAT122}

func (s *shtrihSums) drive() []driven {
	var out []driven
	for _, d := range s.device.Receipts() {
		one := driven{fd: d.FD, back: d.Operation == 2, total: d.Total, paid: map[sale.Pay]int64{}}
		noCash := int64(0)
		for _, l := range d.Lines {
			one.lines = append(one.lines, drivenLine{l.Name, l.Quantity / 1000, l.Sum, shtrihRates[l.Rate]})
		}
		for place, sum := range d.Payments {
			switch {
			case place == 14:
				one.paid[sale.Prepaid] += sum
			case place > 1:
				one.paid[sale.Card] += sum
			}
			if place > 1 {
				noCash += sum
			}
		}
		one.paid[sale.Cash] = d.Total - noCash
		out = append(out, one)
	}
	return out
}

// newSumsBench opens a till over the printer: goods of every rate by the piece and by weight, and a shift.
func newSumsBench(t *testing.T, printer sumsPrinter, rnd *rand.Rand) *sumsBench {
	b := &sumsBench{T: t, ctx: context.Background(), printer: printer, rnd: rnd}
	rules, err := assets.Rules()
	b.must(err)
	schedule, err := checks.LoadSchedule(rules)
	b.must(err)
	b.store, err = store.Open(b.ctx, store.Params{Dir: filepath.Join(t.TempDir(), "till")})
	b.must(err)
	people := staff.New(b.store, time.Now)
	_, err = people.Add(b.ctx, "Борис", staff.Senior, "2222")
	b.must(err)
	list := []goods.Product{{Code: "m", Name: "Молоко", Price: 9990, Unit: sale.Piece, VAT: sale.VAT10, Group: 8, Barcodes: []string{"4670540176099"}}}
	for i, v := range ratesToday {
		for j, unit := range []sale.Unit{sale.Piece, sale.Kilogram} {
			ean := fmt.Sprintf("46%010d", 100+2*i+j)
			ean += string(marking.CheckDigit(ean))
			list = append(list, goods.Product{Code: fmt.Sprint(2*i + j), Name: "НДС " + string(v) + " " + string(unit), Price: money.Kopecks(1 + rnd.Int64N(90_000)), Unit: unit, VAT: v, Barcodes: []string{ean}})
			if unit == sale.Piece {
				b.shelf = append(b.shelf, ean)
			} else {
				b.scales = append(b.scales, ean)
			}
		}
	}
	b.must(b.store.Write(b.ctx, time.Now(), func(tx *store.Tx) error {
		_, _, err := tx.ImportGoods(list, func(barcode string) string { g, _ := marking.GTIN14(barcode); return g })
		return err
	}))
	b.till, err = register.New(b.ctx, register.Params{Store: b.store, Staff: people, Checks: permits{}, Words: catalogue(t, "ru"), Groups: groups{schedule},
		Printer: printer.adapter(), Log: zerolog.Nop(), Taxation: "osn", Address: "Москва", Place: "Магазин"})
	b.must(err)
	b.must(b.till.Login(b.ctx, "2222"))
	b.must(b.till.OpenShift(b.ctx))
	return b
}

// permits allows every code: verdicts are not what is counted here.
type permits struct{}

func (permits) Check(_ context.Context, q checks.Request) checks.Verdict {
	id := uuid.NewString()
	return checks.Verdict{ID: id, At: time.Now(), Code: q.Code.Full, Cis: q.Code.Cis, GTIN: q.Code.GTIN, Group: 8, Decision: checks.Allow, Channel: checks.ChannelTSPIoT,
		Reasons: []checks.Reason{}, InnerUnits: 7, Evidence: checks.Evidence{ReqID: id, ReqTimestamp: 1, Tag1265: "UUID=" + id + "&Time=1"}}
}
