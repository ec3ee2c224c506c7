package store

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"dobro/internal/sale"
)

// Bodies of records as this program writes them, read in a fraction of a decoder's time: Verify reads millions. What is not exactly so, a name that is
// not known, one that comes twice, a null, is left to the decoder: it decides then.

// body is a record's text while its members are taken.
type body struct {
	seen uint64 // members by number
	odd  bool   // the decoder has to look
}

func (b *body) once(n int) {
	bit := uint64(1) << n
	b.odd = b.odd || b.seen&bit != 0
	b.seen |= bit
}

func (b *body) text(n int, v []byte, into *string) {
	b.once(n)
	if len(v) < 2 || v[0] != '"' {
		b.odd = true
		return
	}
	inside := v[1 : len(v)-1]
	for _, c := range inside {
		if c == '\\' || c < ' ' {
			b.odd = b.odd || json.Unmarshal(v, into) != nil
			return
		}
	}
	b.odd = b.odd || !utf8.Valid(inside)
	*into = string(inside)
}

func (b *body) int(n int, v []byte, into *int64) {
	b.once(n)
	whole, err := strconv.ParseInt(string(v), 10, 64)
	b.odd = b.odd || err != nil || v[0] == '+' || v[0] == '0' && len(v) > 1 || v[0] == '-' && v[1] == '0'
	*into = whole
}

func (b *body) flag(n int, v []byte, into *bool) {
	b.once(n)
	*into = string(v) == "true"
	b.odd = b.odd || !*into && string(v) != "false"
}

func (b *body) time(n int, v []byte, into *time.Time) {
	b.once(n)
	b.odd = b.odd || len(v) == 0 || v[0] != '"' || into.UnmarshalJSON(v) != nil
}

func (b *body) raw(n int, v []byte, into *json.RawMessage) {
	b.once(n)
	*into = json.RawMessage(v)
}

// small is an int of a struct that is no int64.
func (b *body) small(n int, v []byte, into *int) {
	var whole int64
	b.int(n, v, &whole)
	*into = int(whole)
}

// checkOf reads the body of a record of a check. The result holds pieces of the text.
func checkOf(text []byte) (c Check, err error) {
	var b body
	elapsed := int64(0)
	sound := Members(text, func(name, v []byte) {
		switch string(name) {
		case "id":
			b.text(0, v, &c.ID)
		case "at":
			b.time(1, v, &c.At)
		case "cis":
			b.text(2, v, &c.Cis)
		case "gtin":
			b.text(3, v, &c.GTIN)
		case "group":
			b.small(4, v, &c.Group)
		case "name":
			b.text(5, v, &c.Name)
		case "decision":
			b.text(6, v, &c.Decision)
		case "channel":
			b.text(7, v, &c.Channel)
		case "offline":
			b.flag(8, v, &c.Offline)
		case "emergency":
			b.flag(9, v, &c.Emergency)
		case "reason":
			b.text(10, v, &c.Reason)
		case "elapsedNs":
			b.int(11, v, &elapsed)
		case "verdict":
			b.raw(12, v, &c.Verdict)
		case "raw":
			b.raw(13, v, &c.Raw)
		case "receipt":
			b.text(14, v, &c.Receipt)
		case "cashier":
			b.text(15, v, &c.Cashier)
		default:
			b.odd = true
		}
	})
	c.Elapsed = time.Duration(elapsed)
	if !sound || b.odd {
		c = Check{}
		err = json.Unmarshal(text, &c)
	}
	return c, err
}

