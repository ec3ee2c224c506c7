package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (l *List) Resize(size fyne.Size) {
	l.ExtendBaseWidget(l)
	l.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	up := NewButton("", "", func() { l.Page(-1) })
	up.Icon = "up"
	down := NewButton("", "", func() { l.Page(1) })
	down.Icon = "down"
	l.rows = &listRenderer{l: l, up: up, down: down, lane: &ThemeRect{Fill: ColorWindow},
		thumb: &ThemeRect{Fill: ColorLine, Radius: 6}}
	return l.rows
}

type listRenderer struct {
	l           *List
	first       int
	pool        []fyne.CanvasObject
	up, down    *Button
	lane, thumb *ThemeRect
}

// IsClip keeps half rows inside the list.
func (r *listRenderer) IsClip() {}

func (r *listRenderer) Destroy()           { r.l.halt() }
func (r *listRenderer) MinSize() fyne.Size { return fyne.NewSize(Target*2, r.l.height()) }

func (r *listRenderer) Objects() []fyne.CanvasObject {
	all := append([]fyne.CanvasObject{}, r.pool...)
	return append(all, r.lane, r.thumb, r.up, r.down)
}

func (r *listRenderer) overflows() bool { return r.l.furthest() > 0 }

func (r *listRenderer) Layout(size fyne.Size) {
	l := r.l
	l.measure()
	l.offset = min(max(l.offset, 0), l.furthest())
	r.first = l.rowAt(l.offset)
	want := 0
	for end := l.offset + float64(size.Height); size.Height > 0 && r.first+want < l.count() && l.rowTop(r.first+want) < end; {
		want++
	}
	for len(r.pool) < want {
		r.pool = append(r.pool, l.Create())
	}
	wide := size.Width
	if r.overflows() {
		wide -= scrollLane + laneGap
	}
	for i, row := range r.pool {
		if i >= want {
			row.Hide()
			continue
		}
		row.Show()
		Put(row, 0, float32(l.rowTop(r.first+i)-l.offset), wide, l.rowHeight(r.first+i))
		l.Update(r.first+i, row)
	}
	r.scrollBar(size)
}

func (r *listRenderer) scrollBar(size fyne.Size) {
	bar := []fyne.CanvasObject{r.lane, r.thumb, r.up, r.down}
	for _, o := range bar {
		if r.overflows() {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if !r.overflows() {
		return
	}
	x := size.Width - scrollLane
	Put(r.lane, x, 0, scrollLane, size.Height)
	Put(r.up, x, 0, scrollLane, Target)
	Put(r.down, x, size.Height-Target, scrollLane, Target)
	track := max(size.Height-2*Target-8, 0)
	share := size.Height / (size.Height + float32(r.l.furthest()))
	long := max(track*share, min(24, track))
	Put(r.thumb, x+16, Target+4+(track-long)*float32(r.l.offset/r.l.furthest()), scrollLane-32, long)
}

func (r *listRenderer) Refresh() {
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}
