package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
	"unicode/utf8"
)

// recount makes the owner's narrow rows and sums by day anew while the documents pass by for their own proof, instead of joining millions of rows
// in the database: a fifth of the time. It says only that all is well or that something may not be: the making in the migrations, which is the truth, then finds what.
type recount struct {
	seed     maphash.Seed
	receipts map[uint64]receiptHead
	names    map[string]string   // cashiers, kinds, states: few, kept once
	lacking  map[uint64]bool     // checks that were due and could not be made
	rows     uint64              // keyed sum of sold and code_part as they have to be, less what stands there
	sums     map[uint64][2]int64 // by table and key, likewise
	products map[uint64]bool     // names that have to stand in product_name
	part     int64               // of code_part, being gathered
	codes    []byte
	line     []byte
	bad      bool // a value that no program writes
}

// receiptHead is what the lines of a receipt take from it.
type receiptHead struct {
	at                   int64
	cashier, kind, state string
	back                 byte
}

func newRecount(seed maphash.Seed) *recount {
	return &recount{seed: seed, receipts: map[uint64]receiptHead{}, names: map[string]string{}, lacking: map[uint64]bool{}, sums: map[uint64][2]int64{}, products: map[uint64]bool{}, part: -1}
}

// columnAt is where the columns of a proven table stand in its row.
var columnAt = func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for table, names := range columns {
		out[table] = map[string]int{}
		for i, name := range names {
			out[table][name] = i
		}
	}
	out[tableCheck]["approved"], out[tableCheck]["rowid"] = len(columns[tableCheck]), len(columns[tableCheck])+2
	return out
}()

const dayMillis = 86_400_000

func (c *recount) int(b []byte) int64 {
	n, err := strconv.ParseInt(string(b), 10, 64)
	c.bad = c.bad || err != nil
	return n
}

func (c *recount) kept(b []byte) string {
	if s, ok := c.names[string(b)]; ok {
		return s
	}
	s := string(b)
	c.names[s] = s
	return s
}

func (c *recount) id(b []byte) uint64 { return maphash.Bytes(c.seed, b) }

// begin starts a row or a key; cell and number add to it.
func (c *recount) begin(table string) { c.line = append(append(c.line[:0], table...), 0) }

func (c *recount) cell(b []byte) { c.line = appendCell(c.line, b) }
func (c *recount) text(s string) {
	c.line = append(append(strconv.AppendInt(c.line, int64(len(s)), 10), ':'), s...)
}
func (c *recount) number(n int64) {
	var digits [20]byte
	c.cell(strconv.AppendInt(digits[:0], n, 10))
}

func (c *recount) hash() uint64 { return maphash.Bytes(c.seed, c.line) }

// add counts under the key that was begun.
func (c *recount) add(a, b int64) {
	key := c.hash()
	s := c.sums[key]
	if s[0], s[1] = s[0]+a, s[1]+b; s == [2]int64{} {
		delete(c.sums, key)
	} else {
		c.sums[key] = s
	}
}

// take counts a row of a document. Receipts and checks come before lines.
func (c *recount) take(table string, row []sql.RawBytes) {
	at := columnAt[table]
	switch table {
	case tableReceipt:
		c.receipt(row, at)
	case tableCheck:
		c.check(row, at)
	case tableLine:
		c.sold(row, at)
	case tableCash:
		sum := c.int(row[at["sum"]])
		switch string(row[at["kind"]]) {
		case "in":
		case "out":
			sum = -sum
		default:
			sum = 0
		}
		c.cash(c.int(row[at["at"]]), sum)
	}
}

func (c *recount) cash(at, sum int64) {
	c.begin("cash_day")
	c.number(at / dayMillis)
	c.add(sum, 0)
}

func (c *recount) receipt(row []sql.RawBytes, at map[string]int) {
	h := receiptHead{at: c.int(row[at["opened_at"]]), cashier: c.kept(row[at["cashier"]]), kind: c.kept(row[at["kind"]]), state: c.kept(row[at["state"]])}
	if back := row[at["back"]]; len(back) == 1 {
		h.back = back[0]
	} else {
		c.bad = true
	}
	c.receipts[c.id(row[at["id"]])] = h
	if h.state != "fiscalized" {
		return
	}
	sum := c.int(row[at["cash"]])
	switch change := c.int(row[at["change"]]); {
	case h.kind == "return":
		sum = -sum
	case h.back != '0':
		sum = -sum - change
	default:
		sum -= change
	}
	c.cash(h.at, sum)
}

var unverifiedText, unverifiedInfo = []byte(`"code":"unverified"`), []byte(`"code":"unverified","severity":"info"`)

func (c *recount) check(row []sql.RawBytes, at map[string]int) {
	day, gtin, cis := c.int(row[at["at"]])/dayMillis, row[at["gtin"]], row[at["cis"]]
	c.begin("check_day")
	c.number(day)
	c.cell(row[at["product_group"]])
	c.cell(row[at["cashier"]])
	c.cell(row[at["decision"]])
	c.number(one(len(row[at["approved"]]) > 0))
	c.cell(row[at["channel"]])
	c.cell(row[at["offline"]])
	c.cell(row[at["emergency"]])
	c.cell(row[at["reason"]])
	c.add(1, 0)
	c.begin("product_day")
	c.cell(gtin)
	c.number(day)
	c.add(0, 1)
	if name := row[at["name"]]; len(name) > 0 {
		c.named(gtin, name)
	}
	if verdict := row[at["verdict"]]; bytes.Contains(verdict, unverifiedText) && !bytes.Contains(verdict, unverifiedInfo) && string(row[at["emergency"]]) == "0" {
		c.lacking[c.id(row[at["id"]])] = true
	}
	if len(cis) == 0 {
		return
	}
	if part := c.int(row[at["rowid"]]) / 128; part != c.part {
		c.endPart()
		c.part = part
	}
	c.codes = append(append(c.codes, ' '), serialOf(cis)...)
}

