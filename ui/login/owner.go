package login

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// OwnerParams of the very first screen: nobody is known yet.
type OwnerParams struct {
	Words *lang.Catalogue
	Done  func(name, pin string)
}

// Owner makes the first person of the shop.
type Owner struct {
	p       OwnerParams
	form    *look.Form
	trouble *look.Trouble
	confirm *look.Button
	busy    bool
	content fyne.CanvasObject
}

// LeastPIN is the length of the shortest PIN.
const LeastPIN = 4

// NewOwner opens the screen.
func NewOwner(p OwnerParams) *Owner {
	w := p.Words
	o := &Owner{p: p, trouble: look.NewTrouble()}
	pin := func() *look.Field { return &look.Field{Secret: true, Limit: 12, Allow: look.DigitRune, Point: 22} }
	first, second := pin(), pin()
	o.form = look.NewForm(w, o.enter,
		&look.FormField{Label: w.T("ui.owner.name"), Field: &look.Field{Limit: 64, Point: 22}, Tell: func(v string) string {
			if strings.TrimSpace(v) == "" {
				return w.T("ui.owner.name.do")
			}
			return ""
		}},
		&look.FormField{Label: w.T("ui.owner.pin"), Field: first, Digits: true, Tell: func(v string) string {
			if len(v) < LeastPIN {
				return w.T("ui.owner.pin.do")
			}
			return ""
		}},
		&look.FormField{Label: w.T("ui.owner.again"), Field: second, Digits: true, Tell: func(v string) string {
			if v != first.Value() {
				return w.T("ui.owner.again.do")
			}
			return ""
		}},
	)
	o.confirm = &look.Button{Label: w.T("ui.owner.create"), Kind: look.Good, Large: 20, OnTap: o.enter}
	title := &look.Text{Text: w.T("ui.owner.title"), Point: 22, Least: 15, Bold: true, Free: true}
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	column, keys := o.form.Column(62), o.form.ScreenKeyboard()
	o.content = look.Board(fyne.NewSize(900, 480), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(title, 16, 6, size.Width-32, 36)
		side := float32(230)
		look.Put(column, 12, 46, size.Width-side-36, 3*62)
		look.Put(o.confirm, size.Width-side-12, 46, side, 76)
		look.Put(o.trouble.Content(), size.Width-side-12, 130, side, 100)
		look.Put(keys, 12, 46+3*62+4, size.Width-24, size.Height-46-3*62-16)
	}, ground, title, column, keys, o.confirm, o.trouble.Content())
	return o
}

// Content is what the window shows.
func (o *Owner) Content() fyne.CanvasObject { return o.content }

// Rune types.
func (o *Owner) Rune(r rune) bool { return o.busy || o.form.Rune(r) }

// Key walks, edits, confirms.
func (o *Owner) Key(k fyne.KeyName) bool { return o.busy || o.form.Key(k) }

// Paste pastes.
func (o *Owner) Paste(text string) { o.form.Paste(text) }

// Fail says why the owner could not be made.
func (o *Owner) Fail(f *register.Fault) {
	o.busy = false
	o.confirm.Enable(true)
	o.trouble.Fail(f.Text, f.Action)
}

func (o *Owner) enter() {
	o.trouble.Clear()
	if o.busy || !o.form.Check() {
		return
	}
	o.busy = true
	o.confirm.Enable(false)
	o.p.Done(strings.TrimSpace(o.form.Fields[0].Field.Value()), o.form.Fields[1].Field.Value())
}
