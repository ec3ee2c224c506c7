package receipts

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// GiveBackParams of a return: which lines of a sale come back. Done gets their numbers.
type GiveBackParams struct {
	Words   *lang.Catalogue
	Receipt register.ReceiptView
	Done    func(lines []int)
	Close   func()
}

// GiveBack lets lines be ticked. Nothing is ticked at first: a return of everything must be meant.
type GiveBack struct {
	p       GiveBackParams
	ticked  map[int]bool
	list    *look.List
	confirm *look.Button
	all     *look.Button
	trouble *look.Trouble
	busy    bool
	content fyne.CanvasObject
}

// NewGiveBack opens the panel.
func NewGiveBack(p GiveBackParams) *GiveBack {
	w := p.Words
	g := &GiveBack{p: p, ticked: map[int]bool{}, trouble: look.NewTrouble()}
	views := map[fyne.CanvasObject]*rowView{}
	g.list = &look.List{
		Height: 68,
		Length: func() int { return len(p.Receipt.Lines) },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) {
			l := p.Receipt.Lines[i]
			icon := "lamp-off"
			if g.ticked[l.N] {
				icon = "lamp-ok"
			}
			views[o].show(Row{Title: l.Name, About: look.Amount(w, l.Quantity, l.Unit) + " × " + look.Plainly(w, l.Price), Sum: look.Rubles(w, l.Sum)},
				g.ticked[l.N], icon)
		},
		OnTap: func(i int) { g.tick(p.Receipt.Lines[i].N) },
	}
	g.confirm = &look.Button{Key: w.T("ui.key.enter"), Kind: look.Danger, Large: 22, OnTap: g.enter}
	g.all = &look.Button{Label: w.T("ui.return.all", "sum", look.Rubles(w, total(p.Receipt))), Key: "F6", Kind: look.Danger, Large: 18, OnTap: g.everything}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	card := look.NewCard()
	g.content = look.Sheet(w.T("ui.return.lines"), out, look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		below := float32(76)
		high := size.Height - below - look.Gap
		if g.trouble.Shown() {
			high -= 84
			look.Put(g.trouble.Content(), 0, high+look.Gap, size.Width, 76)
		}
		look.Put(card, 0, 0, size.Width, high)
		look.Put(g.list, 4, 4, size.Width-8, high-8)
		look.Put(g.all, 0, size.Height-below, size.Width*0.34, below)
		look.Put(g.confirm, size.Width*0.34+look.Gap, size.Height-below, size.Width*0.66-look.Gap, below)
	}, card, g.list, g.all, g.confirm, g.trouble.Content()))
	g.refresh()
	return g
}

// Content is what the window shows.
func (g *GiveBack) Content() fyne.CanvasObject { return g.content }

// Rune ticks the line of that number.
func (g *GiveBack) Rune(r rune) bool {
	if n := int(r - '0'); n >= 1 && n <= len(g.p.Receipt.Lines) {
		g.tick(g.p.Receipt.Lines[n-1].N)
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

func (g *GiveBack) tick(n int) {
	if g.busy {
		return
	}
	g.ticked[n] = !g.ticked[n]
	g.trouble.Clear()
	g.refresh()
}

// everything gives the whole receipt back at once: the sum stands on the button.
func (g *GiveBack) everything() {
	if g.busy {
		return
	}
	for _, l := range g.p.Receipt.Lines {
		g.ticked[l.N] = true
	}
	g.enter()
}

func total(r register.ReceiptView) (sum money.Kopecks) {
	for _, l := range r.Lines {
		sum += l.Sum
	}
	return sum
}

func (g *GiveBack) chosen() (lines []int, sum money.Kopecks) {
	for _, l := range g.p.Receipt.Lines {
		if g.ticked[l.N] {
			lines = append(lines, l.N)
			sum += l.Sum
		}
	}
	return lines, sum
}

// enter sends the return once: until it is answered a second Enter finds the panel busy.
func (g *GiveBack) enter() {
	lines, _ := g.chosen()
	if g.busy || len(lines) == 0 {
		return
	}
	g.busy = true
	g.trouble.Wait(g.p.Words.T("ui.pay.sending"))
	g.refresh()
	g.p.Done(lines)
}

func (g *GiveBack) refresh() {
	_, sum := g.chosen()
	label := g.p.Words.T("ui.return.choose")
	if sum > 0 {
		label = g.p.Words.T("ui.return.give", "sum", look.Rubles(g.p.Words, sum))
	}
	g.confirm.SetLabel(label)
	g.confirm.Enable(sum > 0 && !g.busy)
	g.all.Enable(!g.busy)
	g.list.Refresh()
	g.content.Refresh()
}
