package store

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"dobro/internal/sale"
)

// Rows of documents, made in one place: a write puts them into the tables, Verify makes them anew from the records and compares.

func rowsOf(r Receipt) (receiptRow, []lineRow, []paymentRow) {
	row := receiptRow{ID: valid(r.ID), Kind: string(r.Kind), State: string(r.State), Number: r.Number, Shift: r.Shift, FD: r.FD, FP: valid(r.FP), FN: valid(r.FN),
		Serial: valid(r.Serial), OpenedAt: millis(r.OpenedAt), ClosedAt: millis(r.ClosedAt), Cashier: valid(r.Cashier), Total: r.Total, Change: r.Change,
		Origin: valid(r.Origin), Intent: canonical(r.Intent), NotPrinted: r.NotPrinted, Back: r.Back,
		Electronic: r.Electronic, Contact: valid(r.Contact), Reason: valid(r.Reason), Base: canonical(r.Base), DecidedBy: valid(r.DecidedBy), Note: valid(r.Note)}
	var lines []lineRow
	for i, l := range r.Lines {
		lines = append(lines, lineRow{ReceiptID: row.ID, N: i + 1, OriginN: l.OriginN, Name: valid(l.Name), Barcode: valid(l.Barcode), Code: valid(l.Code),
			Cis: valid(l.Cis), GTIN: valid(l.GTIN), ProductGroup: l.Group, Unit: string(l.Unit), Price: l.Price, Quantity: l.Quantity, Discount: l.Discount,
			Sum: l.Sum, VAT: string(l.VAT), VATSum: l.VATSum, CheckID: valid(l.CheckID), Tag1265: valid(l.Tag1265), Approved: valid(l.Approved),
			PrinterCheck: canonical(l.Printer), NoCode: valid(l.NoCode),
			Part: l.Part.String(), Note: valid(l.Note)})
	}
	var pays []paymentRow
	for i, p := range r.Payments {
		pays = append(pays, paymentRow{ReceiptID: row.ID, N: i + 1, Type: string(p.Type), Sum: p.Sum})
		switch p.Type {
		case sale.Cash:
			row.Cash += p.Sum
		case sale.Card:
			row.Card += p.Sum
		}
	}
	return row, lines, pays
}

func rowOfCheck(c Check) checkRow {
	return checkRow{ID: valid(c.ID), At: millis(c.At), Cis: valid(c.Cis), GTIN: valid(c.GTIN), ProductGroup: c.Group, Name: valid(c.Name), Decision: c.Decision,
		Channel: c.Channel, Offline: c.Offline, Emergency: c.Emergency, Reason: c.Reason, ElapsedUs: c.Elapsed.Microseconds(),
		Verdict: canonical(c.Verdict), Raw: canonical(c.Raw), ReceiptID: valid(c.Receipt), Cashier: valid(c.Cashier)}
}

func rowOfShift(h Shift) shiftRow {
	return shiftRow{FN: valid(h.FN), Number: h.Number, State: h.State, OpenedAt: millis(h.OpenedAt), ClosedAt: millis(h.ClosedAt),
		OpenFD: h.OpenFD, CloseFD: h.CloseFD, OpenedBy: valid(h.OpenedBy), ClosedBy: valid(h.ClosedBy)}
}

func rowOfCash(c Cash) cashRow {
	return cashRow{ID: valid(c.ID), At: millis(c.At), Kind: c.Kind, Sum: c.Sum, Shift: c.Shift, Cashier: valid(c.Cashier), Reason: valid(c.Reason)}
}

// valid puts the sign of replacement where bytes are no UTF-8, as JSON does in the record: row and record say the same.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// canonical is JSON as it stands inside a record; what is no JSON cannot get that far.
func canonical(raw json.RawMessage) string {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return ""
	}
	if compact(raw) {
		return string(raw)
	}
	b, err := json.Marshal(raw)
	if err != nil {
		return string(raw)
	}
	return string(b)
}

// compact tells whether JSON is certainly as it would stand inside a record; Verify asks millions of times.
func compact(raw []byte) bool {
	inside := false
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case b == '"':
			inside = !inside
		case b == '\\' && inside:
			i++
		case b == '<' || b == '>' || b == '&' || b == 0xE2: // written as escapes; the last begins the two line separators, which are too
			return false
		case b <= ' ' && !inside:
			return false
		}
	}
	return !inside
}

func rowOfCharge(c Charge) chargeRow {
	return chargeRow{ID: valid(c.ID), ReceiptID: valid(c.Receipt), Sum: c.Sum, State: c.State, At: millis(c.At), Slip: valid(c.Slip), Trouble: valid(c.Trouble)}
}
