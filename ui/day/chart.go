package day

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// columns is a chart of upright bars over time: now as full bars, what was before as a line across each. Fullness and place tell them
// apart, not the colour.
type columns struct {
	box    *fyne.Container
	title  *look.Text
	legend *look.Text
	data   ColumnsData
}

// ColumnsData is what the chart shows; all texts are ready. Shares are of the highest bar, 0 to 1; below 0 more went back than came in.
type ColumnsData struct {
	Title, Legend string
	Now, Before   []float32
	Labels        []string // below each bar, "" for none
	Top           string   // what the highest bar stands for
}

func newColumns() *columns {
	c := &columns{title: &look.Text{Point: 16, Least: 12, Bold: true, Free: true}, legend: &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignTrailing}}
	c.box = look.Board(fyne.NewSize(240, 120), c.place)
	return c
}

func (c *columns) show(d ColumnsData) {
	c.data = d
	c.title.Set(d.Title)
	c.legend.Set(d.Legend)
	c.place(c.box.Size())
	c.box.Refresh()
}

func (c *columns) place(size fyne.Size) {
	card := look.NewCard()
	parts := []fyne.CanvasObject{card, c.title, c.legend}
	look.Put(card, 0, 0, size.Width, size.Height)
	look.Put(c.title, 12, 4, size.Width*0.5-16, 26)
	look.Put(c.legend, size.Width*0.5, 4, size.Width*0.5-12, 26)
	const left, foot, head = 12, 22, 52
	plot := fyne.NewSize(size.Width-2*left, size.Height-foot-head)
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		look.Put(o, x, y, w, h)
		parts = append(parts, o)
	}
	n := len(c.data.Now)
	if n > 0 && plot.Height > 8 {
		add(&look.Text{Text: c.data.Top, Point: 13, Least: 10, Free: true, Color: look.ColorMuted}, left, head-20, plot.Width, 18)
		add(&look.ThemeRect{Fill: look.ColorLine}, left, head, plot.Width, 1)
		wide := plot.Width / float32(n)
		bar := min(max(wide*0.66, 2), 40)
		for i, v := range c.data.Now {
			x := left + wide*float32(i)
			high := max(v, 0) * plot.Height
			if v > 0 {
				high = max(high, 2)
			}
			add(&look.ThemeRect{Fill: look.ColorPrimaryInk, Radius: 2}, x+(wide-bar)/2, head+plot.Height-high, bar, high)
			if i < len(c.data.Before) && c.data.Before[i] > 0 {
				y := head + plot.Height*(1-min(c.data.Before[i], 1))
				add(&look.ThemeRect{Fill: look.ColorCard}, x+wide*0.04, y-1, wide*0.92, 5)
				add(&look.ThemeRect{Fill: look.ColorAmberInk}, x+wide*0.06, y, wide*0.88, 3)
			}
			if i < len(c.data.Labels) && c.data.Labels[i] != "" {
				add(&look.Text{Text: c.data.Labels[i], Point: 13, Least: 9, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignCenter}, x-wide, size.Height-foot+1, wide*3, 18)
			}
		}
		add(&look.ThemeRect{Fill: look.ColorMuted}, left, head+plot.Height, plot.Width, 1)
	}
	c.box.Objects = parts
}

// bars is a chart of lying bars, each with its name and number written out.
type bars struct {
	box   *fyne.Container
	title *look.Text
	none  *look.Text
	list  []Bar
	limit float32
	says  string
}

// Bar is one of them. Share is its length, 0 to 1; Mark a notch inside it, 0 for none.
type Bar struct {
	Name, Value string
	Icon        string
	Ink         fyne.ThemeColorName
	Share, Mark float32
}

// BarsData is what the chart shows. Limit draws an upright line at that share, with the words Says; 0 for none.
type BarsData struct {
	Title, None string
	Bars        []Bar
	Limit       float32
	Says        string
}

func newBars() *bars {
	b := &bars{title: &look.Text{Point: 16, Least: 12, Bold: true, Free: true}, none: &look.Text{Point: 15, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignCenter}}
	b.box = look.Board(fyne.NewSize(200, 120), b.place)
	return b
}

func (b *bars) show(d BarsData) {
	b.list, b.limit, b.says = d.Bars, d.Limit, d.Says
	b.title.Set(d.Title)
	b.none.Set("")
	if len(d.Bars) == 0 {
		b.none.Set(d.None)
	}
	b.place(b.box.Size())
	b.box.Refresh()
}

func (b *bars) place(size fyne.Size) {
	card := look.NewCard()
	parts := []fyne.CanvasObject{card, b.title, b.none}
	look.Put(card, 0, 0, size.Width, size.Height)
	look.Put(b.title, 12, 4, size.Width-24, 26)
	look.Put(b.none, 12, 40, size.Width-24, 50)
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		look.Put(o, x, y, w, h)
		parts = append(parts, o)
	}
	const head = 32
	foot := float32(6)
	if b.limit > 0 && len(b.list) > 0 {
		foot = 22
	}
	high := min((size.Height-head-foot)/float32(max(len(b.list), 4)), 44)
	left := size.Width * 0.47
	long := size.Width - left - 12
	for i, x := range b.list {
		y := head + float32(i)*high
		add(&look.Sign{Name: x.Icon, Color: x.Ink}, 10, y+(high-18)/2, 18, 18)
		add(&look.Text{Text: x.Name, Point: 14, Least: 10, Free: true}, 32, y, left-36, high)
		value := min(long*0.44, 84)
		track := long - value
		add(&look.ThemeRect{Fill: x.Ink, Radius: 2}, left, y+high*0.24, max(track*x.Share, 2), high*0.52)
		if x.Mark > 0 {
			add(&look.ThemeRect{Fill: look.ColorCard}, left+track*x.Mark-1, y+high*0.24, 3, high*0.52)
		}
		add(&look.Text{Text: x.Value, Point: 14, Least: 10, Free: true, Bold: true, Align: fyne.TextAlignTrailing}, left+track+2, y, value, high)
	}
	if b.limit > 0 && len(b.list) > 0 {
		track := long - min(long*0.44, 84)
		add(&look.ThemeRect{Fill: look.ColorForbiddenInk}, left+track*b.limit, head, 2, size.Height-head-foot)
		add(&look.Text{Text: b.says, Point: 13, Least: 9, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignTrailing}, 12, size.Height-foot, size.Width-24, 18)
	}
	b.box.Objects = parts
}
