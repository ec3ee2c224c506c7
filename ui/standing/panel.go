// Package standing sets the printer going again when its driver stopped on a document that it did not finish: what happened, what to look
// at, one button.
package standing

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the panel. Settling says that the fate of a receipt is open too.
type Params struct {
	Words    *lang.Catalogue
	Settling bool
	Go       func()
	Close    func()
}

// Panel tells that the printer stands.
type Panel struct {
	p       Params
	trouble *look.Trouble
	again   *look.Button
	out     *look.Button
	busy    bool
	content fyne.CanvasObject
}

// New opens the panel.
func New(p Params) *Panel {
	w := p.Words
	s := &Panel{p: p, trouble: look.NewTrouble()}
	card, sign := look.NewCard(), &look.Sign{}
	sign.Set("printer", look.ColorAmberInk)
	head := &look.Text{Text: w.T("ui.unblock.title"), Point: 30, Least: 18, Bold: true, Lines: 2, Free: true}
	text := &look.Text{Text: w.T("ui.unblock.text"), Point: 20, Least: 14, Lines: 3, Free: true}
	safe := &look.Text{Text: w.T("ui.unblock.safe"), Point: 18, Least: 13, Lines: 2, Free: true, Color: look.ColorMuted}
	if p.Settling {
		safe.Text, safe.Bold, safe.Color = w.T("ui.unblock.settling"), true, look.ColorAmberInk
	}
	s.out = look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), func() { s.Key(fyne.KeyEscape) })
	s.again = &look.Button{Label: w.T("ui.unblock"), Key: w.T("ui.key.enter"), Kind: look.Primary, Large: 24, OnTap: s.enter}
	s.content = look.Sheet(w.T("ui.unblock.sheet"), s.out, look.Board(fyne.NewSize(600, 320), func(size fyne.Size) {
		below := float32(84)
		high := size.Height - below - look.Gap
		look.Put(card, 0, 0, size.Width, high)
		look.Put(sign, 24, 24, 72, 72)
		look.Put(head, 116, 20, size.Width-136, 80)
		look.Put(text, 24, 112, size.Width-48, 92)
		look.Put(safe, 24, 210, size.Width-48, 56)
		look.Put(s.trouble.Content(), 12, high-84, size.Width-24, 76)
		look.Put(s.again, 0, size.Height-below, size.Width, below)
	}, card, sign, head, text, safe, s.trouble.Content(), s.again))
	return s
}

// Content is what the window shows.
func (s *Panel) Content() fyne.CanvasObject { return s.content }

// Rune types nothing here.
func (s *Panel) Rune(rune) bool { return false }

// Key goes on, or leaves.
func (s *Panel) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		s.enter()
	case k == fyne.KeyEscape && !s.busy:
		s.p.Close()
	}
	return true
}

// Fail says why the printer does not go on.
func (s *Panel) Fail(f *register.Fault) {
	s.work(false)
	s.trouble.Fail(f.Text, f.Action)
}

func (s *Panel) enter() {
	if s.busy {
		return
	}
	s.work(true)
	s.trouble.Wait(s.p.Words.T("ui.wait"))
	s.p.Go()
}

func (s *Panel) work(busy bool) {
	s.busy = busy
	s.again.Enable(!busy)
	s.out.Enable(!busy)
}
