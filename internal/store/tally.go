package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"hash/maphash"
	"strconv"
	"sync"
)

// tally is what the rows have to look like by the records, less what they look like: for every document the difference of two digests, which is
// forgotten when it is nothing. Records and rows are told side by side and come in nearly the same order, so few documents wait at a time. The
// digests are keyed anew at each run, so nobody can prepare a change that keeps one.
type tally struct {
	seed maphash.Seed

	mu   sync.Mutex
	rest map[uint64]uint64
	said map[uint64]uint64 // by the last record of a document that may be written again: a later one takes its place
}

func newTally() *tally {
	return &tally{seed: maphash.MakeSeed(), rest: map[uint64]uint64{}, said: map[uint64]uint64{}}
}

func (v *tally) add(key, digest uint64) {
	if sum := v.rest[key] + digest; sum != 0 {
		v.rest[key] = sum
	} else {
		delete(v.rest, key)
	}
}

// record is told of a record's document; once says that no second one may speak of it. The lock is held.
func (v *tally) record(key, digest uint64, once bool) {
	if once {
		v.add(key, digest)
		return
	}
	v.add(key, digest-v.said[key])
	v.said[key] = digest
}

// found is a row that stands in a table.
type found struct{ key, digest uint64 }

// stands is told of rows.
func (v *tally) stands(rows []found) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range rows {
		v.add(r.key, -r.digest)
	}
}

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

// key is never 0, which stands for no row.
func (v *tally) key(table, id string) uint64 { return max(maphash.String(v.seed, table+"\x00"+id), 1) }

// digest is the sum over the rows, so that their order does not matter and each can be taken out by itself. A keyed sum that nobody can
// foresee cannot be met by changing two rows against each other.
func (v *tally) digest(c *cells) (sum uint64) {
	for i, from := range c.starts {
		end := len(c.bytes)
		if i+1 < len(c.starts) {
			end = c.starts[i+1]
		}
		sum += maphash.Bytes(v.seed, c.bytes[from:end])
	}
	return sum
}

// judge is one worker of Verify with its own memory.
type judge struct {
	*tally
	cell cells
	hash hash.Hash
	sum  []byte
	text [2 * sha256.Size]byte
}

// made makes the row anew that a record stands for: its key and digest, key 0 when there is none; the last record of a document wins.
// why says why the record itself cannot be true, "" when it can.
func (w *judge) made(s *stretch, r *reading) (key, digest uint64, why string) {
	w.cell.reset()
	c := &w.cell
	kind, body := string(s.part(r, partKind)), s.part(r, partBody)
	table, id, ok := c.project(kind, string(s.part(r, partSubject)), r.at, body)
	if !ok {
		return 0, 0, "hash" // nothing that this program wrote
	}
	if kind == kindSeal {
		var seal Seal
		prev := string(s.part(r, partPrev))
		if json.Unmarshal(body, &seal) != nil || seal.Head != prev || seal.Seq != r.seq-1 || seal.Code != shortCode(prev) {
			return 0, 0, "seal"
		}
	}
	if table == "" {
		return 0, 0, ""
	}
	return w.key(table, id), w.digest(c), ""
}

// project writes the cells of the row that a record stands for; table is "" for records without a row.
func (c *cells) project(kind, subject string, at int64, body []byte) (table, id string, ok bool) {
	switch kind {
	case "receipt":
		r, err := receiptOf(body)
		if err != nil {
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
		k, err := checkOf(body)
		if err != nil {
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
	starts []int // of the rows
	names  bool
	table  string
	rows   int // of this table so far
	column []string
	value  []string
}

// begin starts the next row, of the table.
func (c *cells) begin(table string) {
	c.starts = append(c.starts, len(c.bytes))
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
