package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// proven is a table whose rows Verify holds against the records: the kind of record that speaks of it, and which document a row belongs to.
type proven struct {
	table string
	kind  string
	// document is the key in the tally: the table of the document and the ID in the first n columns.
	owner string
	keys  int
}

var provenTables = []proven{ // receipts and checks before lines: recount wants them so
	{tableReceipt, "receipt", tableReceipt, 1}, {tableCheck, "check", tableCheck, 1}, {tableLine, "receipt", tableReceipt, 1}, {tablePayment, "receipt", tableReceipt, 1},
	{tableShift, "shift", tableShift, 2}, {tableCash, "cash", tableCash, 1}, {tableCharge, "charge", tableCharge, 1},
	{tablePerson, "person", tablePerson, 1},
}

// kindOf is the record that speaks of a document; ownerOf is the other way round.
var kindOf, ownerOf = map[string]string{tableApproval: "approval"}, map[string]string{"approval": tableApproval}

func init() {
	for _, t := range provenTables {
		kindOf[t.owner], ownerOf[t.kind] = t.kind, t.owner
	}
}

// spot is a document whose rows do not say what its records say.
type spot struct{ table, id string }

// most of the spots that are looked at to find the first: who changed more changed everything.
const most = 1000

// stand tells the tally and the recount of every row. Rows are read where they lie, never through an index: SQLite would answer from the index and
// hide a change in the table.
func (v *tally) stand(ctx context.Context, tx *sql.Tx, sums *recount) error {
	some := make([]found, 0, 256)
	for _, t := range provenTables {
		err := v.scan(ctx, tx, t, sums, func(key, digest uint64, _ string, _ string) {
			if some = append(some, found{key, digest}); len(some) == cap(some) {
				v.stands(some)
				some = some[:0]
			}
		})
		if err != nil {
			return err
		}
	}
	v.stands(some)
	return nil
}

// leftOver names the first document that differs when records and rows were told: a row changed, lost or added.
func (v *tally) leftOver(ctx context.Context, tx *sql.Tx) (*Broken, error) {
	if len(v.rest) == 0 {
		return nil, nil
	}
	found, err := v.spots(ctx, tx)
	if err != nil {
		return nil, err
	}
	return v.first(ctx, tx, found)
}

// scan tells of every row of a table: the document, its ID, and the digest. The approval inside a check is a row of its own. sums, when there is
// one, takes every row too.
func (v *tally) scan(ctx context.Context, tx *sql.Tx, t proven, sums *recount, tell func(key, digest uint64, owner, id string)) error {
	list, n := strings.Join(columns[t.table], ", "), len(columns[t.table])
	width := n
	if t.table == tableCheck {
		list, width = list+", approved, approval, rowid", n+3
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+list+" FROM "+t.table+" NOT INDEXED")
	if err != nil {
		return fmt.Errorf("read %s: %w", t.table, err)
	}
	defer rows.Close()
	cur := cursor{rows: rows, table: t.table, row: make([]sql.RawBytes, width)}
	var c cells
	for cur.next() {
		id := string(cur.row[0])
		if t.keys == 2 {
			id += "/" + string(cur.row[1])
		}
		if sums != nil {
			sums.take(t.table, cur.row)
		}
		c.reset()
		cur.cells(&c, n)
		tell(v.key(t.owner, id), v.digest(&c), t.owner, id)
		if t.table != tableCheck {
			continue
		}
		if approved, approval := cur.row[n], cur.row[n+1]; len(approved) > 0 || len(approval) > 0 {
			c.reset()
			c.approval(string(approved), string(approval))
			tell(v.key(tableApproval, id), v.digest(&c), tableApproval, id)
		}
	}
	return cur.err
}

// spots names the documents that differ: by their records, and those without a record by their rows.
func (v *tally) spots(ctx context.Context, tx *sql.Tx) ([]spot, error) {
	var found []spot
	take := func(key uint64, s spot) {
		if _, differs := v.rest[key]; differs && s.table != "" && len(found) < most {
			delete(v.rest, key)
			found = append(found, s)
		}
	}
	rows, err := tx.QueryContext(ctx, "SELECT kind, subject FROM record ORDER BY seq")
	if err != nil {
		return nil, fmt.Errorf("read chain: %w", err)
	}
	defer rows.Close()
	var kind, subject string
	for rows.Next() {
		if err := rows.Scan(&kind, &subject); err != nil {
			return nil, fmt.Errorf("read chain: %w", err)
		}
		table := ownerOf[kind]
		take(v.key(table, subject), spot{table, subject})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read chain: %w", err)
	}
	for _, t := range provenTables {
		if err := v.scan(ctx, tx, t, nil, func(key, _ uint64, owner, id string) { take(key, spot{owner, id}) }); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// first picks the spot whose record is the earliest and says what differs; rows without any record come last.
func (v *tally) first(ctx context.Context, tx *sql.Tx, found []spot) (*Broken, error) {
	var best *Broken
	var body []byte
	for _, f := range found {
		b := Broken{Kind: kindOf[f.table], Subject: f.id, Why: "row", Place: f.table}
		var text []byte
		var at int64
		err := tx.QueryRowContext(ctx, "SELECT seq, at, body FROM record WHERE subject = ? AND kind = ? ORDER BY seq DESC LIMIT 1", f.id, b.Kind).Scan(&b.Seq, &at, &text)
		switch {
		case err == nil:
			b.At = time.UnixMilli(at).UTC()
		case !errors.Is(err, sql.ErrNoRows):
			return nil, fmt.Errorf("read record of %s %s: %w", b.Kind, f.id, err)
		}
		if best == nil || b.Seq > 0 && (best.Seq == 0 || b.Seq < best.Seq) {
			best, body = &b, text
		}
	}
	if best == nil {
		return nil, nil
	}
	return best, best.explain(ctx, tx, unpacked(body))
}

// cursor reads the rows of a query as bytes.
type cursor struct {
	rows  *sql.Rows
	table string
	row   []sql.RawBytes
	dest  []any
	err   error
}

func (k *cursor) next() bool {
	if k.dest == nil {
		for i := range k.row {
			k.dest = append(k.dest, &k.row[i])
		}
	}
	more := k.rows.Next()
	if more {
		k.err = k.rows.Scan(k.dest...)
	} else {
		k.err = k.rows.Err()
	}
	if k.err != nil {
		k.err = fmt.Errorf("read %s: %w", k.table, k.err)
	}
	return more && k.err == nil
}

// cells adds the first n columns of the row.
func (k *cursor) cells(c *cells, n int) {
	c.begin(k.table)
	for i, name := range columns[k.table][:n] {
		text := []byte(k.row[i])
		if k.table == tableCheck && name == "raw" {
			text = unpacked(text)
		}
		c.raw(name, text)
	}
}
