// Package paper puts the owner's papers on A4 pages: the report of a span of days and the proof of checks. Text is text, in the
// embedded font, so that it can be searched and copied.
package paper

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"dobro/internal/journal"

	"codeberg.org/go-pdf/fpdf"
)

// Words says sentences of the user's language.
type Words interface {
	T(key string, pairs ...any) string
	N(key string, n int, pairs ...any) string
}

// Fonts are TrueType files with Cyrillic.
type Fonts struct{ Regular, Bold []byte }

const (
	margin = 15.0
	width  = 210 - 2*margin
	label  = 48.0
	family = "body"
)

// page is a document while it is written. Errors stay inside until write.
type page struct {
	pdf   *fpdf.Fpdf
	words Words
}

func newPage(f Fonts, w Words, shop journal.Shop, title string) *page {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", f.Regular)
	pdf.AddUTF8FontFromBytes(family, "B", f.Bold)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, 18)
	pdf.SetTitle(title, true)
	pdf.SetAuthor(shop.Name, true)
	pdf.SetCreator("dobro", true)
	pdf.AliasNbPages("")
	p := &page{pdf: pdf, words: w}
	foot, head := shop.Name+"  ·  "+title, w.T("paper.shop", "name", shop.Name, "inn", shop.INN, "address", shop.Address)
	if shop.Name == "" && shop.INN == "" { // an installer proves the bans before he fills in the shop
		foot, head = title, w.T("paper.shop_unset")
	}
	pdf.SetFooterFunc(func() {
		pdf.SetY(-14)
		p.font("", 8)
		pdf.SetTextColor(110, 110, 110)
		pdf.CellFormat(width-30, 5, p.fit(clean(foot), width-32), "", 0, "L", false, 0, "")
		pdf.CellFormat(30, 5, fmt.Sprintf("%d / {nb}", pdf.PageNo()), "", 0, "R", false, 0, "")
		pdf.SetTextColor(0, 0, 0)
	})
	pdf.AddPage()
	p.font("B", 16)
	pdf.MultiCell(width, 7.5, clean(title), "", "L", false)
	p.font("", 9)
	pdf.SetTextColor(70, 70, 70)
	pdf.MultiCell(width, 4.6, clean(head), "", "L", false)
	pdf.SetTextColor(0, 0, 0)
	pdf.Ln(2)
	return p
}

func (p *page) font(style string, size float64) { p.pdf.SetFont(family, style, size) }

// room begins a new page when less than h millimetres are left.
func (p *page) room(h float64) {
	if p.pdf.GetY()+h > 297-18 {
		p.pdf.AddPage()
	}
}

// lead is the sentence that says it all.
func (p *page) lead(text string) {
	p.font("", 12)
	p.pdf.SetFillColor(238, 243, 248)
	p.pdf.MultiCell(width, 6.2, clean(text), "", "L", true)
	p.pdf.Ln(2)
}

func (p *page) section(text string) {
	p.room(22)
	p.pdf.Ln(2)
	p.font("B", 12)
	p.pdf.MultiCell(width, 6, clean(text), "B", "L", false)
	p.pdf.Ln(1)
}

func (p *page) note(text string) {
	p.font("", 9)
	p.pdf.SetTextColor(70, 70, 70)
	p.pdf.MultiCell(width, 4.4, clean(text), "", "L", false)
	p.pdf.SetTextColor(0, 0, 0)
	p.pdf.Ln(1)
}

// pair is a name and its value; pairs without a value are left out.
func (p *page) pair(name, value string) {
	if value == "" {
		return
	}
	p.font("", 9)
	name, value = clean(name), clean(value)
	lines := max(len(p.pdf.SplitText(value, width-label-2)), len(p.pdf.SplitText(name, label-2)))
	p.room(float64(min(lines, 10)) * 4.6)
	x, y := p.pdf.GetXY()
	p.pdf.SetTextColor(90, 90, 90)
	p.pdf.MultiCell(label, 4.6, name, "", "L", false)
	after := p.pdf.GetY()
	p.pdf.SetTextColor(0, 0, 0)
	p.pdf.SetXY(x+label, y)
	p.pdf.MultiCell(width-label, 4.6, value, "", "L", false)
	if p.pdf.GetY() < after {
		p.pdf.SetY(after)
	}
	p.pdf.SetX(margin)
}

// column of a table: width in millimetres and "L" or "R".
type column struct {
	name  string
	width float64
	align string
}

func (p *page) head(cols []column) {
	p.font("B", 8)
	p.pdf.SetFillColor(232, 238, 244)
	for _, c := range cols {
		p.pdf.CellFormat(c.width, 5.4, p.fit(clean(c.name), c.width-2), "", 0, c.align, true, 0, "")
	}
	p.pdf.Ln(-1)
}

// row writes one row; long texts go on in the next line of the cell, at most four of them.
func (p *page) row(cols []column, cells ...string) {
	p.font("", 8)
	lines := make([][]string, len(cols))
	high := 1
	for i, c := range cols {
		lines[i] = p.pdf.SplitText(clean(cells[i]), c.width-2)
		if len(lines[i]) > 4 {
			lines[i] = append(lines[i][:3], lines[i][3]+"…")
		}
		high = max(high, len(lines[i]))
	}
	h := float64(high)*3.9 + 0.8
	if p.pdf.GetY()+h > 297-18 {
		p.pdf.AddPage()
		p.head(cols)
		p.font("", 8)
	}
	x, y := p.pdf.GetXY()
	for i, c := range cols {
		for n, text := range lines[i] {
			p.pdf.SetXY(x, y+0.4+float64(n)*3.9)
			p.pdf.CellFormat(c.width, 3.9, text, "", 0, c.align, false, 0, "")
		}
		x += c.width
	}
	p.pdf.SetDrawColor(215, 215, 215)
	p.pdf.Line(margin, y+h, x, y+h)
	p.pdf.SetDrawColor(0, 0, 0)
	p.pdf.SetXY(margin, y+h)
}

// fit shortens a text to a width.
func (p *page) fit(text string, w float64) string {
	if p.pdf.GetStringWidth(text) <= w {
		return text
	}
	r := []rune(text)
	for len(r) > 1 && p.pdf.GetStringWidth(string(r)+"…") > w {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

func (p *page) write(w io.Writer) error {
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// clean leaves what the font can hold: no controls, nothing beyond the basic plane.
func clean(s string) string {
	bad := func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' || r > 0xFFFF || r == unicode.ReplacementChar
	}
	if strings.IndexFunc(s, bad) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if bad(r) {
			return ' '
		}
		return r
	}, s)
}

// people is an instant of the journal as people read it, with milliseconds and zone: "22.11.2026 12:00:01,250 +03:00".
func people(rfc string) string {
	t, err := time.Parse(time.RFC3339Nano, rfc)
	if err != nil {
		return rfc
	}
	return t.Format("02.01.2006 15:04:05,000 -07:00")
}

// minute is the time of a fiscal document: drives keep no seconds, and a made-up 00 would put the document before its check.
func minute(rfc string) string {
	t, err := time.Parse(time.RFC3339Nano, rfc)
	if err != nil || t.Second() != 0 || t.Nanosecond() != 0 {
		return people(rfc)
	}
	return t.Format("02.01.2006 15:04 -07:00")
}