// endPart counts the row of code_part that was gathered.
func (c *recount) endPart() {
	if len(c.codes) == 0 {
		return
	}
	c.begin("code_part")
	c.number(c.part)
	c.cell(c.codes)
	c.rows += c.hash()
	c.codes = c.codes[:0]
}

func (c *recount) named(product, name []byte) {
	c.begin("product_name")
	c.cell(product)
	c.cell(name)
	c.products[c.hash()] = true
}

func (c *recount) sold(row []sql.RawBytes, at map[string]int) {
	product := productOf(row[at["gtin"]], row[at["barcode"]])
	c.named(product, row[at["name"]])
	h, ok := c.receipts[c.id(row[at["receipt_id"]])]
	if !ok {
		return
	}
	proof := int64(1)
	switch check := row[at["check_id"]]; {
	case len(row[at["code"]]) == 0 || h.kind != "sale":
		proof = 0
	case len(check) == 0 || c.lacking[c.id(check)]:
		proof = 2
	}
	back := []byte{h.back}
	c.begin("sold")
	c.number(h.at)
	c.cell(row[at["receipt_id"]])
	c.cell(row[at["n"]])
	c.cell(product)
	c.cell(row[at["product_group"]])
	c.text(h.cashier)
	c.text(h.kind)
	c.cell(back)
	c.text(h.state)
	c.number(proof)
	c.cell(row[at["sum"]])
	c.rows += c.hash()
	c.begin("sold_day")
	c.number(h.at / dayMillis)
	c.cell(row[at["product_group"]])
	c.text(h.cashier)
	c.text(h.kind)
	c.cell(back)
	c.text(h.state)
	c.number(proof)
	c.add(1, c.int(row[at["sum"]]))
	c.begin("product_day")
	c.cell(product)
	c.number(h.at / dayMillis)
	c.add(1, 0)
}

// settle takes away what stands in the tables of the owner's screens and tells whether nothing is left over.
func (c *recount) settle(ctx context.Context, tx *sql.Tx) (bool, error) {
	c.endPart()
	c.receipts, c.lacking = nil, nil
	for table, keys := range map[string]int{"sold": 0, "code_part": 0, "sold_day": 7, "check_day": 9, "product_day": 2, "cash_day": 1, "product_name": 0} {
		rows, err := tx.QueryContext(ctx, "SELECT * FROM "+table+" NOT INDEXED")
		if err != nil {
			return false, fmt.Errorf("read %s: %w", table, err)
		}
		names, err := rows.Columns()
		if err != nil {
			rows.Close()
			return false, fmt.Errorf("read %s: %w", table, err)
		}
		cells, dest := make([]sql.RawBytes, len(names)), make([]any, len(names))
		for i := range cells {
			dest[i] = &cells[i]
		}
		err = each(rows, dest, func() { c.standing(table, cells, keys) })
		if err != nil {
			return false, fmt.Errorf("read %s: %w", table, err)
		}
	}
	return !c.bad && c.rows == 0 && len(c.sums) == 0 && len(c.products) == 0, nil
}

// standing takes away one row; keys is how many of its first columns the sums in the others belong to, 0 when the row is no sum.
func (c *recount) standing(table string, row []sql.RawBytes, keys int) {
	c.begin(table)
	if keys == 0 {
		for _, v := range row {
			c.cell(v)
		}
		if table == "product_name" { // names of lines that were taken out again stay
			delete(c.products, c.hash())
		} else {
			c.rows -= c.hash()
		}
		return
	}
	for _, v := range row[:keys] {
		c.cell(v)
	}
	a, b := c.int(row[keys]), int64(0)
	if len(row) > keys+1 {
		b = c.int(row[keys+1])
	}
	c.add(-a, -b)
}

func one(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

// productOf is a barcode as the narrow rows have it: the GTIN, or the last fourteen signs after leading zeros.
func productOf(gtin, barcode []byte) []byte {
	if len(gtin) > 0 || len(barcode) == 0 {
		return gtin
	}
	padded := append([]byte("00000000000000"), barcode...)
	for utf8.RuneCount(padded) > 14 {
		_, wide := utf8.DecodeRune(padded)
		padded = padded[wide:]
	}
	return padded
}

// serialOf is the serial number of a code, as the expression serial has it: what comes after the product, with or without its identifiers.
func serialOf(cis []byte) []byte {
	for _, b := range cis {
		if b >= utf8.RuneSelf { // the expression counts signs
			r := []rune(string(cis))
			return []byte(string(r[min(serialFrom(string(r[:min(18, len(r))])), len(r)):]))
		}
	}
	return cis[min(serialFrom(string(cis[:min(18, len(cis))])), len(cis)):]
}

// serialFrom is where the serial number begins, by the first 18 signs of the code.
func serialFrom(head string) int {
	if len(head) >= 18 && head[:2] == "01" && strings.HasSuffix(head, "21") {
		return 18
	}
	return 14
}
