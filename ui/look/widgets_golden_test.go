package look

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/ui/golden"
)

// sample is one widget of ours in one state.
type sample struct {
	name string
	size fyne.Size
	make func(w *lang.Catalogue) fyne.CanvasObject
}

func none(fyne.KeyName) {}

func button(label, key, icon string, kind Kind, change func(b *Button)) func(*lang.Catalogue) fyne.CanvasObject {
	return func(*lang.Catalogue) fyne.CanvasObject {
		b := NewButton(label, key, nil)
		b.Icon, b.Kind = icon, kind
		if change != nil {
			change(b)
		}
		return b
	}
}

func field(change func(f *Field)) func(*lang.Catalogue) fyne.CanvasObject {
	return func(*lang.Catalogue) fyne.CanvasObject {
		f := &Field{Hint: "Название товара"}
		change(f)
		return f
	}
}

func trouble(say func(t *Trouble)) func(*lang.Catalogue) fyne.CanvasObject {
	return func(*lang.Catalogue) fyne.CanvasObject {
		t := NewTrouble()
		say(t)
		return t.Content()
	}
}

func keyboard(change func(k *Keyboard)) func(*lang.Catalogue) fyne.CanvasObject {
	return func(w *lang.Catalogue) fyne.CanvasObject {
		k := &Keyboard{Type: func(rune) {}, Press: none, Rows: w.T("ui.keyboard.rows"), ABC: w.T("ui.keyboard.latin"), Cyr: w.T("ui.keyboard.cyrillic"),
			Space: w.T("ui.keyboard.space"), Enter: w.T("ui.key.enter")}
		if change != nil {
			change(k)
		}
		return k.Content()
	}
}

var (
	one   = fyne.NewSize(260, 64)
	strip = fyne.NewSize(560, 72)
	wide  = fyne.NewSize(640, 300)
)

var samples = []sample{
	{"button_plain", one, button("Найти товар", "F2", "search", Plain, nil)},
	{"button_primary", one, button("Продолжить", "Enter", "", Primary, nil)},
	{"button_good", one, button("Наличные", "F9", "cash", Good, nil)},
	{"button_danger", one, button("Отменить чек", "", "", Danger, nil)},
	{"button_off", one, button("Наличные", "F9", "cash", Good, func(b *Button) { b.Off = true })},
	{"button_pressed", one, button("Наличные", "F9", "cash", Good, func(b *Button) { b.pressed = true })},
	{"button_on_banner", one, button("Подробно", "End", "", OnColor, nil)},
	{"button_tile", fyne.NewSize(150, 90), button("Скидка", "F4", "pencil", Plain, func(b *Button) { b.Tile = true })},
	{"field_empty", one, field(func(*Field) {})},
	{"field_active", one, field(func(f *Field) { f.Activate(true); f.Paste("Молоко") })},
	{"field_proposed", one, field(func(f *Field) { f.Activate(true); f.Propose("1 052,72") })},
	{"field_secret", one, field(func(f *Field) { f.Secret = true; f.Paste("1111") })},
	{"trouble_fail", strip, trouble(func(t *Trouble) {
		t.Fail("В кассе закончилась бумага", "Вставьте новый рулон")
	})},
	{"trouble_wait", strip, trouble(func(t *Trouble) { t.Wait("Печатаем чек…") })},
	{"trouble_warn", strip, trouble(func(t *Trouble) {
		t.Warn("Смене больше 23 часов", "Закройте её сейчас")
	})},
	{"trouble_tell", strip, trouble(func(t *Trouble) { t.Tell("check", "Копия напечатана", "") })},
	{"text_shrunk", fyne.NewSize(260, 40), func(*lang.Catalogue) fyne.CanvasObject {
		return &Text{Text: "Молоко пастеризованное 3,2 %", Point: 30, Least: 12, Free: true}
	}},
	{"text_wrapped", fyne.NewSize(260, 60), func(*lang.Catalogue) fyne.CanvasObject {
		return &Text{Text: "Ёжик съел «йогурт» № 5 за 100 ₽, і и ї", Point: 20, Lines: 2, Bold: true, Free: true}
	}},
	{"text_cut", one, func(*lang.Catalogue) fyne.CanvasObject {
		return &Text{Text: "Молоко пастеризованное топлёное", Point: 20, Free: true}
	}},
	{"pad_sum", fyne.NewSize(300, 280), func(*lang.Catalogue) fyne.CanvasObject {
		return Pad{Type: func(rune) {}, Press: none, Point: ','}.Content()
	}},
	{"pad_pin", fyne.NewSize(300, 280), func(*lang.Catalogue) fyne.CanvasObject {
		return Pad{Type: func(rune) {}, Press: none, Point: -1}.Content()
	}},
	{"keyboard_russian", wide, keyboard(nil)},
	{"keyboard_latin", wide, keyboard(func(k *Keyboard) { k.Latin = true })},
	{"keyboard_latin_upper", wide, keyboard(func(k *Keyboard) { k.Latin, k.upper = true, true })},
	{"keyboard_capitals", wide, keyboard(func(k *Keyboard) { k.upper = true })},
	{"list", fyne.NewSize(420, 300), func(*lang.Catalogue) fyne.CanvasObject {
		l := list(40, &[]int{})
		l.Update = func(i int, o fyne.CanvasObject) { o.(*Text).Set(fmt.Sprint("Строка ", i+1)) }
		return l
	}},
	{"roll", fyne.NewSize(420, 300), func(*lang.Catalogue) fyne.CanvasObject {
		inner := &Text{Text: "Длинная страница", Point: 40, Free: true, Top: true}
		return &Roll{Inner: inner, High: func(float32) float32 { return 900 }}
	}},
	{"form", fyne.NewSize(640, 200), func(w *lang.Catalogue) fyne.CanvasObject {
		f := NewForm(w, func() {}, &FormField{Label: "Название", Field: &Field{}},
			&FormField{Label: "ИНН", Field: &Field{}, Digits: true, Tell: func(string) string { return "ИНН — 10 или 12 цифр" }})
		f.Paste("Ромашка")
		f.Check()
		return f.Column(80)
	}},
	{"sheet", fyne.NewSize(640, 200), func(*lang.Catalogue) fyne.CanvasObject {
		return Sheet("Выдача денег", NewButton("Закрыть", "Esc", nil), NewCard())
	}},
}

// TestThePictureOfEveryWidgetStaysAsItIs compares our own widgets, light and dark, with their kept pictures.
func TestThePictureOfEveryWidgetStaysAsItIs(t *testing.T) {
	golden.Painted(t)
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	w, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		test.NewTempApp(t).Settings().SetTheme(Theme{Dark: dark})
		seen := map[string]*image.RGBA{}
		for _, s := range samples {
			o := s.make(w)
			ground := &ThemeRect{Fill: ColorWindow}
			win := test.NewTempWindow(t, Board(s.size, func(size fyne.Size) {
				Put(ground, 0, 0, size.Width, size.Height)
				Put(o, 8, 8, size.Width-16, size.Height-16)
			}, ground, o))
			win.SetPadded(false)
			win.Resize(s.size)
			got := golden.Whole(win.Canvas().Capture())
			golden.Same(t, "widgets", s.name+"_"+theme, got, 2)
			for name, other := range seen { // the tolerance must still tell the states apart
				if golden.Differing(got, other) <= 2 {
					t.Errorf("%s: %s and %s look the same to this test", theme, s.name, name)
				}
			}
			seen[s.name] = got
		}
	}
}