// receiptOf reads the body of a record of a receipt. The result holds pieces of the text.
func receiptOf(text []byte) (r Receipt, err error) {
	var b body
	var kind, state string
	sound := Members(text, func(name, v []byte) {
		switch string(name) {
		case "id":
			b.text(0, v, &r.ID)
		case "kind":
			b.text(1, v, &kind)
		case "state":
			b.text(2, v, &state)
		case "number":
			b.int(3, v, &r.Number)
		case "shift":
			b.int(4, v, &r.Shift)
		case "fd":
			b.int(5, v, &r.FD)
		case "fp":
			b.text(6, v, &r.FP)
		case "fn":
			b.text(7, v, &r.FN)
		case "serial":
			b.text(8, v, &r.Serial)
		case "openedAt":
			b.time(9, v, &r.OpenedAt)
		case "closedAt":
			b.time(10, v, &r.ClosedAt)
		case "cashier":
			b.text(11, v, &r.Cashier)
		case "total":
			b.int(12, v, &r.Total)
		case "change":
			b.int(13, v, &r.Change)
		case "origin":
			b.text(14, v, &r.Origin)
		case "intent":
			b.raw(15, v, &r.Intent)
		case "notPrinted":
			b.flag(16, v, &r.NotPrinted)
		case "back":
			b.flag(17, v, &r.Back)
		case "contact":
			b.text(18, v, &r.Contact)
		case "electronic":
			b.flag(19, v, &r.Electronic)
		case "reason":
			b.text(20, v, &r.Reason)
		case "base":
			b.raw(21, v, &r.Base)
		case "note":
			b.text(22, v, &r.Note)
		case "decidedBy":
			b.text(23, v, &r.DecidedBy)
		case "lines":
			b.once(24)
			if !elements(v, func(v []byte) { r.Lines = append(r.Lines, b.line(v)) }) {
				b.odd = true
			}
		case "payments":
			b.once(25)
			if !elements(v, func(v []byte) { r.Payments = append(r.Payments, b.payment(v)) }) {
				b.odd = true
			}
		default:
			b.odd = true
		}
	})
	r.Kind, r.State = sale.Kind(kind), sale.State(state)
	if !sound || b.odd {
		r = Receipt{}
		err = json.Unmarshal(text, &r)
	}
	return r, err
}

func (b *body) line(text []byte) (l Line) {
	var m body
	var unit, vat string
	sound := Members(text, func(name, v []byte) {
		switch string(name) {
		case "Name":
			m.text(0, v, &l.Name)
		case "Barcode":
			m.text(1, v, &l.Barcode)
		case "Code":
			m.text(2, v, &l.Code)
		case "Cis":
			m.text(3, v, &l.Cis)
		case "GTIN":
			m.text(4, v, &l.GTIN)
		case "Group":
			m.small(5, v, &l.Group)
		case "Unit":
			m.text(6, v, &unit)
		case "Price":
			m.int(7, v, &l.Price)
		case "Quantity":
			m.int(8, v, &l.Quantity)
		case "Note":
			m.text(9, v, &l.Note)
		case "Discount":
			m.int(10, v, &l.Discount)
		case "VAT":
			m.text(11, v, &vat)
		case "CheckID":
			m.text(12, v, &l.CheckID)
		case "Tag1265":
			m.text(13, v, &l.Tag1265)
		case "Approved":
			m.text(14, v, &l.Approved)
		case "originN":
			m.small(15, v, &l.OriginN)
		case "sum":
			m.int(16, v, &l.Sum)
		case "vatSum":
			m.int(17, v, &l.VATSum)
		case "printer":
			m.raw(18, v, &l.Printer)
		case "noCode":
			m.text(19, v, &l.NoCode)
		default: // a part of a pack among them: seldom
			m.odd = true
		}
	})
	l.Unit, l.VAT = sale.Unit(unit), sale.VAT(vat)
	b.odd = b.odd || m.odd || !sound
	return l
}

func (b *body) payment(text []byte) (p sale.Payment) {
	var m body
	var kind string
	sound := Members(text, func(name, v []byte) {
		switch string(name) {
		case "Type":
			m.text(0, v, &kind)
		case "Sum":
			m.int(1, v, &p.Sum)
		default:
			m.odd = true
		}
	})
	p.Type = sale.Pay(kind)
	b.odd = b.odd || m.odd || !sound
	return p
}
