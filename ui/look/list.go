package look

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// List shows rows and scrolls by finger, by wheel and by two large page buttons. The toolkit's own list does
// not follow a finger and takes the keyboard focus with every tapped row, which swallows the next scan; this one does neither.
// A shaky tap, which the driver reports as a tiny drag, is a tap.
type List struct {
	widget.BaseWidget

	Length func() int
	Create func() fyne.CanvasObject
	Update func(i int, row fyne.CanvasObject)
	OnTap  func(i int)
	Height float32 // of a row, Target when 0
	// Tall, when set, is how high row i wants to be in a width; for short lists only, since all rows are asked whenever one changes.
	Tall func(i int, width float32) float32

	tops    []float64 // of the rows, and the end, when Tall is set
	offset  float64   // millions of rows are more than a float32 counts to
	lane    bool      // the finger drags the scroll bar
	travel  float32
	last    fyne.Position
	began   time.Time
	speed   float32 // units a millisecond, of the last stretch of a drag
	stamp   time.Time
	rolling *fyne.Animation
	rows    *listRenderer
}

// Limits of a shaky tap: 3 mm on a 15-inch screen, and not held for long.
const (
	shake    float32 = 14
	shakeFor         = 400 * time.Millisecond
)

const (
	scrollLane float32 = Target
	laneGap    float32 = 4
)

func (l *List) height() float32 {
	if l.Height == 0 {
		return Target
	}
	return l.Height
}

func (l *List) count() int {
	if l.Length == nil {
		return 0
	}
	return l.Length()
}

func (l *List) furthest() float64 {
	return max(l.whole()-float64(l.Size().Height), 0)
}

// Offset is how far the list is scrolled.
func (l *List) Offset() float32 { return float32(l.offset) }

// ScrollTo scrolls to an offset.
func (l *List) ScrollTo(offset float32) { l.scroll(float64(offset)) }

func (l *List) scroll(offset float64) {
	offset = min(max(offset, 0), l.furthest())
	if offset == l.offset {
		return
	}
	l.offset = offset
	l.Refresh()
}

// Show scrolls as little as is needed to have the row in sight.
func (l *List) Reveal(i int) {
	if l.measure(); i < 0 || i >= l.count() {
		return
	}
	top := l.rowTop(i)
	l.scroll(min(max(l.offset, top+float64(l.rowHeight(i)-l.Size().Height)), top))
}

// Tapped picks the row under the finger.
func (l *List) Tapped(e *fyne.PointEvent) { l.pick(e.Position) }

func (l *List) pick(at fyne.Position) {
	l.halt()
	if l.rows != nil && l.rows.overflows() && at.X > l.Size().Width-scrollLane {
		return
	}
	i := l.rowAt(float64(at.Y) + l.offset)
	if at.Y >= 0 && i >= 0 && i < l.count() && l.OnTap != nil {
		l.OnTap(i)
	}
}

// Dragged follows the finger.
func (l *List) Dragged(e *fyne.DragEvent) {
	now := time.Now()
	if l.travel == 0 {
		l.halt()
		l.began, l.stamp = now, now
		l.lane = l.rows != nil && l.rows.overflows() && e.Position.X > l.Size().Width-scrollLane
	}
	l.travel += float32(math.Hypot(float64(e.Dragged.DX), float64(e.Dragged.DY)))
	l.last = e.Position
	if ms := float32(now.Sub(l.stamp).Milliseconds()); ms > 0 {
		l.speed = 0.4*l.speed - 0.6*e.Dragged.DY/ms
		l.stamp = now
	}
	if l.lane {
		l.jump(e.Position.Y)
		return
	}
	l.scroll(l.offset - float64(e.Dragged.DY))
}

// DragEnd lets the list roll on, or performs the tap that the driver took for a drag.
func (l *List) DragEnd() {
	travel, held := l.travel, time.Since(l.began)
	speed, idle := l.speed, time.Since(l.stamp)
	l.travel, l.speed = 0, 0
	if l.lane {
		l.lane = false
		return
	}
	if travel < shake && held < shakeFor {
		l.pick(l.last)
		return
	}
	if speed = min(max(speed, -4), 4); idle < 80*time.Millisecond && (speed > 0.3 || speed < -0.3) {
		l.roll(speed * 220)
	}
}

// Scrolled follows the wheel.
func (l *List) Scrolled(e *fyne.ScrollEvent) {
	l.halt()
	l.scroll(l.offset - float64(e.Scrolled.DY)*3)
}

// Page scrolls by a screenful, up when by is negative.
func (l *List) Page(by int) {
	l.halt()
	l.roll(float32(by) * max(l.Size().Height-l.height(), l.height()))
}

// jump scrolls to where the finger is on the scroll bar: the way to rows of years ago.
func (l *List) jump(y float32) {
	track := l.Size().Height - 2*Target
	if track <= 0 {
		return
	}
	l.scroll(float64(min(max((y-Target)/track, 0), 1)) * l.furthest())
}

func (l *List) roll(by float32) {
	from := l.offset
	l.rolling = fyne.NewAnimation(260*time.Millisecond, func(done float32) { l.scroll(from + float64(by*done)) })
	l.rolling.Curve = fyne.AnimationEaseOut
	l.rolling.Start()
}

func (l *List) halt() {
	if l.rolling != nil {
		l.rolling.Stop()
		l.rolling = nil
	}
}

// RefreshRow redraws one row.
func (l *List) RefreshRow(i int) {
	if l.rows == nil {
		return
	}
	if at := i - l.rows.first; at >= 0 && at < len(l.rows.pool) && i < l.count() {
		l.Update(i, l.rows.pool[at])
	}
}

// RowGround is the ground of a row: of the chosen one its own colour, of others none, so that the card under the list is seen.
func RowGround(chosen bool) fyne.ThemeColorName {
	if chosen {
		return ColorSelected
	}
	return ""
}
