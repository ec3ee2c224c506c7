package buyer

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// Params of the screen.
type Params struct {
	Words *lang.Catalogue
	Shop  string // the name over the greeting
}

// Screen is the buyer's. Nobody touches it and it takes no keys.
type Screen struct {
	p       Params
	now     Picture
	list    *look.List
	total   *look.Text
	totalOf *look.Text
	off     *look.Text
	proof   *look.Text
	shield  *look.Sign
	strip   *look.ThemeRect
	big     *look.Text // greeting, thanks
	under   *look.Text
	change  *look.Text
	basket  *fyne.Container
	still   *fyne.Container
	content *fyne.Container
}

// New builds the screen with its greeting.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{
		p:       p,
		total:   &look.Text{Point: 72, Least: 26, Bold: true, Free: true, Align: fyne.TextAlignTrailing},
		totalOf: &look.Text{Point: 30, Least: 16, Free: true, Color: look.ColorMuted},
		off:     &look.Text{Point: 22, Least: 14, Free: true, Color: look.ColorAllowedInk, Bold: true, Align: fyne.TextAlignTrailing},
		proof:   &look.Text{Point: 24, Least: 14, Free: true, Bold: true, Color: look.ColorOnColor},
		shield:  &look.Sign{Name: "check", Color: look.ColorOnColor},
		strip:   &look.ThemeRect{Fill: look.ColorAllowed},
		big:     &look.Text{Point: 46, Least: 22, Bold: true, Lines: 2, Free: true, Align: fyne.TextAlignCenter},
		under:   &look.Text{Point: 28, Least: 16, Lines: 2, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted},
		change:  &look.Text{Point: 130, Least: 40, Bold: true, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorAllowedInk},
	}
	views := map[fyne.CanvasObject]*rowView{}
	s.list = &look.List{
		Height: rowHeight,
		Length: func() int { return len(s.now.Rows) },
		Create: func() fyne.CanvasObject {
			v := newRowView(w)
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(s.now.Rows[i]) },
	}
	card, foot := look.NewCard(), &look.ThemeRect{Fill: look.ColorCard, Edge: look.ColorLine}
	s.basket = look.Board(fyne.NewSize(640, 420), func(size fyne.Size) {
		high := min(size.Height*0.26, 190)
		strip := float32(0)
		if s.now.Proof != "" {
			strip = 60
		}
		list := size.Height - high - strip
		look.Put(card, 12, 12, size.Width-24, list-24)
		look.Put(s.list, 16, 16, size.Width-32, list-32)
		look.Put(s.strip, 0, list, size.Width, strip)
		look.Put(s.shield, 24, list+(strip-36)/2, min(36, strip), min(36, strip))
		look.Put(s.proof, 76, list, size.Width-100, strip)
		look.Put(foot, 0, size.Height-high, size.Width, high)
		look.Put(s.totalOf, 28, size.Height-high, size.Width*0.3, high)
		if s.now.Discount == "" {
			look.Put(s.total, size.Width*0.3, size.Height-high, size.Width*0.7-28, high)
			look.Put(s.off, size.Width*0.3, size.Height, size.Width*0.7-28, 0)
		} else {
			look.Put(s.total, size.Width*0.3, size.Height-high, size.Width*0.7-28, high*0.68)
			look.Put(s.off, size.Width*0.3, size.Height-high*0.34, size.Width*0.7-28, high*0.28)
		}
	}, card, s.list, s.strip, s.shield, s.proof, foot, s.totalOf, s.total, s.off)
	sign := &look.Sign{Name: "check", Color: look.ColorAllowedInk}
	s.still = look.Board(fyne.NewSize(640, 420), func(size fyne.Size) {
		h := size.Height
		look.Put(sign, size.Width/2-h*0.09, h*0.1, h*0.18, h*0.18)
		look.Put(s.big, 40, h*0.31, size.Width-80, h*0.18)
		look.Put(s.change, 30, h*0.48, size.Width-60, h*0.3)
		if s.now.Mood == Welcome { // no change between them
			look.Put(s.under, 40, h*0.5, size.Width-80, h*0.16)
			return
		}
		look.Put(s.under, 40, h*0.79, size.Width-80, h*0.16)
	}, sign, s.big, s.change, s.under)
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	s.content = look.Board(fyne.NewSize(640, 420), func(size fyne.Size) {
		for _, o := range s.content.Objects {
			look.Put(o, 0, 0, size.Width, size.Height)
		}
	}, ground, s.basket, s.still)
	s.Show(Picture{})
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show turns to another picture. On the UI thread.
func (s *Screen) Show(p Picture) {
	w := s.p.Words
	grown := len(p.Rows) > len(s.now.Rows)
	s.now = p
	goods := p.Mood == Basket || p.Mood == ToPay
	s.basket.Hidden, s.still.Hidden = !goods, goods
	s.proof.Text, s.off.Text, s.total.Text = p.Proof, p.Discount, p.Total
	s.strip.Hidden, s.shield.Hidden = p.Proof == "", p.Proof == ""
	s.totalOf.Text = w.T("ui.buyer.total")
	if p.Mood == ToPay {
		s.totalOf.Text = w.T("ui.pay.due")
	}
	switch p.Mood {
	case Welcome:
		s.big.Text, s.change.Text, s.under.Text = s.p.Shop, "", w.T("ui.buyer.welcome")
	case Thanks:
		s.big.Text, s.change.Text, s.under.Text = w.T("ui.buyer.thanks"), p.Total, w.T("ui.buyer.paid")
		if p.Change != "" {
			s.big.Text, s.change.Text, s.under.Text = w.T("ui.pay.change"), p.Change, w.T("ui.buyer.thanks")
		}
	}
	if p.Mood == Welcome && s.p.Shop == "" {
		s.big.Text, s.under.Text = w.T("ui.buyer.welcome"), ""
	}
	s.content.Layout.Layout(s.content.Objects, s.content.Size())
	s.basket.Layout.Layout(s.basket.Objects, s.basket.Size())
	s.still.Layout.Layout(s.still.Objects, s.still.Size())
	s.list.Refresh()
	if grown {
		s.list.Reveal(len(p.Rows) - 1)
	}
	for _, t := range []*look.Text{s.proof, s.off, s.total, s.totalOf, s.big, s.change, s.under} {
		t.Refresh()
	}
	s.content.Refresh()
}
