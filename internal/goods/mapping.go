package goods

import (
	"slices"
	"strings"
)

// Mapping says in which columns a table keeps the fields of its goods. File.Propose guesses one, a person may change it, File.Read
// goes by it.
type Mapping struct {
	Sheet   string            // of a workbook; "" is the only one, or a text
	Header  int               // row that names the columns, from 1
	Columns map[string]int    // field → column, from 0
	Default map[string]string // field → what holds for all goods, for fields without a column
}

// needed are the fields without which a product cannot be sold. A piece is a fair guess where no unit is named; a price or a rate of
// VAT nobody may guess.
var needed = []string{"name", "price", "unit", "vat"}

// Missing lists the fields that goods need and that have neither a column nor a value for all.
func (m Mapping) Missing() []string {
	var list []string
	for _, f := range needed {
		if _, there := m.Columns[f]; !there && m.Default[f] == "" {
			list = append(list, f)
		}
	}
	return list
}

// silent lists the fields of MoreColumns of which a file says nothing.
func silent(column map[string]int) []string {
	return slices.DeleteFunc(slices.Clone(MoreColumns), func(f string) bool { _, there := column[f]; return there })
}

// mapped makes the parser read rows by a mapping.
func (p *parser) mapped(m Mapping) { p.column, p.fallback, p.loose = m.Columns, m.Default, true }

// headerRows is within how many rows the names of the columns are looked for: tables have titles above them.
const headerRows = 20

// propose finds the row that names the most fields: a name and a price among them, or three others that are no accident.
func (a Ask) propose(first [][]string) Mapping {
	m := Mapping{Columns: map[string]int{}, Default: a.defaults()}
	most := 0
	for i, row := range first[:min(len(first), headerRows)] {
		column := recognise(row)
		_, name := column["name"]
		_, price := column["price"]
		if (name && price || len(column) >= 3) && len(column) > most {
			m.Header, m.Columns, most = i+1, column, len(column)
		}
	}
	for f := range m.Columns {
		delete(m.Default, f)
	}
	return m
}

// defaults are the values that hold without a column: a piece, and what was asked for.
func (a Ask) defaults() map[string]string {
	d := map[string]string{"unit": pieceWord}
	for f, v := range a.Default {
		if v = strings.TrimSpace(v); v != "" {
			d[f] = v
		}
	}
	return d
}
