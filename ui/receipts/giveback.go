package receipts

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// GiveBackParams of a return: which lines of a sale come back, and how. Done gets them with their sum.
type GiveBackParams struct {
	Words   *lang.Catalogue
	Receipt register.ReceiptView
	Done    func(back register.Return, sum money.Kopecks)
	Close   func()
}

// manner is how a line comes back.
type manner int

const (
	stays     manner = iota // it does not
	asSold                  // goods and code are well: both go back
	damaged                 // the code cannot be read: without it
	defective               // the goods are spoiled: without the code, so that nobody sells them again
)

// GiveBack lets lines be chosen. Nothing is chosen at first: a return of everything must be meant. While nothing is chosen the keys of a
// row give that row back at once, so that one item never takes more than three taps; then they only say how the row comes back.
type GiveBack struct {
	p       GiveBackParams
	chosen  map[int]manner
	rows    map[fyne.CanvasObject]*backRow
	list    *look.List
	confirm *look.Button
	all     *look.Button
	hint    *look.Text
	trouble *look.Trouble
	busy    bool
	content fyne.CanvasObject
}

// NewGiveBack opens the panel.
func NewGiveBack(p GiveBackParams) *GiveBack {
	w := p.Words
	g := &GiveBack{p: p, chosen: map[int]manner{}, rows: map[fyne.CanvasObject]*backRow{}, trouble: look.NewTrouble()}
	g.list = &look.List{
		Height: 68,
		Length: func() int { return len(p.Receipt.Lines) },
		Create: func() fyne.CanvasObject {
			v := newBackRow(w)
			g.rows[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { g.rows[o].show(g, p.Receipt.Lines[i]) },
		OnTap:  func(i int) { g.tick(p.Receipt.Lines[i]) },
	}
	g.confirm = &look.Button{Key: w.T("ui.key.enter"), Kind: look.Danger, Large: 22, OnTap: g.enter}
	g.all = &look.Button{Label: w.T("ui.return.all", "sum", look.Rubles(w, g.rest())), Key: "F6", Kind: look.Danger, Large: 18, OnTap: g.everything}
	g.hint = &look.Text{Text: w.T("ui.return.scan"), Point: 16, Least: 12, Free: true, Color: look.ColorMuted}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	card := look.NewCard()
	g.content = look.Sheet(w.T("ui.return.lines"), out, look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		below, hint := float32(76), float32(28)
		high := size.Height - below - hint - look.Gap
		look.Put(g.hint, 8, high+2, size.Width-16, hint-2)
		if g.trouble.Shown() {
			high -= 84
			look.Put(g.trouble.Content(), 0, high+look.Gap, size.Width, 76)
			look.Put(g.hint, 8, high+86, size.Width-16, hint-2)
		}
		look.Put(card, 0, 0, size.Width, high)
		look.Put(g.list, 4, 4, size.Width-8, high-8)
		look.Put(g.all, 0, size.Height-below, size.Width*0.34, below)
		look.Put(g.confirm, size.Width*0.34+look.Gap, size.Height-below, size.Width*0.66-look.Gap, below)
	}, card, g.list, g.hint, g.all, g.confirm, g.trouble.Content()))
	g.refresh()
	return g
}

// Content is what the window shows.
func (g *GiveBack) Content() fyne.CanvasObject { return g.content }

// Of is the ID of the sale.
func (g *GiveBack) Of() string { return g.p.Receipt.ID }

// Rune chooses the line of that number.
func (g *GiveBack) Rune(r rune) bool {
	if n := int(r - '0'); n >= 1 && n <= len(g.p.Receipt.Lines) {
		g.tick(g.p.Receipt.Lines[n-1])
		return true
	}
	return false
}

// Key confirms and leaves.
func (g *GiveBack) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		g.enter()
	case k == fyne.KeyF6:
		g.everything()
	case k == fyne.KeyEscape && !g.busy:
		g.p.Close()
	case k == fyne.KeyPageDown || k == fyne.KeyDown:
		g.list.Page(1)
	case k == fyne.KeyPageUp || k == fyne.KeyUp:
		g.list.Page(-1)
	}
	return true
}

