package paper

import (
	"io"

	"dobro/internal/journal"
)

// Protocol is a page of facts about the till itself: what was tried, when, with what outcome, and who answers for it.
type Protocol struct {
	Shop     journal.Shop
	Title    string
	Lead     string // one sentence that says it all
	Facts    [][2]string
	Sections []Section
	Notes    []string
	Signed   []string // lines for signatures
}

// Section is a table of a protocol. Widths are millimetres and fill the page: 180.
type Section struct {
	Title  string
	Note   string
	Heads  []string
	Widths []float64
	Rows   [][]string
}

// WriteProtocol writes it as a PDF.
func WriteProtocol(w io.Writer, f Fonts, words Words, doc Protocol) error {
	p := newPage(f, words, doc.Shop, doc.Title)
	p.lead(doc.Lead)
	for _, fact := range doc.Facts {
		p.pair(fact[0], fact[1])
	}
	for _, s := range doc.Sections {
		p.section(s.Title)
		if s.Note != "" {
			p.note(s.Note)
		}
		cols := make([]column, len(s.Heads))
		for i, h := range s.Heads {
			cols[i] = column{h, s.Widths[i], "L"}
		}
		p.head(cols)
		for _, row := range s.Rows {
			p.row(cols, row...)
		}
	}
	p.pdf.Ln(4)
	for _, n := range doc.Notes {
		p.note(n)
	}
	p.room(14 * float64(len(doc.Signed)))
	for _, s := range doc.Signed {
		p.pdf.Ln(6)
		p.font("", 10)
		p.pdf.CellFormat(60, 6, clean(s), "", 0, "L", false, 0, "")
		p.pdf.CellFormat(width-60, 6, "", "B", 1, "L", false, 0, "")
	}
	return p.write(w)
}
