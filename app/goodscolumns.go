package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dobro/internal/goods"
	"dobro/internal/journal/deviations"
	"dobro/internal/probe"
	"dobro/internal/store"
	"dobro/ui/wizard"
)

// factReader and importer are the parts of the journal that reading goods needs.
type (
	factReader interface {
		Fact(ctx context.Context, name string) (string, error)
	}
	importer = *store.Store
)

// shownFields are the fields that an installer is asked about, the needed ones first.
var shownFields = []string{"name", "price", "vat", "barcode", "unit", "group", "code"}

// neededFields of them have to have something.
const neededFields = 3

// heading of a table: the row that names its columns, or the first one.
func heading(t goods.Table) []string {
	at := max(t.Mapping.Header, 1) - 1
	if at >= len(t.Rows) {
		return nil
	}
	return t.Rows[at]
}

// columnsFact is where the columns of tables with this heading are remembered.
func columnsFact(t goods.Table) string { return "goods.columns." + deviations.HeadingID(heading(t)) }

// rememberedColumns are those that somebody chose before for a table with the same heading; nil when nobody did.
func rememberedColumns(ctx context.Context, s factReader, t goods.Table) (*goods.Mapping, error) {
	kept, err := s.Fact(ctx, columnsFact(t))
	if err != nil || kept == "" {
		return nil, err
	}
	m := goods.Mapping{}
	if json.Unmarshal([]byte(kept), &m) != nil {
		return nil, nil // what cannot be read is asked for again
	}
	for _, c := range m.Columns {
		if c < 0 || c >= len(heading(t)) {
			return nil, nil
		}
	}
	m.Sheet = t.Mapping.Sheet
	return &m, nil
}

func rememberColumns(ctx context.Context, s *store.Store, t goods.Table, m goods.Mapping) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error { return tx.SetFact(columnsFact(t), string(b)) })
}

// chosenColumns is the mapping that the installer made on the screen.
func chosenColumns(proposed goods.Mapping, v wizard.Values) goods.Mapping {
	m := goods.Mapping{Sheet: proposed.Sheet, Header: max(proposed.Header, 1), Columns: map[string]int{}, Default: map[string]string{}}
	for f, c := range proposed.Columns { // fields that nobody is asked about
		if !slices.Contains(shownFields, f) {
			m.Columns[f] = c
		}
	}
	for _, f := range shownFields {
		value := v[wizard.ColumnKey(f)]
		if same, ok := strings.CutPrefix(value, wizard.Fixed); ok {
			m.Default[f] = same
		} else if n, err := strconv.Atoi(value); err == nil {
			m.Columns[f] = n
		}
	}
	if _, there := m.Columns["unit"]; !there && m.Default["unit"] == "" {
		m.Default["unit"] = proposed.Default["unit"]
	}
	return m
}

// askColumns shows the table with what is known of its columns.
func (w *install) askColumns(t goods.Table, m goods.Mapping, file string, missing []string) wizard.Outcome {
	words := w.p.words
	c := &wizard.Columns{Needed: neededFields, Same: map[string][]wizard.Choice{}}
	vals := wizard.Values{"columns.of": file}
	for _, f := range shownFields {
		c.Fields = append(c.Fields, wizard.Choice{Value: f, Label: words.T("wizard.goods.field." + f)})
		vals[wizard.ColumnKey(f)] = ""
		if n, there := m.Columns[f]; there {
			vals[wizard.ColumnKey(f)] = strconv.Itoa(n)
		} else if same := m.Default[f]; same != "" && f == "vat" {
			vals[wizard.ColumnKey(f)] = wizard.Fixed + same
		}
	}
	for _, rate := range []string{"22", "10", "5", "7", "0", "none"} {
		c.Same["vat"] = append(c.Same["vat"], wizard.Choice{Value: rate, Label: words.T("wizard.goods.vat." + rate)})
	}
	for i, head := range heading(t) {
		if strings.TrimSpace(head) == "" {
			head = words.T("wizard.columns.nameless", "n", i+1)
		}
		c.Heads, c.Samples = append(c.Heads, head), append(c.Samples, sampleOf(t, i))
	}
	out := wizard.Outcome{Columns: c, Values: vals}
	if len(missing) == 0 {
		out.Lines = []wizard.Line{w.line(probe.Off, "wizard.goods.columns_known")}
	}
	for _, f := range missing {
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.goods.no_column", "field", words.T("wizard.goods.field."+f)))
	}
	return out
}

// sampleOf is the first thing that stands in a column.
func sampleOf(t goods.Table, column int) string {
	for _, row := range t.Rows[min(max(t.Mapping.Header, 1), len(t.Rows)):] {
		if column < len(row) && strings.TrimSpace(row[column]) != "" {
			return strings.TrimSpace(row[column])
		}
	}
	return "—"
}

// knownColumns lets a command read a table whose columns were chosen on the screen before; a value that the command line gives for all
// goods goes before a remembered one.
func knownColumns(ctx context.Context, s factReader, f goods.File, ask *goods.Ask) error {
	t, err := f.Propose(*ask)
	if err != nil || t.Kind == goods.CommerceML || len(t.Rows) == 0 {
		return nil // what is wrong with it is told when it is read
	}
	m, err := rememberedColumns(ctx, s, t)
	if err != nil || m == nil {
		return err
	}
	if m.Default == nil {
		m.Default = map[string]string{}
	}
	maps.Copy(m.Default, ask.Default)
	ask.Mapping = m
	return nil
}
