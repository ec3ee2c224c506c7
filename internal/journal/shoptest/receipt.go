package shoptest

import (
	"encoding/json"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"
)

func (m *maker) receipt(at time.Time, shift, number int64) error {
	rec := store.Receipt{ID: m.id(), Kind: sale.Sale, State: sale.Sending, OpenedAt: at, Cashier: m.cashier(at), FN: FN, Serial: "00106900000012", Shift: shift}
	rec.Intent = json.RawMessage(fmt.Sprintf(`{"receiptId":%q,"lastFd":%d}`, rec.ID, m.fd))
	if len(m.last) > 20 && m.rnd.IntN(120) == 0 {
		m.takeBack(&rec)
	} else if err := m.basket(&rec, at); err != nil {
		return err
	}
	rec.Payments = []sale.Payment{{Type: sale.Cash, Sum: rec.Total}}
	if m.rnd.IntN(3) > 0 {
		rec.Payments[0].Type = sale.Card
	} else if rec.Kind == sale.Sale {
		rec.Change = (50000 - rec.Total%50000) % 50000
		rec.Payments[0].Sum += rec.Change
	}
	if m.rnd.IntN(400) == 0 { // the buyer went away: it never reached the printer
		m.made.Cancelled++
		gone := rec
		gone.ID, gone.State, gone.FN, gone.Shift, gone.Payments, gone.Change, gone.Intent = m.id(), sale.Cancelled, "", 0, nil, 0, nil
		gone.Lines = []store.Line{plain(m.pick())}
		gone.Total = gone.Lines[0].Sum
		if err := m.put.PutReceipt(gone); err != nil {
			return err
		}
	}
	if err := m.put.PutReceipt(rec); err != nil {
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
	return m.put.PutReceipt(rec)
}

func (m *maker) basket(rec *store.Receipt, at time.Time) error {
	for range 1 + m.rnd.IntN(5) {
		line, err := m.line(*rec, at)
		if err != nil {
			return err
		}
		rec.Lines = append(rec.Lines, line)
		rec.Total += line.Sum
		at = at.Add(3 * time.Second)
	}
	return nil
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

// plain is a line without a code.
func plain(l store.Line) store.Line {
	l.GTIN, l.Group = "", 0
	l.Sum, l.VATSum = l.Line.Sum(), l.Line.VATSum()
	return l
}

func (m *maker) line(rec store.Receipt, at time.Time) (store.Line, error) {
	l := m.pick()
	if l.Group == 0 {
		if m.rnd.IntN(5) == 0 {
			l.Quantity = int64(2+m.rnd.IntN(3)) * sale.One
		}
		return plain(l), nil
	}
	if m.rnd.IntN(90) == 0 { // the barcode of a marked product: the till asks for the code
		if err := m.note(m.wantCode(l, at), l, rec); err != nil {
			return l, err
		}
	}
	v := m.check(l, at)
	for v.Decision == checks.Forbid { // another pack instead
		m.made.Stopped++
		if err := m.note(v, l, rec); err != nil {
			return l, err
		}
		v = m.check(l, at.Add(5*time.Second))
	}
	if m.rnd.IntN(25) == 0 {
		l.Discount = sale.PercentOf(l.Gross(), 500)
	}
	l.Sum, l.VATSum = l.Line.Sum(), l.Line.VATSum()
	l.Code, l.Cis, l.CheckID, l.Tag1265 = v.Code, v.Cis, v.ID, v.Evidence.Tag1265
	if err := m.note(v, l, rec); err != nil {
		return l, err
	}
	if v.Decision == checks.Ask {
		l.Approved = words["senior"][0]
		return l, m.put.Approve(v.ID, l.Approved, words["no_link"][0])
	}
	return l, nil
}

// shelf is a check of goods that stay on the shelf.
func (m *maker) shelf(at time.Time) error {
	l := m.pickMarked()
	v := m.check(l, at)
	if v.Decision == checks.Forbid {
		m.made.Stopped++
	}
	return m.note(v, l, store.Receipt{Cashier: m.cashier(at)})
}
