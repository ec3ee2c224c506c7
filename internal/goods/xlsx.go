package goods

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Limits of a workbook: bytes as a file, bytes unpacked, bytes of the texts that its cells share, rows, columns looked at.
const (
	MaxBook        = 64 << 20
	maxBookOpened  = 512 << 20
	maxBookStrings = 128 << 20
	maxBookRows    = 1 << 20
	maxBookColumns = 256
)

// book is an open workbook (Office Open XML): a pack of texts of which it reads the list of sheets, the shared texts and, row by row,
// one sheet. Cells come as they are kept, not as they are shown: 89.9 and not «90 ₽».
type book struct {
	pack   map[string]*zip.File
	sheets []sheet
	shared []string
	left   int64 // bytes that may still be unpacked

	open io.Closer
	x    *xmlTokens
	n    int // of the row that next gave last
}

type sheet struct{ name, part string }

func (f File) openBook() (*book, error) {
	if f.Size > MaxBook {
		return nil, refusal(Place{Line: 1}, FileTooLarge, "", fmt.Sprintf("%d MB", MaxBook>>20))
	}
	z, err := zip.NewReader(f, f.Size)
	if err != nil {
		return nil, badBook(err)
	}
	b := &book{pack: map[string]*zip.File{}, left: maxBookOpened}
	for _, e := range z.File {
		b.pack[strings.ToLower(strings.TrimPrefix(e.Name, "/"))] = e
	}
	if err := b.list(); err != nil {
		return nil, err
	}
	if err := b.texts(); err != nil {
		return nil, err
	}
	return b, nil
}

func badBook(err error) error { return refusal(Place{Line: 1}, BadBook, err.Error(), "") }

// Close ends reading.
func (b *book) Close() {
	if b.open != nil {
		b.open.Close()
		b.open = nil
	}
}

// part begins at a part of the pack.
func (b *book) part(name string) (*xmlTokens, error) {
	b.Close()
	e := b.pack[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if e == nil {
		return nil, badBook(fmt.Errorf("%s is missing", name))
	}
	r, err := e.Open()
	if err != nil {
		return nil, badBook(err)
	}
	b.open = r
	x, err := newXMLTokens(&counter{r: r, left: &b.left})
	if err != nil {
		return nil, badBook(err)
	}
	return x, nil
}

// walk goes through a small part; each is called at every beginning of an element.
func (b *book) walk(name string, each func(x *xmlTokens)) error {
	x, err := b.part(name)
	if err != nil {
		return err
	}
	for {
		switch event, err := x.next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return badBook(fmt.Errorf("%s: %w", name, err))
		case event == xmlEnd:
			x.up()
		default:
			each(x)
		}
	}
}

// list finds the sheets in the order in which they are shown.
func (b *book) list() error {
	parts := map[string]string{}
	err := b.walk("xl/_rels/workbook.xml.rels", func(x *xmlTokens) {
		if target := x.attr("Target"); x.name == "Relationship" && strings.HasSuffix(x.attr("Type"), "/worksheet") {
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			parts[x.attr("Id")] = target
		}
	})
	if err != nil {
		return err
	}
	return b.walk("xl/workbook.xml", func(x *xmlTokens) {
		if part := parts[x.attr("id")]; x.name == "sheet" && part != "" {
			b.sheets = append(b.sheets, sheet{x.attr("name"), part})
		}
	})
}

// texts reads the texts that cells share. A text may be cut into runs of different letters; hints of how it is pronounced are no part
// of it.
func (b *book) texts() error {
	const name = "xl/sharedStrings.xml"
	if b.pack[strings.ToLower(name)] == nil {
		return nil // a book of numbers
	}
	x, err := b.part(name)
	if err != nil {
		return err
	}
	var text strings.Builder
	size := 0
	for {
		event, err := x.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return badBook(fmt.Errorf("%s: %w", name, err))
		case event == xmlStart:
			continue
		}
		switch top := len(x.stack) - 1; x.stack[top] {
		case "t":
			if top > 0 && x.stack[top-1] != "rPh" {
				text.Write(x.text)
			}
		case "si":
			if size += text.Len() + 16; size > maxBookStrings || text.Len() > maxText {
				return refusal(Place{Line: 1}, FileTooLarge, "", fmt.Sprintf("%d MB", maxBookStrings>>20))
			}
			b.shared = append(b.shared, strings.TrimSpace(text.String()))
			text.Reset()
		}
		x.up()
	}
}

// turn begins at the first row of a sheet; "" is the first sheet.
func (b *book) turn(name string) (err error) {
	for _, s := range b.sheets {
		if s.name == name || name == "" {
			b.n = 0
			b.x, err = b.part(s.part)
			return err
		}
	}
	return badBook(fmt.Errorf("no sheet %q", name))
}

// next gives the cells of the next row that is kept; io.EOF after the last one.
func (b *book) next() ([]string, error) {
	var row []string
	var inline strings.Builder
	column, kind, value := -1, "", ""
	for {
		event, err := b.x.next()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, badBook(fmt.Errorf("row %d: %w", b.n+1, err))
		}
		if event == xmlStart {
			switch b.x.name {
			case "row":
				b.n = numbered(b.x.attr("r"), b.n+1)
				row, column = nil, -1
			case "c":
				column = columnOf(b.x.attr("r"), column+1)
				kind, value = b.x.attr("t"), ""
				inline.Reset()
			}
			continue
		}
		top := len(b.x.stack) - 1
		switch name := b.x.stack[top]; {
		case name == "v":
			value = string(b.x.text)
		case name == "t" && top > 0 && b.x.stack[top-1] != "rPh" && inline.Len() < maxText:
			inline.Write(b.x.text)
		case name == "c" && column < maxBookColumns:
			for len(row) <= column {
				row = append(row, "")
			}
			row[column] = b.cell(kind, value, inline.String())
		case name == "row":
			b.x.up()
			return row, nil
		}
		b.x.up()
	}
}

func (b *book) cell(kind, value, inline string) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(b.shared) {
			return b.shared[i]
		}
		return ""
	case "inlineStr":
		return strings.TrimSpace(inline)
	}
	return strings.TrimSpace(value)
}

// numbered reads the number of a row; other is what it is when the file does not say. Rows never go back.
func numbered(s string, other int) int {
	if n, err := strconv.Atoi(s); err == nil && n >= other && n <= maxBookRows+1 {
		return n
	}
	return other
}

// columnOf reads the letters of a cell's name: C5 is 2.
func columnOf(name string, other int) int {
	n := 0
	for i := 0; i < len(name) && name[i] >= 'A' && name[i] <= 'Z' && n < maxBookColumns*26; i++ {
		n = n*26 + int(name[i]-'A') + 1
	}
	if n == 0 {
		return other
	}
	return n - 1
}

// first gives the beginning of a sheet, rows that are not kept as empty ones.
func (b *book) first(name string) ([][]string, error) {
	if err := b.turn(name); err != nil {
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
		for len(rows) < min(b.n-1, shownRows) {
			rows = append(rows, nil)
		}
		if len(rows) < shownRows {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// propose takes the sheet whose names say the most; of equals the first.
func (b *book) propose(ask Ask) (rows [][]string, m Mapping, err error) {
	m = ask.propose(nil)
	for i, s := range b.sheets {
		here, err := b.first(s.name)
		if err != nil {
			return nil, Mapping{}, err
		}
		if found := ask.propose(here); i == 0 || len(found.Columns) > len(m.Columns) {
			rows, m = here, found
			m.Sheet = s.name
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
