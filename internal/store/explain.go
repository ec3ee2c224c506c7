package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// explain fills in which column differs, what the record says and what the row says. body is the record's, nil when there is none.
func (b *Broken) explain(ctx context.Context, tx *sql.Tx, body []byte) error {
	was, is := cells{names: true}, cells{names: true}
	if body != nil {
		// The record is sound: the walk over the chain came before.
		was.project(b.Kind, b.Subject, b.At.UnixMilli(), body)
	}
	var err error
	switch table := b.Place; table {
	case tableReceipt, tableLine, tablePayment:
		b.Place = tableReceipt
		err = is.load(ctx, tx, tableReceipt, "id = ?", b.Subject)
		for _, t := range []string{tableLine, tablePayment} {
			if err == nil {
				err = is.load(ctx, tx, t, "receipt_id = ? ORDER BY n", b.Subject)
			}
		}
	case tableShift:
		err = is.load(ctx, tx, table, "fn || '/' || number = ?", b.Subject)
	case tablePerson:
		err = is.load(ctx, tx, table, "name = ?", b.Subject)
	case tableApproval:
		err = is.load(ctx, tx, tableApproval, "id = ?", b.Subject)
	default:
		err = is.load(ctx, tx, table, "id = ?", b.Subject)
	}
	if err != nil {
		return err
	}
	for i := range max(len(was.column), len(is.column)) {
		switch {
		case i >= len(was.column):
			b.Place, b.Is = is.column[i], short(is.value[i])
		case i >= len(is.column):
			b.Place, b.Was = was.column[i], short(was.value[i])
		case was.column[i] != is.column[i]: // a line more or less
			b.Place, b.Was, b.Is = was.column[i], short(was.value[i]), ""
		case was.value[i] != is.value[i]:
			b.Place = was.column[i]
			b.Was, b.Is = differing(was.value[i], is.value[i])
		default:
			continue
		}
		return nil
	}
	return nil
}

func (c *cells) reset() {
	c.bytes, c.starts, c.table, c.rows, c.column, c.value = c.bytes[:0], c.starts[:0], "", 0, nil, nil
}

// load adds the cells of the rows that fit.
func (c *cells) load(ctx context.Context, tx *sql.Tx, table, where string, arg any) error {
	from := table
	if table == tableApproval {
		from = tableCheck
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns[table], ", ")+" FROM "+from+" NOT INDEXED WHERE "+where, arg)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	defer rows.Close()
	cur := cursor{rows: rows, table: table, row: make([]sql.RawBytes, len(columns[table]))}
	for cur.next() {
		cur.cells(c, len(cur.row))
	}
	return cur.err
}

// differing shortens two values to the neighbourhood of their first difference: an answer of the operator is long.
func differing(a, b string) (string, string) {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	if at <= 40 {
		return short(a), short(b)
	}
	for at -= 20; at > 0 && (a[at]&0xC0) == 0x80; {
		at--
	}
	return "…" + short(a[at:]), "…" + short(b[at:])
}

func short(s string) string {
	const signs = 60
	if r := []rune(s); len(r) > signs {
		return string(r[:signs]) + "…"
	}
	return s
}
