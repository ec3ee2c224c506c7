package sale

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

const noticeHeight float32 = 72

// notice is the strip above the basket: what keeps the till from selling, and the one button that mends it.
type notice struct {
	shown  bool
	box    *fyne.Container
	ground *look.ThemeRect
	sign   *look.Sign
	text   *look.Text
	button *look.Button
	now    said
}

// said is what a notice shows.
type said struct {
	text, action, key string
	urgent            bool
}

func newNotice(act func()) *notice {
	n := &notice{
		ground: &look.ThemeRect{Radius: 6},
		sign:   &look.Sign{},
		text:   &look.Text{Point: 18, Least: 13, Lines: 2, Free: true, Bold: true},
		button: &look.Button{Kind: look.Primary, OnTap: act},
	}
	n.box = look.Board(fyne.NewSize(200, noticeHeight), func(size fyne.Size) {
		look.Put(n.ground, 0, 0, size.Width, size.Height)
		look.Put(n.sign, 14, (size.Height-32)/2, 32, 32)
		right := size.Width - 10
		if !n.button.Hidden {
			wide := min(max(n.button.MinSize().Width, 170), size.Width*0.5)
			look.Put(n.button, right-wide+2, 8, wide, size.Height-16)
			right -= wide + 8
		}
		look.Put(n.text, 58, 4, right-58, size.Height-8)
	}, n.ground, n.sign, n.text, n.button)
	n.box.Hidden = true
	return n
}

// show turns to another notice; false: it is the same.
func (n *notice) show(p Picture) bool {
	s := said{p.Notice, p.Action, p.Key, p.Urgent}
	if s == n.now {
		return false
	}
	n.now = s
	n.shown = p.Notice != ""
	n.box.Hidden = !n.shown
	icon := "clock"
	if p.Action != "" || p.Urgent {
		icon = "warning"
	}
	ground, ink := look.ColorHint, look.ColorOnHint
	if p.Urgent {
		ground, ink = look.ColorAmber, look.ColorOnAmber
	}
	n.ground.Set(ground, "")
	n.sign.Set(icon, ink)
	n.text.Text, n.text.Color = p.Notice, ink
	n.button.Hidden = p.Action == ""
	n.button.Label, n.button.Key = p.Action, p.Key
	n.button.Refresh()
	n.text.Refresh()
	n.box.Refresh()
	return true
}
