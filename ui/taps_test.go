package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// placeOf finds the middle of a thing on the canvas; false when it is not on screen.
func placeOf(root, wanted fyne.CanvasObject) (fyne.Position, bool) {
	var at fyne.Position
	found := false
	var into func(o fyne.CanvasObject, origin fyne.Position)
	into = func(o fyne.CanvasObject, origin fyne.Position) {
		if o == nil || !o.Visible() || found {
			return
		}
		origin = origin.Add(o.Position())
		if o == wanted {
			at, found = origin.AddXY(o.Size().Width/2, o.Size().Height/2), true
			return
		}
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				into(c, origin)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				into(c, origin)
			}
		}
	}
	into(root, fyne.Position{})
	return at, found
}

// button is the button on screen whose label holds the text.
func (r *rig) button(text string) *look.Button {
	r.Helper()
	var found *look.Button
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && (b.Label == text || found == nil && strings.Contains(b.Label, text)) {
			found = b
		}
	})
	if found == nil {
		r.Fatalf("no button %q is on screen", text)
	}
	return found
}

// tap puts a finger on the button whose label holds the text.
func (r *rig) tap(text string) {
	r.Helper()
	at, ok := placeOf(r.w.win.Canvas().Content(), r.button(text))
	if !ok {
		r.Fatalf("the button %q has no place on screen", text)
	}
	test.TapCanvas(r.w.win.Canvas(), at)
	r.settle()
}

// TestEveryDailyActionTakesAtMostThreeTaps counts the fingers from the sale screen to the end of each action; typing a sum that no
// button offers comes on top.
func TestEveryDailyActionTakesAtMostThreeTaps(t *testing.T) {
	sold := func(r *rig) {
		basket(r.till)
		v := r.till.view.Receipt
		v.ID, v.Kind, v.State, v.FD = "uuid-1", sale.Sale, sale.Fiscalized, 12
		v.Lines = v.Lines[:2]
		r.till.view.Receipt = register.ReceiptView{}
		r.till.sold = []register.ReceiptView{v}
	}
	closed := func(r *rig) { r.till.set("", func(v *register.View) { v.Shift.Open = false }) }
	for _, c := range []struct {
		name   string
		before func(r *rig)
		taps   []string // keys of the labels
		want   []string
	}{
		{"открыть смену", closed, []string{"ui.sale.shift", "ui.shift.open"}, []string{"open_shift"}},
		{"закрыть смену, Z", nil, []string{"ui.sale.shift", "ui.shift.close", "ui.shift.close_yes"}, []string{"close_shift"}},
		{"отчёт X", nil, []string{"ui.sale.shift", "ui.shift.x"}, []string{"x_report"}},
		{"внести деньги", nil, []string{"ui.sale.drawer", "1 000", "ui.cash.in.do"}, []string{"cash_in 1000.00"}},
		{"забрать деньги", nil, []string{"ui.sale.drawer", "1 000", "ui.cash.out.do"}, []string{"cash_out 1000.00"}},
		{"забрать всё", nil, []string{"ui.sale.drawer", "ui.drawer.all", "ui.cash.out.do"}, []string{"cash_out 12500.00"}},
		{"открыть ящик с причиной", nil, []string{"ui.sale.drawer", "Разменять"}, []string{"drawer Разменять"}},
		{"копия чека", nil, []string{"ui.sale.shift", "ui.shift.copy"}, []string{"copy last"}},
		{"возврат: код не читается", func(r *rig) { soldPacks(r) }, []string{"ui.sale.return", "row", "Код не читается"}, []string{"return uuid-2 [3] damaged [3] defective [] for Код не читается"}},
		{"возврат: брак", func(r *rig) { soldPacks(r) }, []string{"ui.sale.return", "row", "Брак"}, []string{"return uuid-2 [3] damaged [] defective [3] for Брак"}},
		{"возврат всего чека", sold, []string{"ui.sale.return", "row", "Вернуть всё"}, []string{"return uuid-1 [1 2]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			if c.before != nil {
				c.before(r)
				r.settle()
			}
			r.till.asked = nil
			if len(c.taps) > 3 {
				t.Errorf("%d taps", len(c.taps))
			}
			for _, label := range c.taps {
				switch {
				case label == "row":
					r.tapRow()
				case strings.HasPrefix(label, "ui."):
					r.tap(r.w.words.T(label))
				default:
					r.tap(label)
				}
			}
			r.asked(c.want...)
		})
	}
}

// tapRow puts a finger on the first row of the list on screen.
func (r *rig) tapRow() {
	r.Helper()
	var list *look.List
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if l, ok := o.(*look.List); ok && list == nil {
			list = l
		}
	})
	if list == nil {
		r.Fatal("no list is on screen")
	}
	at, _ := placeOf(r.w.win.Canvas().Content(), list)
	at = at.SubtractXY(0, list.Size().Height/2-20)
	test.TapCanvas(r.w.win.Canvas(), at)
	r.settle()
}
