package sheets

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dobro/internal/journal"
	"dobro/internal/money"

	"github.com/xuri/excelize/v2"
)

// fill is how much of a sheet is gathered before it goes to be packed.
const fill = 1 << 17

// sheet is one worksheet while rows go into it: its XML as ECMA-376 part 1, section 18.3 has it. Strings stand in their cells, not in a list of all: such a list would
// have to be kept until the end.
type sheet struct {
	table  journal.Table
	name   string
	number int // of the sheets of this table
	words  journal.Words
	zone   *time.Location
	part   *packed
	xml    []byte
	rows   int
	sums   []int64 // of the columns with a total, in kopecks or pieces
	open   []sheetCell
	total  int // style of the sums
}

// sheetCell is how the cells of a column begin.
type sheetCell struct {
	letters string // <c r="AB
	style   string // " s="3"
}

func newSheet(b *book, t journal.Table, name string, number int, p *packed) *sheet {
	s := &sheet{table: t, name: name, number: number, words: b.request.Words, zone: b.request.Zone, part: p, sums: make([]int64, len(t.Columns)), total: b.sums}
	s.print(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`,
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`,
		`<sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, c := range t.Columns {
		s.print(fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.Width))
	}
	s.print(`</cols><sheetData><row r="1">`)
	for i, c := range t.Columns {
		letters, _ := excelize.ColumnNumberToName(i + 1)
		s.open = append(s.open, sheetCell{`<c r="` + letters, `" s="` + strconv.Itoa(b.styles[c.Kind]) + `"`})
		s.print(`<c r="`, letters, `1" s="`, strconv.Itoa(b.bold), `" t="inlineStr"><is><t>`)
		s.escaped(heading(s.words, c))
		s.print(`</t></is></c>`)
	}
	s.print(`</row>`)
	return s
}

func (s *sheet) print(texts ...string) {
	for _, t := range texts {
		s.xml = append(s.xml, t...)
	}
}

// put writes a row. Its cells are those of journal.Column; a text is a text even when it begins with =.
func (s *sheet) put(row []any) error {
	s.rows++
	var digits [20]byte
	n := strconv.AppendInt(digits[:0], int64(s.rows+1), 10)
	s.xml = append(append(append(s.xml, `<row r="`...), n...), `">`...)
	for i := range s.table.Columns {
		switch v := row[i].(type) {
		case string:
			if v == "" {
				continue
			}
			s.cell(i, n)
			s.xml = append(s.xml, ` t="inlineStr"><is><t`...)
			if v[0] <= ' ' || v[len(v)-1] <= ' ' {
				s.xml = append(s.xml, ` xml:space="preserve"`...)
			}
			s.xml = append(s.xml, '>')
			s.escaped(v)
			s.xml = append(s.xml, `</t></is></c>`...)
		case time.Time:
			s.cell(i, n)
			s.value(strconv.AppendFloat(append(s.xml, `><v>`...), serial(v, s.zone), 'f', -1, 64))
		case money.Kopecks:
			s.sums[i] += int64(v)
			s.cell(i, n)
			s.value(appendFixed(append(s.xml, `><v>`...), int64(v), 2))
		case money.Quantity:
			s.cell(i, n)
			s.value(appendFixed(append(s.xml, `><v>`...), int64(v), 3))
		case int64:
			s.sums[i] += v
			s.cell(i, n)
			s.value(strconv.AppendInt(append(s.xml, `><v>`...), v, 10))
		case float64:
			s.cell(i, n)
			s.value(strconv.AppendFloat(append(s.xml, `><v>`...), v, 'f', -1, 64))
		}
	}
	s.xml = append(s.xml, `</row>`...)
	if len(s.xml) < fill {
		return nil
	}
	return s.flush()
}

func (s *sheet) cell(i int, row []byte) {
	s.xml = append(append(append(s.xml, s.open[i].letters...), row...), s.open[i].style...)
}

func (s *sheet) value(xml []byte) { s.xml = append(xml, `</v></c>`...) }

// flush hands over what was gathered; the room comes back from what was packed before.
func (s *sheet) flush() (err error) {
	s.xml, err = s.part.put(s.xml)
	if err != nil {
		return fmt.Errorf("write sheet %s: %w", s.name, err)
	}
	return nil
}

// end writes the sums below the columns and the filter over the area.
func (s *sheet) end(area string) error {
	if s.rows > 0 {
		s.totals()
	}
	s.print(`</sheetData><autoFilter ref="`, area, `"/></worksheet>`)
	if err := s.flush(); err != nil {
		return err
	}
	return s.part.close()
}

func (s *sheet) totals() {
	if !slices.ContainsFunc(s.table.Columns, func(c journal.Column) bool { return c.Total }) {
		return
	}
	n, style := strconv.Itoa(s.rows+2), strconv.Itoa(s.total)
	s.print(`<row r="`, n, `"><c r="A`, n, `" s="`, style, `" t="inlineStr"><is><t>`)
	s.escaped(s.words.T("export.total"))
	s.print(`</t></is></c>`)
	for i, c := range s.table.Columns {
		if !c.Total {
			continue
		}
		letters := strings.TrimPrefix(s.open[i].letters, `<c r="`)
		s.print(`<c r="`, letters, n, `" s="`, style, `"><f>SUBTOTAL(109,`, letters, `2:`, letters, strconv.Itoa(s.rows+1), `)</f><v>`)
		if c.Kind == journal.Money {
			s.xml = appendFixed(s.xml, s.sums[i], 2)
		} else {
			s.xml = strconv.AppendInt(s.xml, s.sums[i], 10)
		}
		s.print(`</v></c>`)
	}
	s.print(`</row>`)
}

// escaped appends a text; signs that no spreadsheet can hold become a space or the sign of replacement.
func (s *sheet) escaped(text string) {
	from := 0
	for i := 0; i < len(text); {
		c := text[i]
		wide, with := 1, ""
		switch {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c < ' ' || c == 0x7F:
			with = " "
		case c >= utf8.RuneSelf:
			var r rune
			switch r, wide = utf8.DecodeRuneInString(text[i:]); {
			case r == utf8.RuneError && wide == 1 || r == 0xFFFE || r == 0xFFFF:
				with = "\uFFFD"
			case r < 0xA0:
				with = " "
			}
		}
		if with != "" {
			s.xml = append(append(s.xml, text[from:i]...), with...)
			from = i + wide
		}
		i += wide
	}
	s.xml = append(s.xml, text[from:]...)
}

// appendFixed appends a number that counts hundredths or thousandths, without the zeros at its end.
func appendFixed(b []byte, v int64, places int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	unit := int64(1)
	for range places {
		unit *= 10
	}
	b = strconv.AppendInt(b, v/unit, 10)
	rest := v % unit
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		unit /= 10
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}
