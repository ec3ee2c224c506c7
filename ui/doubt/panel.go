package doubt

import (
	"strconv"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the panel. The functions run on the UI thread and return at once.
type Params struct {
	Words *lang.Catalogue
	Again func()         // ask the printer once more
	Made  func(fd int64) // the senior says that this document is the receipt
	None  func()         // he says that there is none
	Close func()
}

// Panel shows the two sides and takes the decision.
type Panel struct {
	p       Params
	facts   Facts
	chosen  int // of the documents, -1 none
	busy    bool
	names   []*look.Text
	values  []*look.Text
	shown   *look.Text
	list    *look.List
	field   *look.Field
	ask     *look.Text
	made    *look.Button
	none    *look.Button
	again   *look.Button
	trouble *look.Trouble
	content fyne.CanvasObject
}

// sides is how many facts of what was sent there are.
const sides = 6

// New opens the panel without facts: they are asked for.
func New(p Params) *Panel {
	w := p.Words
	d := &Panel{p: p, chosen: -1, trouble: look.NewTrouble(), facts: Facts{Typed: true}}
	for range sides {
		d.names = append(d.names, &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted})
		d.values = append(d.values, &look.Text{Point: 19, Least: 12, Free: true, Bold: true})
	}
	d.shown = &look.Text{Point: 18, Least: 13, Lines: 2, Free: true, Top: true}
	d.ask = &look.Text{Text: w.T("ui.doubt.type"), Point: 17, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted}
	d.field = &look.Field{Point: 26, Limit: 10, Allow: look.DigitRune, Hint: w.T("ui.doubt.number"), Changed: func(string) { d.refresh() }}
	d.field.Activate(true)
	rows := map[fyne.CanvasObject]*row{}
	d.list = &look.List{
		Height: 68,
		Length: func() int { return len(d.facts.Documents) },
		Create: func() fyne.CanvasObject {
			v := newRow()
			rows[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { rows[o].show(d.facts.Documents[i], i == d.chosen) },
		OnTap:  d.choose,
	}
	d.made = &look.Button{Key: w.T("ui.key.enter"), Kind: look.Good, Large: 20, OnTap: d.enter}
	d.none = &look.Button{Label: w.T("ui.doubt.none"), Key: "F6", Kind: look.Danger, Large: 20, OnTap: d.deny}
	d.again = &look.Button{Label: w.T("ui.doubt.again"), Key: "F5", Icon: "printer", Large: 18, OnTap: d.askAgain}
	d.content = look.Sheet(w.T("ui.doubt.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), d.body())
	d.Wait()
	return d
}

// Content is what the window shows.
func (d *Panel) Content() fyne.CanvasObject { return d.content }

// Show puts the facts side by side.
func (d *Panel) Show(f Facts) {
	d.facts, d.busy, d.chosen = f, false, -1
	d.trouble.Warn(d.p.Words.T("ui.doubt.never"), d.p.Words.T("ui.doubt.never.do"))
	for i, doc := range f.Documents {
		if doc.Alike {
			d.chosen = i
		}
	}
	d.refresh()
	if d.chosen >= 0 {
		d.list.Reveal(d.chosen)
	}
}

// Wait says that the printer is asked; nothing else is accepted meanwhile.
func (d *Panel) Wait() {
	d.busy = true
	d.trouble.Wait(d.p.Words.T("ui.doubt.asking"))
	d.refresh()
}

// Fail says why nothing was decided.
func (d *Panel) Fail(f *register.Fault) {
	d.busy = false
	d.trouble.Fail(f.Text, f.Action)
	d.refresh()
}

// Said is what the strip of the panel says.
func (d *Panel) Said() string { return d.trouble.Said() }

// Rune types the number of a document.
func (d *Panel) Rune(r rune) bool {
	return !d.busy && d.facts.Typed && d.field.Rune(r)
}

// Key chooses, confirms, leaves.
func (d *Panel) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		d.p.Close()
	case look.IsEnter(k):
		d.enter()
	case k == fyne.KeyF6:
		d.deny()
	case k == fyne.KeyF5:
		d.askAgain()
	case k == fyne.KeyDown:
		d.choose(min(d.chosen+1, len(d.facts.Documents)-1))
	case k == fyne.KeyUp:
		d.choose(max(d.chosen-1, 0))
	case d.facts.Typed && !d.busy:
		return d.field.Key(k)
	}
	return true
}

func (d *Panel) choose(i int) {
	if !d.busy && i >= 0 && i < len(d.facts.Documents) {
		d.chosen = i
		d.refresh()
		d.list.Reveal(i)
	}
}

// number is the document that is chosen or typed, 0 when none is.
func (d *Panel) number() int64 {
	if !d.facts.Typed {
		if d.chosen < 0 {
			return 0
		}
		return d.facts.Documents[d.chosen].FD
	}
	n, err := strconv.ParseInt(d.field.Value(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (d *Panel) enter() {
	if n := d.number(); !d.busy && n > 0 {
		d.p.Made(n)
	}
}

func (d *Panel) deny() {
	if !d.busy && len(d.facts.Sent) > 0 {
		d.p.None()
	}
}

func (d *Panel) askAgain() {
	if !d.busy {
		d.Wait()
		d.p.Again()
	}
}

func (d *Panel) refresh() {
	w := d.p.Words
	for i := range sides {
		name, value := "", ""
		if i < len(d.facts.Sent) {
			name, value = d.facts.Sent[i].Name, d.facts.Sent[i].Value
		}
		d.names[i].Set(name)
		d.values[i].Set(value)
	}
	d.shown.Set(d.facts.Shown)
	label := w.T("ui.doubt.choose")
	if n := d.number(); n > 0 {
		label = w.T("ui.doubt.made", "fd", strconv.FormatInt(n, 10))
	}
	d.made.SetLabel(label)
	d.made.Enable(!d.busy && d.number() > 0)
	d.none.Enable(!d.busy && len(d.facts.Sent) > 0)
	d.again.Enable(!d.busy)
	d.list.Refresh()
	d.content.Refresh()
}

func (d *Panel) body() fyne.CanvasObject {
	w := d.p.Words
	heading := func(text string) *look.Text {
		return &look.Text{Text: text, Point: 22, Least: 15, Bold: true, Free: true}
	}
	left, right := look.NewCard(), look.NewCard()
	sent, shown := heading(w.T("ui.doubt.sent")), heading(w.T("ui.doubt.printer"))
	parts := []fyne.CanvasObject{left, right, sent, shown, d.shown, d.list, d.ask, d.field, d.made, d.none, d.again, d.trouble.Content()}
	for i := range sides {
		parts = append(parts, d.names[i], d.values[i])
	}
	return look.Board(fyne.NewSize(880, 400), func(size fyne.Size) {
		const strip, low = float32(76), float32(76)
		look.Put(d.trouble.Content(), 0, 0, size.Width, strip)
		top := strip + look.Gap
		high := size.Height - top - low - look.Gap
		half := (size.Width - look.Gap) * 0.42
		look.Put(left, 0, top, half, high)
		look.Put(sent, 16, top+6, half-32, 34)
		step := min((high-48)/sides, 44)
		for i := range sides {
			y := top + 42 + float32(i)*step
			look.Put(d.names[i], 16, y, half*0.42-20, step)
			look.Put(d.values[i], half*0.42, y, half*0.58-12, step)
		}
		x := half + look.Gap
		wide := size.Width - x
		look.Put(right, x, top, wide, high)
		look.Put(shown, x+16, top+6, wide-32, 34)
		look.Put(d.shown, x+16, top+40, wide-32, 48)
		rest := high - 96
		if d.facts.Typed {
			look.Put(d.list, x, top+high, wide, 0)
			look.Put(d.ask, x+16, top+92, wide-32, min(rest-64, 50))
			look.Put(d.field, x+16, top+92+min(rest-64, 50), min(wide-32, 320), 56)
		} else {
			look.Put(d.ask, x+16, top+high, wide-32, 0)
			look.Put(d.field, x+16, top+high, 0, 0)
			look.Put(d.list, x+4, top+92, wide-8, rest)
		}
		d.list.Hidden, d.field.Hidden, d.ask.Hidden = d.facts.Typed, !d.facts.Typed, !d.facts.Typed
		y := size.Height - low
		third := (size.Width - 2*look.Gap) / 3
		look.Put(d.again, 0, y, third, low)
		look.Put(d.none, third+look.Gap, y, third, low)
		look.Put(d.made, 2*(third+look.Gap), y, third, low)
	}, parts...)
}
