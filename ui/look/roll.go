package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Roll is a long page that scrolls by a finger, by the wheel and by two large page buttons, like List, and takes no focus either.
type Roll struct {
	widget.BaseWidget

	Inner fyne.CanvasObject
	High  func(width float32) float32 // how high the inner thing is when it is so wide

	offset float32
	view   *rollRenderer
}

// Offset is how far the page is scrolled.
func (r *Roll) Offset() float32 { return r.offset }

// ScrollTo scrolls to an offset.
func (r *Roll) ScrollTo(offset float32) {
	offset = min(max(offset, 0), r.furthest())
	if offset == r.offset {
		return
	}
	r.offset = offset
	r.Refresh()
}

// Page scrolls by a screenful, up when by is negative.
func (r *Roll) Page(by int) { r.ScrollTo(r.offset + float32(by)*max(r.Size().Height-Target, Target)) }

// Dragged follows the finger.
func (r *Roll) Dragged(e *fyne.DragEvent) { r.ScrollTo(r.offset - e.Dragged.DY) }

// DragEnd is for the toolkit.
func (r *Roll) DragEnd() {}

// Scrolled follows the wheel.
func (r *Roll) Scrolled(e *fyne.ScrollEvent) { r.ScrollTo(r.offset - e.Scrolled.DY*3) }

func (r *Roll) wide() float32 { return max(r.Size().Width-scrollLane-8, 0) }

func (r *Roll) furthest() float32 { return max(r.High(r.wide())-r.Size().Height, 0) }

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (r *Roll) Resize(size fyne.Size) {
	r.ExtendBaseWidget(r)
	r.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (r *Roll) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	up := NewButton("", "", func() { r.Page(-1) })
	up.Icon = "up"
	down := NewButton("", "", func() { r.Page(1) })
	down.Icon = "down"
	r.view = &rollRenderer{r: r, up: up, down: down, lane: &ThemeRect{Fill: ColorWindow}, thumb: &ThemeRect{Fill: ColorLine, Radius: 6}}
	return r.view
}

type rollRenderer struct {
	r           *Roll
	up, down    *Button
	lane, thumb *ThemeRect
}

// IsClip keeps what is scrolled away out of sight.
func (v *rollRenderer) IsClip() {}

func (v *rollRenderer) Destroy()           {}
func (v *rollRenderer) MinSize() fyne.Size { return fyne.NewSize(Target*3, Target*2) }

func (v *rollRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.r.Inner, v.lane, v.thumb, v.up, v.down}
}

func (v *rollRenderer) Layout(size fyne.Size) {
	r := v.r
	far := r.furthest()
	r.offset = min(r.offset, far)
	Put(r.Inner, 0, -r.offset, r.wide(), max(r.High(r.wide()), size.Height))
	bar := []fyne.CanvasObject{v.lane, v.thumb, v.up, v.down}
	for _, o := range bar {
		if far > 0 {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if far == 0 {
		return
	}
	x := size.Width - scrollLane
	Put(v.lane, x, 0, scrollLane, size.Height)
	Put(v.up, x, 0, scrollLane, Target)
	Put(v.down, x, size.Height-Target, scrollLane, Target)
	track := max(size.Height-2*Target-8, 0)
	long := max(track*size.Height/(size.Height+far), min(24, track))
	Put(v.thumb, x+16, Target+4+(track-long)*r.offset/far, scrollLane-32, long)
}

func (v *rollRenderer) Refresh() {
	v.Layout(v.r.Size())
	canvas.Refresh(v.r)
}
