package ui

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/goods"
	"dobro/internal/register"
	"dobro/ui/look"
	"dobro/ui/quickkeys"
	saleui "dobro/ui/sale"
)

func quickRig(t *testing.T, s setting) *rig {
	t.Helper()
	if s.till == nil {
		s.till = newFakeTill()
	}
	if s.till.tiles == nil {
		s.till.tiles = someTiles()
	}
	given := s.p
	s.p = func(p *Params) {
		p.Goods, p.Pictures = someGoods(), somePictures{}
		if given != nil {
			given(p)
		}
	}
	r := newRig(t, s)
	r.w.loadQuick()
	r.settle()
	return r
}

func owner(f *fakeTill) *fakeTill {
	f.view.User = &register.Person{ID: 3, Name: "Иван", Role: register.Owner}
	return f
}

type somePictures struct{}

func (somePictures) Folder() string { return `C:\ProgramData\Dobro\pictures` }

func (somePictures) All(context.Context) ([]quickkeys.Picture, error) {
	var out []quickkeys.Picture
	for i, name := range []string{"банан", "батон", "хлеб"} {
		p := image.NewNRGBA(image.Rect(0, 0, 64, 64))
		for y := range 64 {
			for x := range 64 {
				if (x-32)*(x-32)+(y-32)*(y-32) < 900 {
					p.SetNRGBA(x, y, color.NRGBA{R: uint8(200 - 40*i), G: uint8(120 + 30*i), B: 40, A: 255})
				}
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, p); err != nil {
			return nil, err
		}
		out = append(out, quickkeys.Picture{Name: name, PNG: b.Bytes()})
	}
	return out, nil
}

// saying are the texts on screen that say something.
func (r *rig) saying(text string) []fyne.CanvasObject {
	var found []fyne.CanvasObject
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Text); ok && strings.Contains(t.Text, text) {
			found = append(found, o)
		}
	})
	return found
}

// touch taps the middle of what says the text.
func (r *rig) touch(text string) {
	r.Helper()
	for _, o := range r.saying(text) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		size := o.Size()
		test.TapCanvas(r.w.win.Canvas(), at.Add(fyne.NewPos(size.Width/2, size.Height/2)))
		r.settle()
		return
	}
	r.Fatalf("%q does not stand on screen", text)
}

func TestATileSellsByATap(t *testing.T) {
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert)
	r.touch("Батон нарезной, 350 г")
	r.asked("goods 2 1")
}

func TestDigitsBeforeATileAreHowMany(t *testing.T) {
	r := quickRig(t, setting{})
	r.w.command(saleui.Quick)
	r.typing("12")
	r.touch("Пакет-майка")
	r.asked("goods 6 12")
	if r.w.typed != "" || r.w.notice.Shown() {
		t.Errorf("still typed %q, notice %v", r.w.typed, r.w.notice.Said())
	}
}

func TestATileOfWeightGoodsAsksForTheWeight(t *testing.T) {
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert)
	r.touch("На вес")
	r.touch("Бананы")
	r.asked()
	r.typing("1,355")
	r.key(fyne.KeyReturn)
	r.asked("goods 11 1.355")
	if r.w.top() != nil {
		t.Error("the question still lies there")
	}
}

func TestTheKeyboardWalksOverTheTiles(t *testing.T) {
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	r.asked("goods 5 1")
	r.key(fyne.KeyPageDown, fyne.KeyReturn) // the second screenful of the page
	r.asked("goods 5 1", "goods 10 1")
	r.key(fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyReturn)
	r.asked("goods 5 1", "goods 10 1", "goods 13 1")
	r.key(fyne.KeyInsert)
	if r.w.sale.Quick().Shown() {
		t.Error("Insert once more does not bring the actions back")
	}
}

func TestABarcodeTypedByHandGoesBeforeTheTile(t *testing.T) {
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert)
	r.typing("4607100120186")
	r.key(fyne.KeyReturn)
	r.asked("scan 4607100120186")
}

