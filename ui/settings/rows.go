package settings

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// newTabs is the list of groups.
func (s *Screen) newTabs() *look.List {
	views := map[fyne.CanvasObject]func(Group, bool){}
	return &look.List{Length: func() int { return len(s.groups) }, OnTap: s.turn,
		Create: func() fyne.CanvasObject {
			ground, rule := &look.ThemeRect{}, &look.ThemeRect{Fill: look.ColorLine}
			name := &look.Text{Point: 18, Least: 12, Lines: 2, Free: true}
			row := look.Board(fyne.NewSize(100, look.Target), func(size fyne.Size) {
				look.Put(ground, 0, 0, size.Width, size.Height)
				look.Put(rule, 0, size.Height-1, size.Width, 1)
				look.Put(name, 14, 2, size.Width-20, size.Height-4)
			}, ground, rule, name)
			views[row] = func(g Group, on bool) {
				fill, ink := look.ColorCard, look.ColorText
				if on {
					fill, ink = look.ColorPrimary, look.ColorOnColor
				}
				ground.Set(fill, fill)
				name.SetColor(ink)
				name.Set(g.Title)
			}
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](s.groups[i], i == s.at) }}
}

// newList is the list of keys of the group at hand: what it is, what it means, what it holds. A tap edits.
func (s *Screen) newList() *look.List {
	views := map[fyne.CanvasObject]func(Key){}
	keys := func() []Key {
		if len(s.groups) == 0 {
			return nil
		}
		return s.groups[s.at].Keys
	}
	return &look.List{Height: 76, Length: func() int { return len(keys()) }, OnTap: func(i int) { s.open(keys()[i]) },
		Create: func() fyne.CanvasObject {
			row, show := keyRow()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](keys()[i]) }}
}

func keyRow() (fyne.CanvasObject, func(Key)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	label := &look.Text{Point: 18, Least: 12, Bold: true, Free: true}
	help := &look.Text{Point: 15, Least: 11, Lines: 2, Free: true, Color: look.ColorMuted, Top: true}
	value := &look.Text{Point: 18, Least: 11, Lines: 2, Free: true, Align: fyne.TextAlignTrailing}
	row := look.Board(fyne.NewSize(300, 76), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		left := size.Width * 0.58
		look.Put(label, 14, 4, left-20, 28)
		look.Put(help, 14, 33, left-20, 40)
		look.Put(value, left+4, 6, size.Width-left-18, size.Height-12)
	}, ground, rule, label, help, value)
	return row, func(k Key) {
		label.Set(k.Label)
		help.Set(k.Help)
		shown, ink := k.Shown, look.ColorText
		if shown == "" {
			shown, ink = "—", look.ColorMuted
		}
		value.SetColor(ink)
		value.Set(shown)
	}
}