// Fail says why nothing was given back.
func (g *GiveBack) Fail(f *register.Fault) {
	g.busy = false
	g.trouble.Fail(f.Text, f.Action)
	g.refresh()
}

// Scanned chooses the line whose pack was scanned.
func (g *GiveBack) Scanned(line int) {
	for i, l := range g.p.Receipt.Lines {
		if l.N == line && !g.busy && comesBack(l) {
			g.chosen[l.N] = asSold
			g.trouble.Clear()
			g.list.Reveal(i)
			g.refresh()
		}
	}
}

// Barcode chooses a line of these unmarked goods that is not chosen yet, and tells whether there is one.
func (g *GiveBack) Barcode(barcode string) bool {
	for _, l := range g.p.Receipt.Lines {
		if l.Cis == "" && l.Barcode == barcode && comesBack(l) && g.chosen[l.N] == stays {
			g.Scanned(l.N)
			return true
		}
	}
	return false
}

func comesBack(l register.LineView) bool { return !l.Back && !l.Final }

func (g *GiveBack) tick(l register.LineView) {
	if g.busy || !comesBack(l) {
		return
	}
	if g.chosen[l.N] == stays {
		g.chosen[l.N] = asSold
	} else {
		delete(g.chosen, l.N)
	}
	g.trouble.Clear()
	g.refresh()
}

// as is a key of a row: alone it gives the row back at once, beside other chosen rows it says how this one comes back.
func (g *GiveBack) as(l register.LineView, m manner) {
	if g.busy || !comesBack(l) {
		return
	}
	alone := len(g.chosen) == 0
	if g.chosen[l.N] == m {
		m = asSold
	}
	g.chosen[l.N] = m
	g.trouble.Clear()
	if alone {
		g.enter()
		return
	}
	g.refresh()
}

// everything gives all that may still come back at once: the sum stands on the button.
func (g *GiveBack) everything() {
	if g.busy || g.rest() == 0 {
		return
	}
	for _, l := range g.p.Receipt.Lines {
		if comesBack(l) && g.chosen[l.N] == stays {
			g.chosen[l.N] = asSold
		}
	}
	g.enter()
}

func (g *GiveBack) rest() (sum money.Kopecks) {
	for _, l := range g.p.Receipt.Lines {
		if comesBack(l) {
			sum += l.Sum
		}
	}
	return sum
}

// back is the return as it is chosen now. Its reason names what is wrong with the goods.
func (g *GiveBack) back() (back register.Return, sum money.Kopecks) {
	back.Receipt = g.p.Receipt.ID
	var why []string
	for _, l := range g.p.Receipt.Lines {
		m := g.chosen[l.N]
		if m == stays {
			continue
		}
		back.Lines = append(back.Lines, l.N)
		sum += l.Sum
		switch m {
		case damaged:
			back.Damaged = append(back.Damaged, l.N)
		case defective:
			back.Defective = append(back.Defective, l.N)
		}
	}
	if len(back.Damaged) > 0 {
		why = append(why, g.p.Words.T("ui.return.damaged"))
	}
	if len(back.Defective) > 0 {
		why = append(why, g.p.Words.T("ui.return.defective"))
	}
	back.Reason = strings.Join(why, "; ")
	return back, sum
}

// enter sends the return once: until it is answered a second Enter finds the panel busy.
func (g *GiveBack) enter() {
	back, sum := g.back()
	if g.busy || len(back.Lines) == 0 {
		return
	}
	g.busy = true
	g.trouble.Wait(g.p.Words.T("ui.pay.sending"))
	g.refresh()
	g.p.Done(back, sum)
}

func (g *GiveBack) refresh() {
	_, sum := g.back()
	label := g.p.Words.T("ui.return.choose")
	if len(g.chosen) > 0 {
		label = g.p.Words.T("ui.return.give", "sum", look.Rubles(g.p.Words, sum))
	}
	g.confirm.SetLabel(label)
	g.confirm.Enable(len(g.chosen) > 0 && !g.busy)
	g.all.Enable(!g.busy && g.rest() > 0)
	g.list.Refresh()
	g.content.Refresh()
}
