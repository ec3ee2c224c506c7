package receipts

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// backRow is a line of a sale that may come back: what it is, what becomes of its code, and the two keys for goods that are not well.
type backRow struct {
	*fyne.Container
	words             *lang.Catalogue
	ground, rule      *look.ThemeRect
	sign              *look.Sign
	title, about, sum *look.Text
	unread, spoiled   *look.Button
}

func newBackRow(w *lang.Catalogue) *backRow {
	v := &backRow{
		words:   w,
		ground:  &look.ThemeRect{},
		rule:    &look.ThemeRect{Fill: look.ColorLine},
		sign:    &look.Sign{},
		title:   &look.Text{Point: 19, Least: 13, Free: true, Bold: true},
		about:   &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted},
		sum:     &look.Text{Point: 21, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
		unread:  &look.Button{Label: w.T("ui.return.damaged"), Large: 16},
		spoiled: &look.Button{Label: w.T("ui.return.defective"), Large: 16},
	}
	v.Container = look.Board(fyne.NewSize(300, 68), func(size fyne.Size) {
		const sum, key, gap = 128, 132, 6
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 14, 18, 32, 32)
		right := size.Width - 2*(key+gap)
		look.Put(v.unread, right, 5, key, size.Height-10)
		look.Put(v.spoiled, right+key+gap, 5, key, size.Height-10)
		right -= sum + 12
		look.Put(v.sum, right, 0, sum, size.Height)
		look.Put(v.title, 60, 4, right-68, 32)
		look.Put(v.about, 60, 36, right-68, 26)
	}, v.ground, v.rule, v.sign, v.title, v.about, v.sum, v.unread, v.spoiled)
	return v
}

func (v *backRow) show(g *GiveBack, l register.LineView) {
	w, m := v.words, g.chosen[l.N]
	icon, ink, ground := "lamp-off", look.ColorMuted, look.ColorCard
	if m != stays {
		icon, ink, ground = "lamp-ok", look.ColorAllowedInk, look.ColorSelected
	}
	v.ground.Set(ground, "")
	v.sign.Set(icon, ink)
	v.title.Set(l.Name)
	v.about.Set(v.told(l, m))
	v.sum.Set(look.Rubles(w, l.Sum))
	v.unread.Hidden = l.Cis == "" || !comesBack(l)
	v.spoiled.Hidden = !comesBack(l)
	for _, k := range []struct {
		key *look.Button
		m   manner
	}{{v.unread, damaged}, {v.spoiled, defective}} {
		kind := look.Plain
		switch {
		case m == k.m:
			kind = look.Primary
		case len(g.chosen) == 0:
			kind = look.Danger // gives money at once
		}
		k.key.OnTap = func() { g.as(l, k.m) }
		k.key.SetKind(kind)
		k.key.Enable(!g.busy)
	}
	v.Refresh()
}

// told is how much of what, and what becomes of the goods and their code.
func (v *backRow) told(l register.LineView, m manner) string {
	w := v.words
	about := look.Amount(w, l.Quantity, l.Unit) + " × " + look.Plainly(w, l.Price)
	key := ""
	switch {
	case l.Back:
		key = "ui.return.back"
	case l.Final:
		key = "ui.return.final"
	case m == asSold && l.Cis != "":
		key = "ui.return.code_back"
	case m == damaged, m == defective && l.Cis != "":
		key = "ui.return.code_stays"
	case m == defective:
		key = "ui.return.goods_stay"
	}
	if key != "" {
		about += "  ·  " + w.T(key)
	}
	return about
}
