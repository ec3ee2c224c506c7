package goods

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook, in bytes: as a file, unpacked, and of one part that is held in memory; a larger part goes to a temporary file.
const (
	MaxBook       = 64 << 20
	maxBookOpened = 512 << 20
	maxBookPart   = 8 << 20
	maxBookRows   = 1 << 20
)

// book is an open workbook. The library that reads it panics on some damaged files; that is a refusal, not the end of the program.
type book struct {
	file  *excelize.File
	sheet string
	rows  *excelize.Rows
	n     int
}

func (f File) openBook() (b *book, err error) {
	defer rescue(&err)
	if f.Size > MaxBook {
		return nil, &Refusal{Rows: []RowError{{Line: 1, Problem: FileTooLarge, Allowed: fmt.Sprintf("%d MB", MaxBook>>20)}}}
	}
	x, err := excelize.OpenReader(io.NewSectionReader(f, 0, f.Size), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxBookOpened, UnzipXMLSizeLimit: maxBookPart})
	if err != nil {
		return nil, badBook(err)
	}
	return &book{file: x}, nil
}

var errBook = errors.New("damaged workbook")

func rescue(err *error) {
	if r := recover(); r != nil {
		*err = badBook(fmt.Errorf("%w: %v", errBook, r))
	}
}

func badBook(err error) error {
	return &Refusal{Rows: []RowError{{Line: 1, Problem: BadBook, Value: err.Error()}}}
}

func (b *book) Close() {
	if b.rows != nil {
		b.rows.Close()
	}
	b.file.Close()
}

// turn begins at the first row of a sheet.
func (b *book) turn(sheet string) (err error) {
	defer rescue(&err)
	if b.rows != nil {
		b.rows.Close()
	}
	b.sheet, b.n = sheet, 0
	if b.rows, err = b.file.Rows(sheet); err != nil {
		return badBook(err)
	}
	return nil
}

// next gives the cells of the next row as they are kept, not as they are shown; io.EOF after the last one.
func (b *book) next() (row []string, err error) {
	defer rescue(&err)
	if !b.rows.Next() {
		if err := b.rows.Error(); err != nil {
			return nil, badBook(err)
		}
		return nil, io.EOF
	}
	b.n++
	row, err = b.rows.Columns()
	if err != nil {
		return nil, badBook(err)
	}
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row, nil
}

// first gives the beginning of a sheet.
func (b *book) first(sheet string) ([][]string, error) {
	if err := b.turn(sheet); err != nil {
		return nil, err
	}
	var rows [][]string
	for len(rows) < shownRows {
		row, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// propose takes the sheet whose names say the most; of equals the first.
func (b *book) propose(ask Ask) (rows [][]string, m Mapping, err error) {
	sheets := b.file.GetSheetList()
	for i, sheet := range sheets {
		here, err := b.first(sheet)
		if err != nil {
			return nil, Mapping{}, err
		}
		if found := ask.propose(here); i == 0 || len(found.Columns) > len(m.Columns) {
			rows, m = here, found
			m.Sheet = sheet
		}
	}
	return rows, m, nil
}

func (f File) proposeBook(ask Ask) ([][]string, Mapping, error) {
	b, err := f.openBook()
	if err != nil {
		return nil, Mapping{}, err
	}
	defer b.Close()
	return b.propose(ask)
}

func (f File) readBook(ask Ask) (List, error) {
	b, err := f.openBook()
	if err != nil {
		return List{}, err
	}
	defer b.Close()
	m := Mapping{}
	if ask.Mapping != nil {
		m = *ask.Mapping
		if m.Sheet == "" && b.file.SheetCount > 0 {
			m.Sheet = b.file.GetSheetName(0)
		}
	} else if _, m, err = b.propose(ask); err != nil {
		return List{}, err
	}
	p := newParser(ask.Groups)
	p.at = func(string) Place { return Place{Line: b.n} }
	if missing := m.Missing(); len(missing) > 0 {
		p.missing(m, missing)
		return List{}, &p.bad
	}
	p.mapped(m)
	if err := b.turn(m.Sheet); err != nil {
		return List{}, err
	}
	for {
		row, err := b.next()
		switch {
		case errors.Is(err, io.EOF):
			products, err := p.list()
			return List{Products: products, Silent: silent(m.Columns)}, err
		case err != nil:
			return List{}, err
		case b.n > maxBookRows:
			p.refuse("", FileTooLarge, "", fmt.Sprint(maxBookRows))
			return List{}, &p.bad
		case b.n <= m.Header || p.blank(row):
			continue
		}
		p.row = row
		p.product()
	}
}

// blank tells whether a row holds no goods: nothing at all, or the sums at the end of a table, which have no name.
func (p *parser) blank(row []string) bool {
	for _, f := range []string{"name", "code", "barcode"} {
		if i, there := p.column[f]; there && i < len(row) && row[i] != "" {
			return false
		}
	}
	return true
}

// missing refuses a table in which needed columns were not found.
func (p *parser) missing(m Mapping, fields []string) {
	at := p.at
	defer func() { p.at = at }()
	p.at = func(string) Place { return Place{Line: max(m.Header, 1)} }
	for _, f := range fields {
		p.refuse(f, NoColumn, "", strings.Join(names[f], ", "))
	}
}
