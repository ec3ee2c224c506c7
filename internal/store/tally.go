package store

import (
	"encoding/binary"
	"encoding/json"
	"hash/maphash"
	"strconv"
)

// tally is what the rows have to look like by the records: for every document one digest. The digests are keyed anew at each run, so
// nobody can prepare a change that keeps one.
type tally struct {
	seed maphash.Seed
	want map[uint64]uint64
	cell cells
}

func newTally() *tally { return &tally{seed: maphash.MakeSeed(), want: map[uint64]uint64{}} }

// Tables of the projection; "approval" is the two columns of check_log that a later record fills.
const (
	tableReceipt  = "receipt"
	tableLine     = "receipt_line"
	tablePayment  = "payment"
	tableCheck    = "check_log"
	tableApproval = "approval"
	tableShift    = "shift"
	tableCash     = "cash_move"
	tableCharge   = "charge"
	tablePerson   = "person"
)

func (v *tally) key(table, id string) uint64 { return maphash.String(v.seed, table+"\x00"+id) }

func (v *tally) digest(c *cells) uint64 { return maphash.Bytes(v.seed, c.bytes) }

// record takes one record in; the last one of a document wins. It returns why the record itself cannot be true, "" when it can.
func (v *tally) record(kind, subject string, at, seq int64, prev string, body []byte) string {
	c := cells{bytes: v.cell.bytes[:0]}
	defer func() { v.cell.bytes = c.bytes }()
	table, id, ok := c.project(kind, subject, at, body)
	if !ok {
		return "hash" // nothing that this program wrote
	}
	if kind == kindSeal {
		var seal Seal
		if json.Unmarshal(body, &seal) != nil || seal.Head != prev || seal.Seq != seq-1 || seal.Code != shortCode(prev) {
			return "seal"
		}
	}
	if table != "" {
		v.want[v.key(table, id)] = v.digest(&c)
	}
	return ""
}

// project writes the cells of the row that a record stands for; table is "" for records without a row.
func (c *cells) project(kind, subject string, at int64, body []byte) (table, id string, ok bool) {
	switch kind {
	case "receipt":
		var r Receipt
		if json.Unmarshal(body, &r) != nil {
			return "", "", false
		}
		row, lines, pays := rowsOf(r)
		c.receipt(row)
		for _, l := range lines {
			c.line(l)
		}
		for _, p := range pays {
			c.payment(p)
		}
		return tableReceipt, row.ID, true
	case "check":
		var k Check
		if json.Unmarshal(body, &k) != nil {
			return "", "", false
		}
		row := rowOfCheck(k)
		c.check(row)
		return tableCheck, row.ID, true
	case "approval":
		var a struct{ Senior, Reason string }
		if json.Unmarshal(body, &a) != nil {
			return "", "", false
		}
		c.approval(a.Senior, a.Reason)
		return tableApproval, subject, true
	case "shift":
		var h Shift
		if json.Unmarshal(body, &h) != nil {
			return "", "", false
		}
		row := rowOfShift(h)
		c.shift(row)
		return tableShift, shiftID(row.FN, row.Number), true
	case "cash":
		var m Cash
		if json.Unmarshal(body, &m) != nil {
			return "", "", false
		}
		row := rowOfCash(m)
		c.cash(row)
		return tableCash, row.ID, true
	case "charge":
		var m Charge
		if json.Unmarshal(body, &m) != nil {
			return "", "", false
		}
		row := rowOfCharge(m)
		c.charge(row)
		return tableCharge, row.ID, true
	case "person":
		var p struct{ Name, Role string }
		if json.Unmarshal(body, &p) != nil {
			return "", "", false
		}
		c.person(p.Name, p.Role, at)
		return tablePerson, p.Name, true
	}
	return "", "", json.Valid(body)
}

func shiftID(fn string, number int64) string { return fn + "/" + strconv.FormatInt(number, 10) }

// cells are the values of a row and what hangs on it, each as the text that SQLite gives, with its length before it so that no two
// different rows have the same bytes. With names on, the columns are kept too, to say which one differs.
type cells struct {
	bytes  []byte
	names  bool
	table  string
	rows   int // of this table so far
	column []string
	value  []string
}

// begin starts the next row, of the table.
func (c *cells) begin(table string) {
	c.bytes = append(append(c.bytes, table...), 0)
	if c.table != table {
		c.table, c.rows = table, 0
	}
	c.rows++
}

func (c *cells) text(column, s string) {
	c.bytes = append(binary.AppendUvarint(c.bytes, uint64(len(s))), s...)
	if c.names {
		c.name(column, s)
	}
}

func (c *cells) raw(column string, s []byte) {
	c.bytes = append(binary.AppendUvarint(c.bytes, uint64(len(s))), s...)
	if c.names {
		c.name(column, string(s))
	}
}

func (c *cells) int(column string, n int64) {
	var digits [20]byte
	c.raw(column, strconv.AppendInt(digits[:0], n, 10))
}

func (c *cells) flag(column string, on bool) {
	if on {
		c.int(column, 1)
	} else {
		c.int(column, 0)
	}
}

func (c *cells) name(column, value string) {
	place := c.table + ": " + column
	if c.table == tableApproval {
		place = tableCheck + ": " + column
	}
	if c.table == tableLine || c.table == tablePayment {
		place = c.table + " " + strconv.Itoa(c.rows) + ": " + column
	}
	c.column, c.value = append(c.column, place), append(c.value, value)
}
