package scandoctor

import (
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// entry is one scan of this visit.
type entry struct {
	Diagnosis
	at time.Time
}

// kept is how many scans are remembered.
const kept = 20

// lastView shows the scans that came and takes one of them apart.
type lastView struct {
	words   *lang.Catalogue
	zone    *time.Location
	entries []entry // newest first
	chosen  int

	sign            *look.Sign
	said, came      *look.Text
	tape            *tape
	history, pieces *look.List
	findings        *look.List
	none            *look.Text
	full, empty     *fyne.Container
	content         *fyne.Container
}

func newLastView(w *lang.Catalogue, zone *time.Location) *lastView {
	v := &lastView{words: w, zone: zone, sign: &look.Sign{}, tape: newTape(),
		said: &look.Text{Point: 21, Least: 14, Bold: true, Free: true},
		came: &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted},
		none: &look.Text{Text: w.T("scandoctor.no_fields"), Point: 16, Least: 12, Free: true, Color: look.ColorMuted}}
	v.history = listOf(func() int { return len(v.entries) }, 0, v.historyRow, func(i int) { v.choose(i) })
	v.pieces = listOf(func() int { return len(v.current().Fields) }, 50, v.fieldRow, nil)
	v.findings = listOf(func() int { return len(v.current().Findings) }, findingHeight, v.findingRow, nil)
	v.full, v.empty = v.layFull(), v.layEmpty()
	v.content = look.Board(fyne.NewSize(860, 360), func(size fyne.Size) {
		look.Put(v.full, 0, 0, size.Width, size.Height)
		look.Put(v.empty, 0, 0, size.Width, size.Height)
	}, v.full, v.empty)
	v.refresh()
	return v
}

// listOf makes a list whose rows are made by row, which gives the object and how it shows item i.
func listOf(count func() int, height float32, row func() (fyne.CanvasObject, func(i int)), tap func(int)) *look.List {
	views := map[fyne.CanvasObject]func(int){}
	return &look.List{Length: count, Height: height, OnTap: tap,
		Create: func() fyne.CanvasObject {
			o, show := row()
			views[o] = show
			return o
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](i) },
	}
}

func (v *lastView) current() entry {
	if v.chosen < len(v.entries) {
		return v.entries[v.chosen]
	}
	return entry{}
}

func (v *lastView) add(e entry) {
	v.entries = append([]entry{e}, v.entries...)
	v.entries = v.entries[:min(len(v.entries), kept)]
	v.chosen = 0
	v.history.ScrollTo(0)
	v.refresh()
}

func (v *lastView) choose(i int) {
	v.chosen = min(max(i, 0), max(len(v.entries)-1, 0))
	v.refresh()
}

func (v *lastView) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyUp:
		v.choose(v.chosen - 1)
	case fyne.KeyDown:
		v.choose(v.chosen + 1)
	case fyne.KeyPageUp:
		v.findings.Page(-1)
	case fyne.KeyPageDown:
		v.findings.Page(1)
	default:
		return false
	}
	v.history.Reveal(v.chosen)
	return true
}

func (v *lastView) refresh() {
	v.full.Hidden, v.empty.Hidden = len(v.entries) == 0, len(v.entries) > 0
	e := v.current()
	if len(v.entries) > 0 {
		v.sign.Set(verdict(e.Diagnosis))
		v.said.Set(sentence(v.words, e.Diagnosis))
		v.came.Set(v.words.T("scandoctor.came", "from", from(v.words, e.Diagnosis), "signs",
			v.words.N("scandoctor.signs", utf8.RuneCountInString(e.Raw)), "at", e.at.In(v.zone).Format("15:04:05")))
		v.tape.show(e.Cells, e.Fields)
		v.none.Hidden = len(e.Fields) > 0
	}
	v.pieces.ScrollTo(0)
	v.findings.ScrollTo(0)
	for _, l := range []*look.List{v.history, v.pieces, v.findings} {
		l.Refresh()
	}
	v.content.Refresh()
}

func (v *lastView) layFull() *fyne.Container {
	card, paper := look.NewCard(), look.NewCard()
	inCode := &look.Text{Text: v.words.T("scandoctor.fields"), Point: 16, Least: 12, Bold: true, Free: true}
	inScanner := &look.Text{Text: v.words.T("scandoctor.findings"), Point: 16, Least: 12, Bold: true, Free: true}
	return look.Board(fyne.NewSize(860, 360), func(size fyne.Size) {
		const gap = look.Gap
		side := min(size.Width*0.23, 300)
		look.Put(v.history, 0, 0, side, size.Height)
		x, wide := side+gap, size.Width-side-gap
		look.Put(card, x, 0, wide, 66)
		look.Put(v.sign, x+14, 13, 40, 40)
		look.Put(v.said, x+68, 4, wide-80, 34)
		look.Put(v.came, x+68, 36, wide-80, 26)
		high := min(max(size.Height*0.18, 96), 132)
		look.Put(paper, x, 66+gap, wide, high)
		look.Put(v.tape, x+12, 66+gap+8, wide-24, high-12)
		y := 66 + 2*gap + high
		left := wide * 0.42
		look.Put(inCode, x+4, y, left-8, 24)
		look.Put(inScanner, x+left+gap+4, y, wide-left-gap-8, 24)
		y += 26
		look.Put(v.pieces, x, y, left, size.Height-y)
		look.Put(v.none, x+4, y, left-8, 30)
		look.Put(v.findings, x+left+gap, y, wide-left-gap, size.Height-y)
	}, card, paper, v.history, v.sign, v.said, v.came, v.tape, inCode, inScanner, v.pieces, v.none, v.findings)
}

func (v *lastView) layEmpty() *fyne.Container {
	icon := &look.Sign{Name: "scan", Color: look.ColorMuted}
	text := &look.Text{Text: v.words.T("scandoctor.empty"), Point: look.SizeLarge, Least: 18, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	do := &look.Text{Text: v.words.T("scandoctor.empty.do"), Point: 19, Least: 14, Lines: 4, Top: true, Free: true, Align: fyne.TextAlignCenter}
	return look.Board(fyne.NewSize(860, 360), func(size fyne.Size) {
		y := max((size.Height-270)/2, 0)
		look.Put(icon, (size.Width-96)/2, y, 96, 96)
		look.Put(text, 20, y+104, size.Width-40, 52)
		wide := min(size.Width-40, 720)
		look.Put(do, (size.Width-wide)/2, y+164, wide, 110)
	}, icon, text, do)
}
