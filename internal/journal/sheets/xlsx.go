package sheets

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"time"

	"dobro/internal/journal"
	"dobro/internal/money"

	"github.com/xuri/excelize/v2"
)

// mostRows of a sheet: the format's limit less the heading and the sums.
const mostRows = 1<<20 - 2

// WriteXLSX writes the workbook: a sheet a table, with a frozen heading, filters, dates and sums as what they are, and the sums of the
// money columns at the end, which follow the filter. A table longer than a sheet goes on in a second one.
func WriteXLSX(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) (err error) {
	b := &book{file: excelize.NewFile(), request: r, most: mostRows}
	defer func() {
		if e := b.file.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	return b.write(ctx, w, l)
}

// WriteTable writes a workbook of one table, whose rows are few enough to be held.
func WriteTable(w io.Writer, r journal.Request, t journal.Table, rows [][]any) (err error) {
	b := &book{file: excelize.NewFile(), request: r, most: mostRows}
	defer func() {
		if e := b.file.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	if err := b.prepare(); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	if err := b.begin(t, 1); err != nil {
		return err
	}
	if err := b.file.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	for _, row := range rows {
		if err := b.sheets[t.Key].put(b, row); err != nil {
			return err
		}
	}
	if err := b.sheets[t.Key].end(b); err != nil {
		return err
	}
	return b.pack(w)
}

type book struct {
	file    *excelize.File
	request journal.Request
	styles  map[journal.CellKind]int
	bold    int
	sums    int
	sheets  map[string]*sheet
	most    int
}

func (b *book) write(ctx context.Context, w io.Writer, l journal.Log) error {
	if err := b.prepare(); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	for _, t := range journal.Tables {
		if err := b.begin(t, 1); err != nil {
			return err
		}
	}
	if err := b.file.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	err := l.Rows(ctx, b.request, func(t journal.Table, row []any) error {
		s := b.sheets[t.Key]
		if s.rows == b.most {
			if err := s.end(b); err != nil {
				return err
			}
			if err := b.begin(t, s.part+1); err != nil {
				return err
			}
			s = b.sheets[t.Key]
		}
		return s.put(b, row)
	})
	if err != nil {
		return err
	}
	for _, t := range journal.Tables {
		if err := b.sheets[t.Key].end(b); err != nil {
			return err
		}
	}
	return b.pack(w)
}

func (b *book) pack(w io.Writer) error {
	// The library packs the whole file in memory first: given a writer of our own it packs into the file, at the speed of the reading.
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newZip(w) })
	if err := b.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// newZip packs fast: a few more bytes, a third of the time.
func newZip(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	return z
}

func (b *book) prepare() (err error) {
	b.sheets, b.styles = map[string]*sheet{}, map[journal.CellKind]int{}
	for kind, format := range map[journal.CellKind]string{journal.Instant: "dd.mm.yyyy hh:mm:ss", journal.Money: "#,##0.00", journal.Quantity: "0.###",
		journal.Whole: "0", journal.Fraction: "0.0", journal.Text: "@"} {
		if b.styles[kind], err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return err
		}
	}
	b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	format := "#,##0.00"
	b.sums, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, CustomNumFmt: &format, Border: []excelize.Border{{Type: "top", Style: 1, Color: "000000"}}})
	if err != nil {
		return err
	}
	return b.file.SetDocProps(&excelize.DocProperties{Title: b.request.Words.T("export.title"), Creator: b.request.Shop.Name})
}

// sheet is one sheet while rows go into it.
type sheet struct {
	table journal.Table
	name  string
	part  int
	w     *excelize.StreamWriter
	rows  int
	sums  []int64 // of the columns with a total, in kopecks or pieces
	cells []any
}

func (b *book) begin(t journal.Table, part int) error {
	s := &sheet{table: t, part: part, name: b.request.Words.T("export.table." + t.Key), sums: make([]int64, len(t.Columns)), cells: make([]any, len(t.Columns))}
	if part > 1 {
		s.name = fmt.Sprintf("%s %d", s.name, part)
	}
	_, err := b.file.NewSheet(s.name)
	if err == nil {
		s.w, err = b.file.NewStreamWriter(s.name)
	}
	if err == nil {
		err = s.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	for i, c := range t.Columns {
		if err == nil {
			err = s.w.SetColWidth(i+1, i+1, c.Width)
		}
		s.cells[i] = excelize.Cell{StyleID: b.bold, Value: heading(b.request.Words, c)}
	}
	if err == nil {
		err = s.w.SetRow("A1", s.cells)
	}
	if err != nil {
		return fmt.Errorf("make sheet %s: %w", s.name, err)
	}
	b.sheets[t.Key] = s
	return nil
}

func (s *sheet) put(b *book, row []any) error {
	for i, c := range s.table.Columns {
		cell := excelize.Cell{StyleID: b.styles[c.Kind]}
		switch v := row[i].(type) {
		case nil:
			s.cells[i] = nil
			continue
		case string:
			if v == "" {
				s.cells[i] = nil
				continue
			}
			cell.Value = plain(v) // a string cell: a name that begins with = is no formula
		case time.Time:
			cell.Value = serial(v, b.request.Zone)
		case money.Kopecks:
			cell.Value = float64(v) / 100
			s.sums[i] += int64(v)
		case money.Quantity:
			cell.Value = float64(v) / 1000
		case int64:
			cell.Value = v
			s.sums[i] += v
		default:
			cell.Value = v
		}
		s.cells[i] = cell
	}
	s.rows++
	if err := s.w.SetRow(fmt.Sprintf("A%d", s.rows+1), s.cells); err != nil {
		return fmt.Errorf("write sheet %s: %w", s.name, err)
	}
	return nil
}

// end writes the sums and the filter and lets go of the sheet.
func (s *sheet) end(b *book) error {
	last, err := excelize.CoordinatesToCellName(len(s.table.Columns), s.rows+1)
	if err != nil {
		return err
	}
	totals, any := s.totals(b)
	if any && s.rows > 0 {
		if err := s.w.SetRow(fmt.Sprintf("A%d", s.rows+2), totals); err != nil {
			return fmt.Errorf("write sums of %s: %w", s.name, err)
		}
	}
	if err := b.file.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return fmt.Errorf("set filter of %s: %w", s.name, err)
	}
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("write sheet %s: %w", s.name, err)
	}
	return nil
}

func (s *sheet) totals(b *book) (row []any, any bool) {
	for i, c := range s.table.Columns {
		row = append(row, nil)
		if i == 0 {
			row[0] = excelize.Cell{StyleID: b.sums, Value: b.request.Words.T("export.total")}
		}
		if !c.Total {
			continue
		}
		any = true
		col, _ := excelize.ColumnNumberToName(i + 1)
		cell := excelize.Cell{StyleID: b.sums, Formula: fmt.Sprintf("SUBTOTAL(109,%s2:%s%d)", col, col, s.rows+1), Value: float64(s.sums[i]) / 100}
		if c.Kind != journal.Money {
			cell.Value = s.sums[i]
		}
		row[i] = cell
	}
	return row, any
}
