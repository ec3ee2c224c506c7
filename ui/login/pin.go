// Package login knows who is at the till: the PIN pad, the first owner, and the senior who is called to decide.
package login

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// keyTrain begins a lesson.
const keyTrain = fyne.KeyF2

// Params of a PIN pad. Done gets the PIN; Close is nil where there is nowhere to go back to.
type Params struct {
	Words   *lang.Catalogue
	Title   string
	Text    string
	What    string   // what is to be allowed, in large letters
	Confirm string   // of the button; "" is «log in»
	Reasons []string // offered when the PIN is to approve something; the first is chosen
	Done    func(key Key)
	Close   func()
	Train   func() // a lesson, from the lock screen; nil: there are none
}

// Key is what somebody shows to prove who he is: a PIN that he typed, or a badge that he scanned.
type Key struct {
	Text    string
	Scanned bool
	Reason  string // the chosen one of Params.Reasons
}

// Pad asks for a PIN, which is typed and confirmed with Enter.
type Pad struct {
	p       Params
	field   *look.Field
	trouble *look.Trouble
	confirm *look.Button
	reasons []*look.Button
	reason  int
	busy    bool
	content fyne.CanvasObject
}

// New opens the pad.
func New(p Params) *Pad {
	d := &Pad{p: p, trouble: look.NewTrouble()}
	d.field = &look.Field{Point: 34, Align: fyne.TextAlignCenter, Secret: true, Limit: 12, Allow: look.DigitRune, Hint: p.Words.T("ui.login.pin"),
		Changed: func(string) { d.trouble.Clear() }}
	d.field.Activate(true)
	if p.Confirm == "" {
		p.Confirm = p.Words.T("ui.login.enter")
	}
	d.confirm = &look.Button{Label: p.Confirm, Key: p.Words.T("ui.key.enter"), Kind: look.Good, Large: 24, OnTap: d.enter}
	d.content = d.form()
	if p.Close != nil {
		d.content = look.Sheet(p.Title, look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close), d.content)
	}
	return d
}

// Content is what the window shows.
func (d *Pad) Content() fyne.CanvasObject { return d.content }

// Rune types a digit.
func (d *Pad) Rune(r rune) bool {
	if !d.busy {
		d.field.Rune(r)
	}
	return true
}

// Key edits, confirms, leaves.
func (d *Pad) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		d.enter()
	case k == keyTrain && d.p.Train != nil:
		if !d.busy {
			d.p.Train()
		}
	case k == fyne.KeyEscape:
		if d.p.Close != nil {
			d.p.Close()
			return true
		}
		d.field.Clear()
	case !d.busy:
		return d.field.Key(k)
	}
	return true
}

// Scan takes a badge.
func (d *Pad) Scan(raw string) {
	if !d.busy {
		d.hand(raw, true)
	}
}

// Fail empties the field and says why.
func (d *Pad) Fail(f *register.Fault) {
	d.busy = false
	d.confirm.Enable(true)
	d.field.Clear()
	d.trouble.Fail(f.Text, f.Action)
}

// Said is what the pad complains of.
func (d *Pad) Said() string { return d.trouble.Said() }

func (d *Pad) enter() {
	if d.busy || d.field.Value() == "" {
		return
	}
	d.hand(d.field.Value(), false)
}

// hand passes a PIN or a badge on, once.
func (d *Pad) hand(text string, scanned bool) {
	d.busy = true
	d.confirm.Enable(false)
	reason := ""
	if len(d.p.Reasons) > 0 {
		reason = d.p.Reasons[d.reason]
	}
	d.p.Done(Key{Text: text, Scanned: scanned, Reason: reason})
}

func (d *Pad) form() fyne.CanvasObject {
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	title := &look.Text{Text: d.p.Title, Point: 28, Least: 16, Lines: 2, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	text := &look.Text{Text: d.p.Text, Point: 18, Least: 13, Lines: 3, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted, Top: true}
	sign := &look.Sign{Name: "person", Color: look.ColorPrimaryInk}
	if d.p.Close != nil {
		title.Text = d.p.What // the title stands above
	}
	pad := look.Pad{Type: func(r rune) { d.Rune(r) }, Press: func(k fyne.KeyName) { d.Key(k) }, Point: -1}.Content()
	parts := []fyne.CanvasObject{ground, title, text, d.field, pad, d.confirm, d.trouble.Content()}
	for i, reason := range d.p.Reasons {
		b := look.NewButton(reason, "", func() { d.choose(i) })
		d.reasons = append(d.reasons, b)
		parts = append(parts, b)
	}
	if len(d.p.Reasons) == 0 {
		parts = append(parts, sign)
	}
	var train *look.Button
	if d.p.Train != nil {
		train = look.NewButton(d.p.Words.T("ui.login.train"), "F2", d.p.Train)
		parts = append(parts, train)
	}
	d.choose(0)
	return look.Board(fyne.NewSize(760, 400), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		half := min(size.Width/2, 560)
		left := size.Width/2 - half
		in := half - 32
		x := left + 16
		right := size.Width/2 + 8
		wide := half - 24
		high := min(size.Height-24, 520)
		y := (size.Height - high) / 2
		if len(d.reasons) == 0 {
			look.Put(sign, x+in/2-44, y+high*0.06, 88, 88)
			look.Put(title, x, y+high*0.06+92, in, 76)
			look.Put(text, x, y+high*0.06+176, in, 84)
		} else {
			look.Put(text, x, y, in, 64)
			for i, b := range d.reasons {
				look.Put(b, x, y+72+float32(i)*(look.Target+look.Gap), in, look.Target)
			}
		}
		look.Put(d.trouble.Content(), x, y+high-84, in, 84)
		if train != nil {
			look.Put(train, x+in*0.2, y+high-84-look.Target-6, in*0.6, look.Target)
		}
		look.Put(d.field, right, y, wide, 68)
		look.Put(pad, right, y+76, wide, high-76-84)
		look.Put(d.confirm, right, y+high-76, wide, 76)
	}, parts...)
}

func (d *Pad) choose(i int) {
	d.reason = i
	for j, b := range d.reasons {
		kind := look.Plain
		if j == i {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
}
