package sheets

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"path"

	"dobro/internal/journal"

	"github.com/xuri/excelize/v2"
)

// mostRows of a sheet: the format's limit less the heading and the sums.
const mostRows = 1<<20 - 2

// WriteXLSX writes the workbook: a sheet a table, with a frozen heading, filters, dates and sums as what they are, and the sums of the
// money columns at the end, which follow the filter. A table longer than a sheet goes on in a second one. The library makes the workbook, its
// styles and names; the rows of the sheets are written here, which takes a fifth of the time, and wait packed in temporary files.
func WriteXLSX(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error {
	return inBook(r, func(b *book) error { return b.write(ctx, w, l) })
}

// WriteTable writes a workbook of one table, whose rows are few enough to be held.
func WriteTable(w io.Writer, r journal.Request, t journal.Table, rows [][]any) error {
	return inBook(r, func(b *book) error {
		if err := b.begin(t, 1); err != nil {
			return err
		}
		for _, row := range rows {
			if err := b.sheets[t.Key].put(row); err != nil {
				return err
			}
		}
		if err := b.end(b.sheets[t.Key]); err != nil {
			return err
		}
		return b.pack(w)
	})
}

func inBook(r journal.Request, work func(b *book) error) (err error) {
	b := &book{file: excelize.NewFile(), request: r, most: mostRows, styles: map[journal.CellKind]int{}, sheets: map[string]*sheet{}, parts: map[string]*packed{}}
	defer func() {
		b.drop()
		if e := b.file.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	if err := b.prepare(); err != nil {
		return fmt.Errorf("make workbook: %w", err)
	}
	return work(b)
}

type book struct {
	file    *excelize.File
	request journal.Request
	styles  map[journal.CellKind]int
	bold    int
	sums    int
	sheets  map[string]*sheet  // by the table that goes on in it
	parts   map[string]*packed // all sheets, by their place in the file
	most    int
}

func (b *book) write(ctx context.Context, w io.Writer, l journal.Log) error {
	for _, t := range journal.Tables {
		if err := b.begin(t, 1); err != nil {
			return err
		}
	}
	err := l.Rows(ctx, b.request, func(t journal.Table, row []any) error {
		s := b.sheets[t.Key]
		if s.rows == b.most {
			if err := b.end(s); err != nil {
				return err
			}
			if err := b.begin(t, s.number+1); err != nil {
				return err
			}
			s = b.sheets[t.Key]
		}
		return s.put(row)
	})
	if err != nil {
		return err
	}
	for _, t := range journal.Tables {
		if err := b.end(b.sheets[t.Key]); err != nil {
			return err
		}
	}
	return b.pack(w)
}

// begin makes a sheet: the library knows its name, the rows are ours.
func (b *book) begin(t journal.Table, number int) error {
	name := b.request.Words.T("export.table." + t.Key)
	if number > 1 {
		name = fmt.Sprintf("%s %d", name, number)
	}
	// The first sheet stands in a new file already.
	n := len(b.parts) + 1
	var err error
	if n == 1 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return fmt.Errorf("make sheet %s: %w", name, err)
	}
	p, err := newPacked()
	if err != nil {
		return fmt.Errorf("make sheet %s: %w", name, err)
	}
	b.parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] = p
	b.sheets[t.Key] = newSheet(b, t, name, number, p)
	return nil
}

// end writes the sums and the filter and lets go of the sheet.
func (b *book) end(s *sheet) error {
	last, err := excelize.CoordinatesToCellName(len(s.table.Columns), s.rows+1)
	if err != nil {
		return err
	}
	area := "A1:" + last
	if err := b.file.AutoFilter(s.name, area, nil); err != nil {
		return fmt.Errorf("set filter of %s: %w", s.name, err)
	}
	if err := s.end(area); err != nil {
		return fmt.Errorf("write sheet %s: %w", s.name, err)
	}
	return nil
}

// drop removes the temporary files.
func (b *book) drop() {
	for _, p := range b.parts {
		p.drop()
	}
}

// pack writes the file: the library's parts, and the packed sheets in the place of its empty ones.
func (b *book) pack(w io.Writer) error {
	// The library packs the whole file in memory first: given a writer of our own it packs into the file.
	var z *sheetZip
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		z = &sheetZip{Writer: newZip(w), parts: b.parts}
		return z
	})
	if err := b.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// sheetZip puts the packed sheets where the library writes its empty ones.
type sheetZip struct {
	*zip.Writer
	parts map[string]*packed
}

// Create is for the library.
func (z *sheetZip) Create(name string) (io.Writer, error) {
	if p := z.parts[path.Clean(name)]; p != nil {
		return io.Discard, p.into(z.Writer, name)
	}
	return z.Writer.Create(name)
}

// newZip packs fast: a few more bytes, a third of the time.
func newZip(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	return z
}

func (b *book) prepare() (err error) {
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
