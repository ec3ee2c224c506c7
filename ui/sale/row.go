package sale

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// A row is as high as its texts are: one line or two of the name, the line of state and amount, and, where goods have them, the discount and
// the note below. Nothing is made small or cut to go with the rest.
const (
	rowHeight  float32 = 66 // of the lowest
	rowLeft    float32 = 52
	rowSum     float32 = 116
	rowEdge    float32 = 5
	nameLines          = 2
	namePoint  float32 = 18
	statePoint float32 = 15
)

// nameWidth is what a name has beside the sum.
func nameWidth(width float32) float32 { return width - rowLeft - rowSum - 18 }

func stateWidth(width float32) float32 { return (width - rowLeft - 10) * 0.56 }

// below is the remark when it has a line of its own; goods without a permit have room for a short one where others have their state.
func (r Row) below(width float32) string {
	if lines, _ := look.Lines(r.Remark, stateWidth(width), statePoint, false); r.State == "" && lines == 1 {
		return ""
	}
	return r.Remark
}

// parts is how high the texts of a row are in a width.
func (r Row) parts(width float32) (name, state, remark float32) {
	lines, high := look.Lines(r.Name, nameWidth(width), namePoint, false)
	name = high
	if lines > nameLines {
		name = high / float32(lines) * nameLines
	}
	_, state = look.Lines("0", width, statePoint, false)
	if below := r.below(width); below != "" {
		lines, high := look.Lines(below, width-rowLeft-10, statePoint, false)
		remark = high / float32(lines) * float32(min(lines, nameLines))
	}
	return name, state + 2, remark
}

func (r Row) height(width float32) float32 {
	name, state, remark := r.parts(width)
	return max(name+state+remark+2*rowEdge+2, rowHeight)
}

// rowView draws a Row. Its parts stand still; only their texts change, and where a long one needs more room.
type rowView struct {
	*fyne.Container
	row    Row
	ground *look.ThemeRect
	rule   *look.ThemeRect
	sign   *look.Sign
	name   *look.Text
	state  *look.Text
	amount *look.Text
	sum    *look.Text
	remark *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		name:   &look.Text{Free: true, Point: namePoint, Least: 15, Lines: nameLines},
		state:  &look.Text{Free: true, Point: statePoint, Least: 13},
		amount: &look.Text{Free: true, Point: 16, Least: 12, Align: fyne.TextAlignTrailing, Color: look.ColorMuted},
		sum:    &look.Text{Free: true, Point: 21, Least: 14, Bold: true, Align: fyne.TextAlignTrailing},
		remark: &look.Text{Free: true, Point: statePoint, Least: 13, Lines: nameLines, Color: look.ColorAmberInk},
	}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), v.place, v.ground, v.rule, v.sign, v.name, v.state, v.amount, v.sum, v.remark)
	return v
}

func (v *rowView) place(size fyne.Size) {
	w := size.Width
	look.Put(v.ground, 0, 0, w, size.Height)
	look.Put(v.rule, 0, size.Height-1, w, 1)
	look.Put(v.sign, 12, (size.Height-28)/2, 28, 28)
	name, state, remark := v.row.parts(w)
	y := max((size.Height-name-state-remark)/2-1, rowEdge)
	look.Put(v.name, rowLeft, y, nameWidth(w), name)
	look.Put(v.sum, w-rowSum-10, y, rowSum, min(name, 32))
	y += name
	half := stateWidth(w)
	look.Put(v.state, rowLeft, y, half, state)
	look.Put(v.amount, rowLeft+half, y, w-rowLeft-10-half, state)
	look.Put(v.remark, rowLeft, y+state, w-rowLeft-10, remark)
	said, ink, below := v.row.State, v.row.Ink, v.row.below(w)
	if below != v.row.Remark {
		said, ink = v.row.Remark, look.ColorAmberInk
	}
	v.state.SetColor(ink)
	v.state.Set(said)
	v.remark.Set(below)
	v.remark.Hidden = below == ""
}

func (v *rowView) show(r Row, selected bool) {
	v.row = r
	v.ground.Set(look.RowGround(selected), "")
	v.sign.Set(r.Icon, r.Ink)
	v.name.Set(r.Name)
	v.place(v.Size())
	v.amount.Set(r.Amount)
	v.sum.Set(r.Sum)
}
