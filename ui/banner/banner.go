// Package banner is the permit banner: full width, at the top of the window, the one place where the cashier reads whether the
// item may be sold. It changes only with the permit state. Colour, icon and word say the same; the window adds the sound.
package banner

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of a banner. The functions are what its buttons do; they run on the UI thread.
type Params struct {
	Words   *lang.Catalogue
	Dismiss func() // take the red away, or put the asked-about item aside
	Senior  func() // let a senior decide
	Details func() // what the operator said, request and times
	History func() // the verdicts before this one
}

// Banner shows one register.Permit at a time.
type Banner struct {
	p       Params
	shown   Face
	ground  *look.ThemeRect
	edges   []*look.ThemeRect
	strip   *look.ThemeRect
	stripIn *look.Text
	stripOn *look.Sign
	disc    *look.ThemeRect
	sign    *look.Sign
	title   *look.Text
	goods   *look.Text
	text    *look.Text
	action  *look.Text
	main    *look.Button
	second  *look.Button
	finger  *finger
	box     *fyne.Container
}

// New makes a banner in the state ready.
func New(p Params) *Banner {
	b := &Banner{
		p:       p,
		ground:  &look.ThemeRect{},
		strip:   &look.ThemeRect{},
		stripIn: &look.Text{Bold: true, Free: true, Least: 12, Point: 17},
		stripOn: &look.Sign{},
		disc:    &look.ThemeRect{},
		sign:    &look.Sign{},
		title:   &look.Text{Bold: true, Free: true, Point: 38, Least: 22, Lines: 2},
		goods:   &look.Text{Free: true, Point: 20, Least: 14, Bold: true},
		text:    &look.Text{Free: true, Point: 20, Least: 14, Lines: 2},
		action:  &look.Text{Free: true, Point: 20, Least: 14, Lines: 2},
		main:    &look.Button{Kind: look.OnColor, Large: 19},
		second:  &look.Button{Kind: look.OnColor, Large: 17},
	}
	b.finger = newFinger(b.tapped)
	for range 4 {
		b.edges = append(b.edges, &look.ThemeRect{Fill: look.ColorAmber})
	}
	parts := []fyne.CanvasObject{b.ground}
	for _, e := range b.edges {
		parts = append(parts, e)
	}
	parts = append(parts, b.strip, b.stripOn, b.stripIn, b.disc, b.sign, b.title, b.goods, b.text, b.action, b.finger, b.main, b.second)
	b.box = look.Board(fyne.NewSize(640, 150), b.place, parts...)
	b.Show(register.Permit{State: register.PermitReady})
	return b
}

// Content is what the window shows.
func (b *Banner) Content() fyne.CanvasObject { return b.box }

// Shown is the face on screen.
func (b *Banner) Shown() Face { return b.shown }

// Show turns to another permit. On the UI thread.
func (b *Banner) Show(p register.Permit) { b.Face(FaceOf(b.p.Words, p)) }

// Face shows a face made elsewhere: the locked till, the first start.
func (b *Banner) Face(f Face) {
	b.shown = f
	b.ground.Set(f.Ground, "")
	b.disc.Set(f.Disc, "")
	b.disc.Radius = 60
	b.sign.Set(f.Icon, f.IconInk)
	for _, e := range b.edges {
		e.Hidden = !f.AmberEdge
	}
	for _, t := range []struct {
		at   *look.Text
		text string
	}{{b.title, f.Title}, {b.goods, f.Product}, {b.text, f.Text}, {b.action, f.Action}} {
		t.at.Color = f.Ink
		t.at.Text = t.text
	}
	b.strip.Hidden, b.stripIn.Hidden, b.stripOn.Hidden = f.Strip == "", f.Strip == "", f.Strip == ""
	b.strip.Set(f.StripGround, "")
	b.stripIn.Text, b.stripIn.Color = f.Strip, f.StripInk
	b.stripOn.Set(f.StripIcon, f.StripInk)
	b.button(b.main, f.Main)
	b.button(b.second, f.Second)
	b.place(b.box.Size())
	b.box.Refresh()
}

