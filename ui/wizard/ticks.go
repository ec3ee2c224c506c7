package wizard

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// ticks is the list of what was found: a sign, what it is, what to do.
type ticks struct {
	list  *look.List
	lines []Line
}

// newTicks makes an empty list; pick is told of a tap on a line that may be chosen.
func newTicks(pick func(Line)) *ticks {
	t := &ticks{}
	views := map[fyne.CanvasObject]func(Line){}
	t.list = &look.List{Height: 66, Length: func() int { return len(t.lines) },
		Create: func() fyne.CanvasObject {
			row, show := tickRow()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](t.lines[i]) },
		OnTap: func(i int) {
			if l := t.lines[i]; l.Picks != nil {
				pick(l)
			}
		}}
	return t
}

func (t *ticks) show(lines []Line) {
	t.lines = lines
	t.list.ScrollTo(0)
	t.list.Refresh()
}

func tickRow() (fyne.CanvasObject, func(Line)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	sign := &look.Sign{}
	text := &look.Text{Point: 18, Least: 12, Lines: 2, Free: true}
	action := &look.Text{Point: 16, Least: 11, Lines: 2, Free: true, Bold: true, Color: look.ColorPrimaryInk}
	row := look.Board(fyne.NewSize(300, 66), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(sign, 12, 17, 32, 32)
		if action.Text == "" {
			look.Put(text, 58, 4, size.Width-70, size.Height-8)
			look.Put(action, 58, size.Height, size.Width-70, 0)
			return
		}
		look.Put(text, 58, 3, size.Width-70, 31)
		look.Put(action, 58, 34, size.Width-70, 29)
	}, ground, rule, sign, text, action)
	return row, func(l Line) {
		switch l.Level {
		case "ok":
			sign.Set("check", look.ColorAllowedInk)
		case "warn":
			sign.Set("exclaim", look.ColorAmberInk)
		case "bad":
			sign.Set("cross", look.ColorForbiddenInk)
		default:
			sign.Set("lamp-off", look.ColorMuted)
		}
		text.Text, action.Text = l.Text, l.Action
		row.Layout.Layout(row.Objects, row.Size())
		text.Refresh()
		action.Refresh()
	}
}
