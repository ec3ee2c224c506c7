package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// kindOf is the record that speaks of a table's rows.
var kindOf = map[string]string{tableReceipt: "receipt", tableLine: "receipt", tablePayment: "receipt", tableCheck: "check", tableApproval: "approval",
	tableShift: "shift", tableCash: "cash", tableCharge: "charge", tablePerson: "person"}

// spot is a row that does not say what its records say.
type spot struct{ table, id string }

// most of the spots that are looked at to find the first: who changed more changed everything.
const most = 1000

// compare reads all rows and returns the one whose record is the earliest among those that differ.
func (v *tally) compare(ctx context.Context, tx *sql.Tx) (*Broken, error) {
	var found []spot
	differ := func(table, id string, c *cells) {
		key := v.key(table, id)
		want, known := v.want[key]
		delete(v.want, key)
		if c != nil && (!known || want != v.digest(c)) && len(found) < most {
			found = append(found, spot{table, id})
		}
	}
	if err := v.receipts(ctx, tx, differ); err != nil {
		return nil, err
	}
	for _, t := range []struct {
		table, extra string
		id           func(row []sql.RawBytes) string
	}{
		{tableCheck, ", approved, approval", func(r []sql.RawBytes) string { return string(r[0]) }},
		{tableShift, "", func(r []sql.RawBytes) string { return string(r[0]) + "/" + string(r[1]) }},
		{tableCash, "", func(r []sql.RawBytes) string { return string(r[0]) }},
		{tableCharge, "", func(r []sql.RawBytes) string { return string(r[0]) }},
		{tablePerson, "", func(r []sql.RawBytes) string { return string(r[0]) }},
	} {
		if err := v.plain(ctx, tx, t.table, t.extra, t.id, differ); err != nil {
			return nil, err
		}
	}
	if len(v.want) > 0 {
		if err := v.lost(ctx, tx, &found); err != nil {
			return nil, err
		}
	}
	return v.first(ctx, tx, found)
}

// plain compares a table whose rows stand alone.
func (v *tally) plain(ctx context.Context, tx *sql.Tx, table, extra string, id func([]sql.RawBytes) string, differ func(string, string, *cells)) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns[table], ", ")+extra+" FROM "+table)
	if err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	defer rows.Close()
	n := len(columns[table])
	cur := cursor{rows: rows, table: table, row: make([]sql.RawBytes, n+strings.Count(extra, ","))}
	var c cells
	for cur.next() {
		c.reset()
		cur.cells(&c, n)
		differ(table, id(cur.row), &c)
		if extra == "" {
			continue
		}
		// An approval has a record of its own.
		if approved, approval := cur.row[n], cur.row[n+1]; len(approved) > 0 || len(approval) > 0 {
			c.reset()
			c.approval(string(approved), string(approval))
			differ(tableApproval, id(cur.row), &c)
		}
	}
	return cur.err
}

// receipts compares receipts with their lines and payments, three tables read side by side in the order of the receipts.
func (v *tally) receipts(ctx context.Context, tx *sql.Tx, differ func(string, string, *cells)) error {
	var cur [3]cursor
	for i, table := range []string{tableReceipt, tableLine, tablePayment} {
		order := " ORDER BY id"
		if i > 0 {
			order = " ORDER BY receipt_id, n"
		}
		rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns[table], ", ")+" FROM "+table+order)
		if err != nil {
			return fmt.Errorf("read %s: %w", table, err)
		}
		defer rows.Close()
		cur[i] = cursor{rows: rows, table: table, row: make([]sql.RawBytes, len(columns[table]))}
		cur[i].next()
	}
	var c cells
	for cur[0].more || cur[1].more || cur[2].more {
		// The smallest ID of the three: lines whose receipt is gone are found as well.
		var id []byte
		for i := range cur {
			if cur[i].more && (id == nil || bytes.Compare(cur[i].row[0], id) < 0) {
				id = cur[i].row[0]
			}
		}
		id = slices.Clone(id)
		c.reset()
		for i := range cur {
			for cur[i].more && bytes.Equal(cur[i].row[0], id) {
				cur[i].cells(&c, len(cur[i].row))
				cur[i].next()
			}
		}
		differ(tableReceipt, string(id), &c)
	}
	return errors.Join(cur[0].err, cur[1].err, cur[2].err)
}

// cursor reads the rows of a query as bytes.
type cursor struct {
	rows  *sql.Rows
	table string
	row   []sql.RawBytes
	dest  []any
	more  bool
	err   error
}

func (k *cursor) next() bool {
	if k.dest == nil {
		for i := range k.row {
			k.dest = append(k.dest, &k.row[i])
		}
	}
	if k.more = k.rows.Next(); k.more {
		k.err = k.rows.Scan(k.dest...)
	} else {
		k.err = k.rows.Err()
	}
	if k.err != nil {
		k.more, k.err = false, fmt.Errorf("read %s: %w", k.table, k.err)
	}
	return k.more
}

// cells adds the first n columns of the row.
func (k *cursor) cells(c *cells, n int) {
	c.begin(k.table)
	for i, name := range columns[k.table][:n] {
		c.raw(name, k.row[i])
	}
}

// lost finds the documents whose rows are gone.
func (v *tally) lost(ctx context.Context, tx *sql.Tx, found *[]spot) error {
	rows, err := tx.QueryContext(ctx, "SELECT kind, subject FROM record ORDER BY seq")
	if err != nil {
		return fmt.Errorf("read chain: %w", err)
	}
	defer rows.Close()
	tables := map[string]string{"receipt": tableReceipt, "check": tableCheck, "approval": tableApproval, "shift": tableShift, "cash": tableCash, "charge": tableCharge,
		"person": tablePerson}
	var kind, subject string
	for rows.Next() && len(v.want) > 0 && len(*found) < most {
		if err := rows.Scan(&kind, &subject); err != nil {
			return fmt.Errorf("read chain: %w", err)
		}
		key := v.key(tables[kind], subject)
		if _, missing := v.want[key]; missing && tables[kind] != "" {
			delete(v.want, key)
			*found = append(*found, spot{tables[kind], subject})
		}
	}
	return rows.Err()
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
	return best, best.explain(ctx, tx, body)
}