func (b *Banner) button(on *look.Button, what Choice) {
	on.Hidden = what == NoChoice
	if on.Hidden {
		return
	}
	w := b.p.Words
	switch what {
	case TakeAnother:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.take_another"), w.T("ui.key.esc"), b.p.Dismiss
	case PutAside:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.put_aside"), w.T("ui.key.esc"), b.p.Dismiss
	case Understood:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.understood"), w.T("ui.key.esc"), b.p.Dismiss
	case CallSenior:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.senior"), w.T("ui.key.enter"), b.p.Senior
	case ShowDetails:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.details"), w.T("ui.key.home"), b.p.Details
	case ShowHistory:
		on.Label, on.Key, on.OnTap = w.T("ui.banner.history"), w.T("ui.key.home"), b.p.History
	}
	on.Refresh()
}

const stripHeight = 30

func (b *Banner) place(size fyne.Size) {
	w, h := size.Width, size.Height
	look.Put(b.ground, 0, 0, w, h)
	look.Put(b.finger, 0, 0, w, h)
	const edge = 12
	look.Put(b.edges[0], 0, 0, w, edge)
	look.Put(b.edges[1], 0, h-edge, w, edge)
	look.Put(b.edges[2], 0, 0, edge, h)
	look.Put(b.edges[3], w-edge, 0, edge, h)
	top, bottom := float32(10), h-10
	if b.shown.AmberEdge {
		top, bottom = edge+4, h-edge-4
	}
	if b.shown.Strip != "" {
		y := bottom - stripHeight
		if !b.shown.AmberEdge {
			y = h - stripHeight
		}
		left := float32(0)
		if b.shown.AmberEdge {
			left = edge
		}
		look.Put(b.strip, left, y, w-2*left, stripHeight+bottom-y-stripHeight)
		if !b.shown.AmberEdge {
			look.Put(b.strip, 0, y, w, stripHeight)
		}
		look.Put(b.stripOn, 24, y+4, 22, 22)
		look.Put(b.stripIn, 54, y, w-78, stripHeight)
		bottom = y - 4
	}
	side := min(bottom-top, 120)
	look.Put(b.disc, 24, top+(bottom-top-side)/2, side, side)
	inner := side * 0.62
	look.Put(b.sign, 24+(side-inner)/2, top+(bottom-top-inner)/2, inner, inner)
	left, right := 24+side+20, w-24
	if b.shown.Main != NoChoice || b.shown.Second != NoChoice {
		const wide = 260
		right -= wide
		high := min((bottom-top-look.Gap)/2, 72)
		switch {
		case b.shown.Second == NoChoice:
			look.Put(b.main, right, top+(bottom-top-high)/2, wide, high)
		case b.shown.Main == NoChoice:
			look.Put(b.second, right, top+(bottom-top-look.Target)/2, wide, look.Target)
		default:
			look.Put(b.main, right, top+(bottom-top)/2-high-look.Gap/2, wide, high)
			look.Put(b.second, right, top+(bottom-top)/2+look.Gap/2, wide, high)
		}
		right -= 20
	}
	b.texts(left, top, right-left, bottom-top)
}

// texts shares the height among the lines that say something: the headline first, twice as much to what needs two lines.
func (b *Banner) texts(x, y, w, h float32) {
	rows := []struct {
		at    *look.Text
		share float32
	}{{b.title, 46}, {b.goods, 28}, {b.text, 28}, {b.action, 28}}
	all := float32(0)
	for i, r := range rows {
		if r.at.Text == "" {
			continue
		}
		if i > 1 && fyne.MeasureText(r.at.Text, r.at.Point, fyne.TextStyle{}).Width > w {
			rows[i].share = 50
		}
		all += rows[i].share
	}
	scale := min(h/max(all, 1), 1.5)
	y += (h - all*scale) / 2
	for _, r := range rows {
		r.at.Hidden = r.at.Text == ""
		if r.at.Hidden {
			continue
		}
		look.Put(r.at, x, y, w, r.share*scale)
		y += r.share * scale
	}
}
