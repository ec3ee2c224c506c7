package pick

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Progress shows how far something long has come, and where its outcome lies.
type Progress struct {
	stop    func()
	close   func()
	over    bool
	share   float32
	text    *look.Text
	bar     *fyne.Container
	ground  *look.ThemeRect
	fill    *look.ThemeRect
	out     *look.Button
	trouble *look.Trouble
	words   *lang.Catalogue
	content fyne.CanvasObject
}

// NewProgress opens the panel; stop gives the work up, close takes the panel away when it is over.
func NewProgress(w *lang.Catalogue, title string, stop, close func()) *Progress {
	p := &Progress{words: w, stop: stop, close: close, trouble: look.NewTrouble(), text: &look.Text{Point: 20, Least: 13, Lines: 3, Free: true, Align: fyne.TextAlignCenter},
		ground: &look.ThemeRect{Fill: look.ColorReady, Edge: look.ColorLine, Radius: 10}, fill: &look.ThemeRect{Fill: look.ColorPrimary, Radius: 10}}
	p.out = look.NewButton(w.T("ui.stop"), w.T("ui.key.esc"), func() { p.Key(fyne.KeyEscape) })
	p.bar = look.Board(fyne.NewSize(200, 20), func(size fyne.Size) {
		look.Put(p.ground, 0, 0, size.Width, size.Height)
		look.Put(p.fill, 0, 0, size.Width*p.share, size.Height)
	}, p.ground, p.fill)
	p.content = look.Sheet(title, p.out, look.Board(fyne.NewSize(500, 300), func(size fyne.Size) {
		look.Put(p.text, 20, size.Height*0.2, size.Width-40, 90)
		look.Put(p.bar, size.Width*0.15, size.Height*0.2+104, size.Width*0.7, 28)
		look.Put(p.trouble.Content(), 12, size.Height-84, size.Width-24, 76)
	}, p.text, p.bar, p.trouble.Content()))
	return p
}

// Content is what the window shows.
func (p *Progress) Content() fyne.CanvasObject { return p.content }

// Rune does nothing.
func (p *Progress) Rune(rune) bool { return false }

// Key stops, or leaves when it is over.
func (p *Progress) Key(k fyne.KeyName) bool {
	if k != fyne.KeyEscape && !(p.over && look.IsEnter(k)) {
		return false
	}
	if p.over {
		p.close()
		return true
	}
	p.stop()
	return true
}

// Show tells how far it is, 0 to 1.
func (p *Progress) Show(share float32, text string) {
	p.share = min(max(share, 0), 1)
	p.text.Set(text)
	p.bar.Refresh()
}

// Finish says where the outcome lies.
func (p *Progress) Finish(text string) {
	p.Show(1, text)
	p.end()
}

// Fail says why there is none.
func (p *Progress) Fail(f *register.Fault) {
	p.trouble.Fail(f.Text, f.Action)
	p.end()
}

func (p *Progress) end() {
	p.over = true
	p.out.SetLabel(p.words.T("ui.close"))
}
