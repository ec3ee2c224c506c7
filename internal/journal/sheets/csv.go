package sheets

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"dobro/internal/journal"
	"dobro/internal/money"
)

// WriteCSV writes journal.Flat, the one table that holds what was sold and what was stopped, the way a Russian spreadsheet opens it by
// a double click: UTF-8 with a mark, semicolons, decimal commas, CR LF.
func WriteCSV(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error {
	t, err := newText(w, journal.Flat, r)
	if err != nil {
		return err
	}
	if err := l.FlatRows(ctx, r, t.put); err != nil {
		return err
	}
	return t.end()
}

// WriteZip writes an archive with a CSV file for each table. Tables are read at once and written one after the other, so all but the
// first wait in temporary files.
func WriteZip(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) (err error) {
	parts := map[string]*part{}
	defer func() {
		for _, p := range parts {
			p.file.Close()
			os.Remove(p.file.Name())
		}
	}()
	for _, table := range journal.Tables {
		f, err := os.CreateTemp("", ".dobro-*")
		if err != nil {
			return fmt.Errorf("write archive: %w", err)
		}
		p := &part{file: f, buffer: bufio.NewWriterSize(f, 1<<16)}
		parts[table.Key] = p
		if p.text, err = newText(p.buffer, table, r); err != nil {
			return err
		}
	}
	err = l.Rows(ctx, r, func(t journal.Table, row []any) error { return parts[t.Key].text.put(row) })
	if err != nil {
		return err
	}
	z := newZip(w)
	for _, table := range journal.Tables {
		if err := parts[table.Key].into(z, r.Words.T("export.table."+table.Key)+".csv"); err != nil {
			return fmt.Errorf("write archive: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write archive: %w", err)
	}
	return nil
}

type part struct {
	file   *os.File
	buffer *bufio.Writer
	text   *text
}

func (p *part) into(z *zip.Writer, name string) error {
	if err := p.text.end(); err != nil {
		return err
	}
	if err := p.buffer.Flush(); err != nil {
		return err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	out, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, p.file)
	return err
}

// text is one CSV file while rows go into it.
type text struct {
	w     *csv.Writer
	table journal.Table
	zone  *time.Location
	cells []string
}

func newText(w io.Writer, table journal.Table, r journal.Request) (*text, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	t := &text{w: csv.NewWriter(w), table: table, zone: r.Zone, cells: make([]string, len(table.Columns))}
	t.w.Comma, t.w.UseCRLF = ';', true
	for i, c := range table.Columns {
		t.cells[i] = heading(r.Words, c)
	}
	return t, t.w.Write(t.cells)
}

func (t *text) put(row []any) error {
	for i, cell := range row {
		t.cells[i] = t.cell(cell)
	}
	if err := t.w.Write(t.cells); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func (t *text) end() error {
	t.w.Flush()
	if err := t.w.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func (t *text) cell(v any) string {
	switch v := v.(type) {
	case string:
		return harmless(plain(v))
	case time.Time:
		return v.In(t.zone).Format("02.01.2006 15:04:05")
	case money.Kopecks:
		return comma(v.String())
	case money.Quantity:
		return comma(v.String())
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return comma(strconv.FormatFloat(v, 'f', 1, 64))
	}
	return ""
}

func comma(s string) string { return strings.Replace(s, ".", ",", 1) }

// harmless puts an apostrophe before what a spreadsheet would take for a formula: a name of goods comes from anybody's price list.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
