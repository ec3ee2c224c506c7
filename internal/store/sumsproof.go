package store

import (
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"regexp"
	"strconv"
	"strings"
)

// derived is a table that the owner's screens read and its making anew from the documents: what has to stand there, and what stands there.
type derived struct {
	table      string
	want, have string
}

// counting are the rows that say something: what came to nothing may stand there or not.
var counting = map[string]string{"sold_day": " WHERE lines <> 0 OR sum <> 0", "check_day": " WHERE checks <> 0", "product_day": " WHERE lines <> 0 OR checks <> 0", "cash_day": " WHERE sum <> 0"}

var intoTable = regexp.MustCompile(`^INSERT (?:OR IGNORE )?INTO (\w+) `)

// derivedTables takes the making from the migrations, so that there is one truth of it. Tables of which others are made come first.
func derivedTables() ([]derived, error) {
	fill, err := readingFill()
	if err != nil {
		return nil, err
	}
	var list []derived
	for _, statement := range strings.Split(fill, ";\n") {
		statement = strings.TrimSpace(statement)
		m := intoTable.FindStringSubmatch(statement)
		if m == nil {
			continue
		}
		table, query := m[1], statement[len(m[0]):]
		// The columns get the names of the table.
		query = "SELECT * FROM (SELECT * FROM " + table + " WHERE 0 UNION ALL SELECT * FROM (" + query + ")) AS made" + counting[table]
		if table == "product_name" { // names of lines that were taken out again stay: each wanted one has to be there
			list = append(list, derived{table, query + " WHERE NOT EXISTS (SELECT 1 FROM product_name n WHERE n.product = made.product AND n.name = made.name)", ""})
			continue
		}
		list = append(list, derived{table, query, "SELECT * FROM " + table + " NOT INDEXED" + counting[table]})
	}
	return list, nil
}

// proveSums makes the owner's sums and narrow rows anew and compares them. Documents were proved before: what differs is the sum.
func (v *tally) proveSums(ctx context.Context, tx *sql.Tx) (*Broken, error) {
	list, err := derivedTables()
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		want, wanted, err := v.sumOf(ctx, tx, d.want)
		if err != nil {
			return nil, fmt.Errorf("prove %s: %w", d.table, err)
		}
		if d.have == "" {
			if wanted > 0 {
				return v.differing(ctx, tx, d.table, d.want, "")
			}
			continue
		}
		have, found, err := v.sumOf(ctx, tx, d.have)
		if err != nil {
			return nil, fmt.Errorf("prove %s: %w", d.table, err)
		}
		if want != have || wanted != found {
			return v.differing(ctx, tx, d.table, "SELECT * FROM ("+d.want+") EXCEPT "+d.have, d.have+" EXCEPT SELECT * FROM ("+d.want+")")
		}
	}
	return nil, nil
}

// sumOf is a keyed sum over the rows of a query, whatever their order.
func (v *tally) sumOf(ctx context.Context, tx *sql.Tx, query string) (sum uint64, n int, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, 0, err
	}
	cells, dest := make([]sql.RawBytes, len(names)), make([]any, len(names))
	for i := range cells {
		dest[i] = &cells[i]
	}
	var line []byte
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return 0, 0, err
		}
		line = line[:0]
		for _, c := range cells {
			line = appendCell(line, c)
		}
		sum += maphash.Bytes(v.seed, line)
		n++
	}
	return sum, n, rows.Err()
}

// appendCell appends a value with its length before it, so that no two rows have the same bytes.
func appendCell(line, value []byte) []byte {
	return append(append(strconv.AppendInt(line, int64(len(value)), 10), ':'), value...)
}

// differing names a row that differs: as it has to be, and as it is.
func (v *tally) differing(ctx context.Context, tx *sql.Tx, table, wanted, standing string) (*Broken, error) {
	b := &Broken{Kind: "sums", Why: "sums", Place: table}
	for query, into := range map[string]*string{wanted: &b.Was, standing: &b.Is} {
		if query == "" {
			continue
		}
		row, err := oneRow(ctx, tx, query)
		if err != nil {
			return nil, fmt.Errorf("prove %s: %w", table, err)
		}
		*into = short(row)
	}
	return b, nil
}

func oneRow(ctx context.Context, tx *sql.Tx, query string) (string, error) {
	rows, err := tx.QueryContext(ctx, query+" LIMIT 1")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil || !rows.Next() {
		return "", err
	}
	cells, dest := make([]string, len(names)), make([]any, len(names))
	for i := range cells {
		dest[i] = &cells[i]
	}
	if err := rows.Scan(dest...); err != nil {
		return "", err
	}
	return strings.Join(cells, " · "), rows.Err()
}
