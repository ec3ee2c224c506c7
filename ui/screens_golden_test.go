package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/golden"
	"dobro/ui/quickkeys"
	saleui "dobro/ui/sale"
)

// windowPicture is what the whole window shows, at half size.
func (r *rig) windowPicture() *image.RGBA { return picture(r.w.win.Canvas()) }

func picture(c fyne.Canvas) *image.RGBA {
	whole := c.Capture()
	return golden.Half(whole, whole.Bounds().Size())
}

// stop is one picture on the way through the sale screen; go does what leads there from the one before.
type stop struct {
	name string
	walk func(r *rig)
}

var stops = []stop{
	{"empty", func(*rig) {}},
	{"basket", func(r *rig) {
		basket(r.till)
		r.till.add(register.LineView{State: register.LinePlain, Name: "Молоко из остатков", Leftover: "31.12.2026", Price: 8990, Quantity: money.Piece, Note: "подарок"})
		r.till.set("", func(*register.View) {})
	}},
	{"quick", func(r *rig) { r.key(fyne.KeyInsert) }},
	{"weight", func(r *rig) { r.w.askMeasure(someTiles()[1].Keys[0].Product) }},
	{"arrange", func(r *rig) { r.key(fyne.KeyEscape); r.w.openArrange(); r.key(fyne.KeyRight) }},
	{"name", func(r *rig) { r.w.askName(r.w.words.T("ui.quick.rename"), "Хлеб", func(string) {}) }},
	{"pictures", func(r *rig) { r.key(fyne.KeyEscape); r.w.pickPicture(func([]byte) {}) }},
	{"find", func(r *rig) { r.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyInsert, fyne.KeyF2); r.typing("моло") }},
	{"discount_line", func(r *rig) { r.key(fyne.KeyEscape, fyne.KeyF4) }},
	{"discount_receipt", func(r *rig) { r.key(fyne.KeyTab); r.typing("%") }},
	{"note", func(r *rig) { r.key(fyne.KeyEscape); row, _ := r.w.sale.Selected(); r.w.askNote(row, false) }},
	{"part", func(r *rig) {
		r.key(fyne.KeyEscape)
		r.till.add(register.LineView{State: register.LineAllowed, Name: "Капсулы", Cis: "09", Splits: true, Parts: 20, Part: sale.Fraction{N: 3, Of: 20}, Price: 50000, Quantity: money.Piece})
		r.till.set("", func(*register.View) {})
		r.settle()
		r.w.command(saleui.Quantity)
	}},
	{"where", func(r *rig) {
		r.key(fyne.KeyEscape)
		r.till.set(register.EventVerdict, func(v *register.View) { v.Permit, v.Refused = permits["need_code"], 2 })
	}},
	{"history", func(r *rig) {
		r.till.set(register.EventVerdict, func(v *register.View) { v.Permit, v.Refused = permits["forbidden"], 0 })
		r.settle()
		r.w.openHistory()
	}},
	{"details", func(r *rig) { r.key(fyne.KeyEscape); r.w.details() }},
	{"age", func(r *rig) {
		r.key(fyne.KeyEscape)
		r.till.set("", func(v *register.View) {
			v.Permit, v.AskAge = permits["allowed"], 18
			v.Receipt.Lines[6].Age = 18
		})
	}},
}

func TestThePictureOfTheSaleScreenStaysAsItIs(t *testing.T) {
	golden.Painted(t)
	for _, dark := range []bool{false, true} {
		theme := map[bool]string{false: "light", true: "dark"}[dark]
		r := quickRig(t, setting{dark: dark, till: owner(newFakeTill())})
		var before *image.RGBA
		for _, s := range stops {
			s.walk(r)
			r.settle()
			got := r.windowPicture()
			golden.Same(t, "sale", s.name+"_"+theme, got, golden.Screen)
			if before != nil && golden.Differing(before, got) <= golden.Screen {
				t.Errorf("%s %s looks like the picture before it to this test", s.name, theme)
			}
			before = got
		}
	}
}

// TestThePictureTestSeesATilesColour proves that the tolerance of whole screens still sees what a cashier would.
func TestThePictureTestSeesATilesColour(t *testing.T) {
	golden.Painted(t)
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert)
	before := r.windowPicture()
	pages := someTiles()
	pages[0].Keys[1].Colour = "violet"
	r.w.sale.Quick().Show(quickkeys.Make(r.w.words, pages), false)
	if n := golden.Differing(before, r.windowPicture()); n <= golden.Screen {
		t.Errorf("only %d blocks differ", n)
	}
}
