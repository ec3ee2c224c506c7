// Package shoptest makes the journal of a busy shop, as long as wanted and always the same for the same seed: for benchmarks and for
// tests that need years. Nothing of it is part of the program.
package shoptest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Params of Fill.
type Params struct {
	First  time.Time // first day
	Days   int
	PerDay int // receipts a day; a receipt has three lines on average, more than half of them marked
	Seed   uint64
}

// Made counts what Fill wrote.
type Made struct{ Receipts, Lines, Checks, Stopped, Returns int }

// FN is the number of the shop's fiscal drive.
const FN = "9999078900001234"

// Fill writes the days into an empty journal, a day a change.
func Fill(ctx context.Context, s *store.Store, p Params) (Made, error) {
	m := &maker{rnd: rand.New(rand.NewPCG(p.Seed, 1)), fd: 1}
	for d := range p.Days {
		day := p.First.AddDate(0, 0, d)
		if err := s.Write(ctx, day.Add(22*time.Hour), func(tx *store.Tx) error { return m.day(tx, day, int64(d+1), p.PerDay) }); err != nil {
			return m.made, fmt.Errorf("make day %d: %w", d, err)
		}
	}
	return m.made, nil
}

type maker struct {
	rnd    *rand.Rand
	made   Made
	fd     int64
	serial int
	last   []store.Receipt // sales that may come back
}

func (m *maker) day(tx *store.Tx, day time.Time, shift int64, receipts int) error {
	open := day.Add(9 * time.Hour)
	h := store.Shift{FN: FN, Number: shift, State: "open", OpenedAt: open, OpenFD: m.next(), OpenedBy: cashiers[0]}
	if err := tx.PutShift(h); err != nil {
		return err
	}
	if err := tx.PutCash(store.Cash{ID: m.id(), At: open, Kind: "in", Sum: 300000, Shift: shift, Cashier: cashiers[0]}); err != nil {
		return err
	}
	step := 12 * time.Hour / time.Duration(receipts+1)
	for i := range receipts {
		at := open.Add(step * time.Duration(i+1)).Add(time.Duration(m.rnd.IntN(900)) * time.Millisecond)
		if err := m.receipt(tx, at, shift, int64(i+1)); err != nil {
			return err
		}
	}
	h.State, h.ClosedAt, h.CloseFD, h.ClosedBy = "closed", open.Add(13*time.Hour), m.next(), cashiers[0]
	if err := tx.PutShift(h); err != nil {
		return err
	}
	_, err := tx.Seal()
	return err
}

func (m *maker) receipt(tx *store.Tx, at time.Time, shift, number int64) error {
	rec := store.Receipt{ID: m.id(), Kind: sale.Sale, State: sale.Sending, OpenedAt: at, Cashier: cashiers[m.rnd.IntN(len(cashiers))], FN: FN, Serial: "00106", Shift: shift,
		Intent: json.RawMessage(`{"receiptId":"x","mark":"0123456789abcdef","lastFd":1}`)}
	if len(m.last) > 20 && m.rnd.IntN(120) == 0 {
		m.takeBack(&rec)
	} else {
		for range 1 + m.rnd.IntN(5) {
			line, err := m.line(tx, rec, at)
			if err != nil {
				return err
			}
			rec.Lines = append(rec.Lines, line)
			rec.Total += line.Sum
		}
	}
	rec.Payments = []sale.Payment{{Type: sale.Cash, Sum: rec.Total}}
	if m.rnd.IntN(3) > 0 {
		rec.Payments[0].Type = sale.Card
	} else if rec.Kind == sale.Sale {
		rec.Change = (50000 - rec.Total%50000) % 50000
		rec.Payments[0].Sum += rec.Change
	}
	if err := tx.PutReceipt(rec); err != nil {
		return err
	}
	rec.State, rec.FD, rec.FP, rec.Number, rec.ClosedAt = sale.Fiscalized, m.next(), fmt.Sprint(m.rnd.Uint32()), number, at.Add(20*time.Second)
	m.made.Receipts++
	m.made.Lines += len(rec.Lines)
	if rec.Kind == sale.Sale {
		m.last = append(m.last, rec)
		if len(m.last) > 50 {
			m.last = m.last[1:]
		}
	}
	return tx.PutReceipt(rec)
}

func (m *maker) takeBack(rec *store.Receipt) {
	n := m.rnd.IntN(len(m.last))
	origin := m.last[n]
	m.last = append(m.last[:n:n], m.last[n+1:]...)
	rec.Kind, rec.Origin = sale.Return, origin.ID
	line := origin.Lines[0]
	line.OriginN, line.CheckID, line.Tag1265 = 1, "", ""
	rec.Lines, rec.Total = []store.Line{line}, line.Sum
	m.made.Returns++
}

func (m *maker) line(tx *store.Tx, rec store.Receipt, at time.Time) (store.Line, error) {
	n := m.rnd.IntN(len(names) * 20)
	price := int64(1990 + n*137)
	l := store.Line{Line: sale.Line{Name: fmt.Sprintf("%s, %d", names[n%len(names)], n), Barcode: fmt.Sprintf("46%011d", n), Unit: sale.Piece, Price: price, Quantity: 1000, VAT: sale.VAT10},
		Sum: price, VATSum: price / 11}
	if n%20 < 9 {
		return l, nil
	}
	l.GTIN, l.Group = fmt.Sprintf("046%011d", n), groups[n%len(groups)]
	v := m.check(l, at)
	for v.Decision == checks.Forbid { // another pack instead
		m.made.Stopped++
		if err := m.put(tx, v, l, rec); err != nil {
			return l, err
		}
		v = m.check(l, at.Add(5*time.Second))
	}
	l.Code, l.Cis, l.CheckID, l.Tag1265 = v.Code, v.Cis, v.ID, v.Evidence.Tag1265
	if err := m.put(tx, v, l, rec); err != nil {
		return l, err
	}
	if v.Decision == checks.Ask {
		l.Approved = seniors
		return l, tx.Approve(v.ID, seniors, "no link")
	}
	return l, nil
}

func (m *maker) next() int64 { m.fd++; return m.fd }

// id is a UUID made of the seed.
func (m *maker) id() string {
	a, b := m.rnd.Uint64(), m.rnd.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xFFF, uint16(b)&0xFFF, b>>16)
}

var (
	cashiers = []string{"Anna", "Boris", "Vera"}
	names    = []string{"Milk", "Water", "Beer", "Shoes", "Bread", "Kefir", "Cream", "Juice", "Cola", "Oil", "Tea", "Soap"}
	groups   = []int{8, 13, 15, 2, 23}
)

const seniors = "Boris"