func TestAStrokeTurnsThePageAndAShakyTapSells(t *testing.T) {
	r := quickRig(t, setting{})
	r.key(fyne.KeyInsert)
	c := r.w.win.Canvas()
	from := fyne.NewPos(800, 520)
	test.Drag(c, from, -160, 6)
	r.settle()
	if !r.says("Сигареты «Северный ветер» синие, пачка") {
		t.Error("the stroke to the left did not turn the page")
	}
	test.Drag(c, from, 160, 6)
	r.settle()
	if !r.says("Батон нарезной, 350 г") {
		t.Error("the stroke to the right did not turn back")
	}
	test.Drag(c, fyne.NewPos(640, 460), 3, 2)
	r.asked("goods 1 1")
}

func TestOnlyWhoMayArrangesTheTiles(t *testing.T) {
	r := quickRig(t, setting{})
	r.w.openArrange()
	if r.w.top() != nil {
		t.Error("a cashier arranges the tiles")
	}
}

func TestTheOwnerArrangesTheTiles(t *testing.T) {
	r := quickRig(t, setting{till: owner(newFakeTill())})
	r.till.tiles = []goods.QuickPage{}
	r.w.loadQuick()
	r.settle()
	r.key(fyne.KeyInsert)
	r.touch("Разложить плитки")
	steps := []struct {
		name string
		do   func()
		want string
	}{
		{"a page", func() { r.key(fyne.KeyReturn); r.typing("Хлеб"); r.key(fyne.KeyReturn) }, "Хлеб:"},
		{"goods", func() { r.key(fyne.KeyReturn); r.typing("батон"); r.settle(); r.key(fyne.KeyReturn) }, "Хлеб: Батон нарезной 400 г"},
		{"a colour", func() { r.key(fyne.KeyLeft); r.typing("2") }, "Хлеб: Батон нарезной 400 г red"},
		{"neighbours have one colour", func() { r.key(fyne.KeyRight, fyne.KeyReturn); r.typing("хлеб"); r.settle(); r.key(fyne.KeyReturn) },
			"Хлеб: Батон нарезной 400 г red, Хлеб бородинский red"},
		{"a picture", func() { r.key(fyne.KeyLeft); r.touch("Картинка…"); r.touch("хлеб") }, "Хлеб: Батон нарезной 400 г red, Хлеб бородинский red +"},
		{"a tile gone", func() { r.key(fyne.KeyLeft, fyne.KeyDelete) }, "Хлеб: Хлеб бородинский red +"},
	}
	for _, s := range steps {
		s.do()
		r.settle()
		asked := r.till.log()
		if got := asked[len(asked)-1]; got != "tiles "+s.want {
			t.Errorf("%s: kept %q, want %q", s.name, got, s.want)
		}
	}
	r.till.onTiles = &register.Fault{Code: "bad_tiles", Text: "Такие плитки сохранить нельзя", Action: "Назовите страницу"}
	r.typing("3")
	r.settle()
	if !r.says("Такие плитки сохранить нельзя") {
		t.Error("the owner does not see that the tiles are not kept")
	}
}

func TestEveryScreenOfTheTilesFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		s.till = owner(newFakeTill())
		r := quickRig(t, s)
		see := func(name string) { r.see(prefix, name) }
		basket(s.till)
		s.till.set("", func(*register.View) {})
		r.key(fyne.KeyInsert)
		see("quick")
		r.key(fyne.KeyPageDown, fyne.KeyPageDown)
		r.w.sale.Quick().Key(fyne.KeyReturn)
		see("quick_weight")
		r.key(fyne.KeyEscape)
		r.w.openArrange()
		r.key(fyne.KeyRight)
		see("quick_arrange")
		r.w.pickPicture(func([]byte) {})
		see("quick_pictures")
		r.key(fyne.KeyEscape)
		r.w.askName(r.w.words.T("ui.quick.rename"), "Хлеб", func(string) {})
		see("quick_name")
		r.key(fyne.KeyEscape, fyne.KeyEscape)
		r.w.sale.Quick().Show(nil, false)
		see("quick_none")
		r.w.sale.Quick().Show(nil, true)
		see("quick_first")
	})
}
