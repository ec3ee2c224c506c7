package scandoctor

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/device/scanner"
	"dobro/internal/lang"
	"dobro/internal/marking"
	"dobro/ui/look"
)

// Params of the screen. Words and Close are needed.
type Params struct {
	Words *lang.Catalogue
	Zone  *time.Location // of the shop, UTC when nil
	Close func()
	// Reading is how the till reads now: with the affixes that it knows of.
	Reading marking.Options
	// Learned is told what the scanner puts around every code, when both test codes have been read and the till does not take it off yet.
	// Kept has to be called when it is written into the settings, or could not be.
	Learned func(marking.Affixes)
}

// Screen is the scan doctor. It lives on the window's goroutine, takes keys as every panel does, and must be given all
// scans while it is open: none of them is to be sold.
type Screen struct {
	p       Params
	tab     tab
	tabs    []*look.Button
	last    *lastView
	teach   *teachView
	setup   *setupView
	bodies  [tabs]fyne.CanvasObject
	content *fyne.Container
}

var _ look.Panel = (*Screen)(nil)

type tab int

const (
	tabLast tab = iota
	tabTeach
	tabSetup
	tabs
)

var tabNames = [tabs]string{"last", "teach", "setup"}

// New opens the scan doctor without a scan.
func New(p Params) *Screen {
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	s := &Screen{p: p, last: newLastView(p.Words, p.Zone), teach: newTeachView(p), setup: newSetupView(p.Words)}
	s.bodies = [tabs]fyne.CanvasObject{s.last.content, s.teach.content, s.setup.content}
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	title := &look.Text{Text: p.Words.T("scandoctor.title"), Point: look.SizeTitle, Least: 16, Bold: true, Free: true}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	parts := []fyne.CanvasObject{ground, title, out}
	for t := range tabs {
		b := &look.Button{Label: p.Words.T("scandoctor.tab." + tabNames[t]), OnTap: func() { s.turn(t) }}
		s.tabs = append(s.tabs, b)
		parts = append(parts, b, s.bodies[t])
	}
	s.content = look.Board(fyne.NewSize(900, 440), func(size fyne.Size) {
		const top, gap = 8, look.Gap
		look.Put(ground, 0, 0, size.Width, size.Height)
		named, leave := size.Width*0.22, float32(190)
		look.Put(title, 16, top, named-16, look.Target)
		wide := (size.Width - named - leave - 12 - 3*gap) / float32(tabs)
		for t, b := range s.tabs {
			look.Put(b, named+float32(t)*(wide+gap), top, wide, look.Target)
		}
		look.Put(out, size.Width-12-leave, top, leave, look.Target)
		for _, b := range s.bodies {
			look.Put(b, 12, top+look.Target+gap, size.Width-24, size.Height-look.Target-gap-2*top)
		}
	}, parts...)
	s.turn(tabLast)
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Take shows a scan.
func (s *Screen) Take(scan scanner.Scan) {
	d := DiagnoseWith(scan.Raw, scan.Source, s.p.Reading).WithEnding(scan.Ending)
	s.last.add(entry{d, scan.At})
	s.teach.take(d, s.tab == tabTeach)
	if s.tab == tabSetup {
		s.turn(tabLast)
	}
}

// Kept says what became of affixes that were handed to Learned: from now on the till takes them off, or why it does not.
func (s *Screen) Kept(a marking.Affixes, fault string) {
	if fault == "" {
		s.p.Reading.Affixes, s.teach.known = a, a
	}
	s.teach.kept(a, fault)
}

// Rune takes nothing: nobody types here.
func (s *Screen) Rune(rune) bool { return false }

// Key leaves, turns to another tab and walks in lists. Enter is swallowed: slow scanners send it apart from the code.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		s.p.Close()
	case k == fyne.KeyLeft:
		s.turn((s.tab + tabs - 1) % tabs)
	case k == fyne.KeyRight || k == fyne.KeyTab:
		s.turn((s.tab + 1) % tabs)
	case look.IsEnter(k):
	case s.tab == tabLast:
		return s.last.key(k)
	case s.tab == tabTeach:
		return s.teach.key(k)
	default:
		return s.setup.key(k)
	}
	return true
}

// turn shows a tab.
func (s *Screen) turn(to tab) {
	s.tab = to
	for t, b := range s.tabs {
		kind := look.Plain
		if tab(t) == to {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	for t, b := range s.bodies {
		if tab(t) == to {
			b.Show()
		} else {
			b.Hide()
		}
	}
	s.content.Refresh()
}
