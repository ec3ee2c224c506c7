package wizard

import (
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/assets"
	"dobro/device/scanner"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/golden"
	"dobro/ui/look"
)

// desk is a backend in memory.
type desk struct {
	kept  Progress
	asked []string
	out   Outcome
	err   error
	dark  bool   // the theme of the window in which it is shown
	more  []Step // before the summary
}

func (d *desk) Steps() []Step {
	many := []Choice{{"a", "Калининград (МСК−1)"}, {"b", "Москва (МСК)"}, {"c", "Самара (МСК+1)"}, {"d", "Омск"}, {"e", "Иркутск"}, {"f", "Магадан"}}
	steps := []Step{
		{ID: "shop", Fields: []Field{{Key: "shop.timezone", Words: "setting.shop.timezone", Choices: many}, {Key: "shop.name", Words: "setting.shop.name"},
			{Key: "shop.inn", Words: "setting.shop.inn", Digits: true, Limit: 12}}},
		{ID: "printer", Skip: true, Fields: []Field{{Key: "fiscal.driver", Words: "setting.fiscal.driver", Choices: []Choice{{"atol", "АТОЛ"}, {"shtrih", "Штрих-М"}}},
			{Key: "printer.address", Words: "wizard.field.printer.address"}}, Actions: []string{"find", "slip"}},
		{ID: "scanner", Skip: true, Scans: true},
	}
	steps = append(steps, d.more...)
	return append(steps, Step{ID: "summary"})
}

// more are steps of other kinds.
func more() []Step {
	return []Step{
		{ID: "token", Skip: true, Way: true, Fields: []Field{{Key: "secret.trueapi_token", Words: "setting.secret.trueapi_token", Secret: true}}},
		{ID: "goods", Skip: true, Fields: []Field{{Key: "goods.file", Words: "wizard.field.goods.file", Limit: 250}}, Actions: []string{"find", "columns"}},
		{ID: "quick", Skip: true, Actions: []string{"anew"}},
		{ID: "backup", Skip: true, Fields: []Field{{Key: "keeping.backup_folder", Words: "setting.keeping.backup_folder"}}, Actions: []string{"find"}},
	}
}

func (d *desk) Load(context.Context) (Values, Progress, error) {
	return Values{"shop.timezone": "b", "fiscal.driver": "atol"}, d.kept, nil
}

func (d *desk) Tell(key, value string) string {
	if key == "shop.inn" && len(value) != 10 {
		return "ИНН — 10 или 12 цифр, проверьте каждую"
	}
	return ""
}

func (d *desk) Do(_ context.Context, step, action string, v Values, say func(Line)) (Outcome, error) {
	d.asked = append(d.asked, step+"/"+action+"/"+v["scan"])
	say(Line{Text: "Ищем: http://127.0.0.1:16732"})
	return d.out, d.err
}

func (d *desk) Keep(_ context.Context, p Progress) error { d.kept = p; return nil }

type rig struct {
	*testing.T
	d        *desk
	s        *Screen
	win      fyne.Window
	finished bool
}

// newRig opens the wizard; what it asks for is done at once.
func newRig(t *testing.T, code string, scale float32, d *desk) *rig {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Scale: scale, Dark: d.dark})
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, code)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, d: d}
	r.s = New(Params{Words: words, Backend: d, Hop: func(f func()) { f() }, Finish: func() { r.finished = true }, Leave: func() {}, TryScanner: func() {},
		Fault: func(err error) *register.Fault { return &register.Fault{Text: err.Error()} },
		Work: func(action func(context.Context) error, after func(error)) bool {
			after(action(context.Background()))
			return true
		}})
	r.win = test.NewTempWindow(t, r.s.Content())
	r.win.SetPadded(false)
	r.win.Resize(fyne.NewSize(1024, 768))
	return r
}

func (r *rig) typing(text string) {
	for _, c := range text {
		r.s.Rune(c)
	}
}

func (r *rig) see(name string) {
	r.Helper()
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if t, ok := o.(*look.Text); ok && t.Text != "" && !t.Fits() && t.Size().Width > 0 {
			r.Errorf("%s: %q does not fit into %v", name, t.Text, t.Size())
		}
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				walk(c)
			}
		}
	}
	walk(r.s.Content())
	whole := r.win.Canvas().Capture()
	if plain, ru := strings.CutPrefix(name, "ru_wizard_"); ru {
		golden.Same(r, "screens", plain+map[bool]string{false: "_light", true: "_dark"}[r.d.dark], golden.Half(whole, whole.Bounds().Size()), golden.Screen)
	}
	dir := os.Getenv("DOBRO_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		r.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, whole); err != nil {
		r.Fatal(err)
	}
}

func TestWizardWalksFromTheShopToTheEnd(t *testing.T) {
	d := &desk{out: Outcome{Good: true, Lines: []Line{{Level: "ok", Text: "Организация: контрольные цифры сходятся"}}}}
	r := newRig(t, "ru", 1, d)
	r.typing("Ромашка")
	r.s.Key(fyne.KeyReturn)
	r.typing("77")
	r.s.Key(fyne.KeyReturn) // a wrong field is told, nothing is asked
	if len(d.asked) != 0 {
		t.Fatalf("asked %v with a wrong field", d.asked)
	}
	r.s.Key(fyne.KeyPageDown) // the shop cannot be skipped
	if r.s.Step() != "shop" {
		t.Fatalf("skipped to %s", r.s.Step())
	}
	r.typing("00000009")
	r.s.Key(fyne.KeyReturn)
	r.s.Key(fyne.KeyReturn)
	if r.s.Step() != "printer" || d.kept.Marks["shop"] != Done || d.kept.At != "printer" {
		t.Fatalf("at %s, kept %+v", r.s.Step(), d.kept)
	}
	r.s.next() // skipped honestly
	if d.kept.Marks["printer"] != Skipped || r.s.Step() != "scanner" {
		t.Fatalf("at %s, kept %+v", r.s.Step(), d.kept)
	}
	r.s.Take(scanner.Scan{Raw: "0104", Source: "COM3"})
	if got := d.asked[len(d.asked)-1]; got != "scanner/scan/0104" {
		t.Errorf("asked %q", got)
	}
	r.s.Key(fyne.KeyReturn)
	if r.s.Step() != "summary" || d.asked[len(d.asked)-1] != "summary/check/0104" {
		t.Fatalf("at %s after %v", r.s.Step(), d.asked)
	}
	r.s.Key(fyne.KeyReturn)
	if !r.finished {
		t.Error("the wizard did not finish")
	}
}

func TestWizardIsResumedWhereItWasLeft(t *testing.T) {
	d := &desk{kept: Progress{At: "scanner", Marks: map[string]Mark{"shop": Done, "printer": Ill}}}
	r := newRig(t, "ru", 1, d)
	if r.s.Step() != "scanner" || r.s.marks["printer"] != Ill {
		t.Errorf("at %s, marks %v", r.s.Step(), r.s.marks)
	}
	d.err = errors.New("disk is gone")
	r.s.Key(fyne.KeyReturn)
	if l := r.s.lines["scanner"]; len(l) != 1 || l[0].Level != "bad" || r.s.marks["scanner"] != Ill {
		t.Errorf("an error shows as %v", l)
	}
}

func TestChangingAnAnswerTakesItsTickAway(t *testing.T) {
	d := &desk{kept: Progress{At: "printer", Marks: map[string]Mark{"shop": Done, "printer": Done}}, out: Outcome{Good: true, Values: Values{"printer.address": "http://x"}}}
	r := newRig(t, "ru", 1, d)
	r.typing("x")
	if r.s.marks["printer"] != Open {
		t.Errorf("the mark stays %q", r.s.marks["printer"])
	}
	r.s.do("find")
	if r.s.vals["printer.address"] != "http://x" || r.s.body.form.Fields[0].Field.Value() != "http://x" {
		t.Errorf("what was found is not filled in: %v", r.s.vals)
	}
}

func TestWizardFitsItsTexts(t *testing.T) {
	golden.Painted(t)
	lines := []Line{{"ok", "АТОЛ 77Ф, заводской № 00106900000007", "", nil}, {"bad", "ИНН в принтере 7700000009, а в настройках 500100732259", "Проверьте, тот ли принтер подключён", nil},
		{"warn", "До блокировки офлайн-проверки осталось 12 ч", "Проверьте интернет", nil}, {"off", "http://127.0.0.1:16732: никто не отвечает", "", nil}}
	for _, c := range []struct {
		name, code string
		scale      float32
		dark       bool
	}{{"ru", "ru", 1, false}, {"ru dark", "ru", 1, true}, {"en", "en", 1, false}, {"ru_large", "ru", look.LargeTexts, false}, {"en_large", "en", look.LargeTexts, false}} {
		t.Run(c.name, func(t *testing.T) {
			name, _, _ := strings.Cut(c.name, " ")
			d := &desk{more: more(), kept: Progress{At: "shop"}, out: Outcome{Good: true, Lines: lines}, dark: c.dark}
			r := newRig(t, c.code, c.scale, d)
			r.typing("Ромашка")
			r.s.Key(fyne.KeyReturn)
			r.typing("77")
			r.see(name + "_wizard_shop")
			r.typing("00000009")
			r.s.Key(fyne.KeyReturn)
			r.s.Key(fyne.KeyReturn)
			r.see(name + "_wizard_printer")
			r.s.Key(fyne.KeyReturn)
			r.see(name + "_wizard_ticks")
			r.s.busy = true
			r.s.frame.wait("Проверено кодов: 12 из 33")
			r.see(name + "_wizard_busy")
			r.s.busy = false
			for i, st := range r.s.steps {
				r.s.show(i)
				r.see(name + "_wizard_step_" + st.ID)
			}
			r.s.show(r.s.index("goods"))
			r.typing(`C:\Users\Продавец\Documents\Обмен с бухгалтерией\Каталог товаров на декабрь 2026 года.csv`)
			r.see(name + "_wizard_long_path")
			r.s.show(r.s.index("goods"))
			d.out = tableOf(r.s.p.Words.T)
			r.s.do("columns")
			for i := range d.out.Columns.Fields {
				r.s.body.chooser.turn(i)
				r.see(name + "_wizard_columns_" + d.out.Columns.Fields[i].Value)
			}
		})
	}
}

func TestOneOfSeveralFoundThingsIsPicked(t *testing.T) {
	d := &desk{kept: Progress{At: "printer", Marks: map[string]Mark{"shop": Done}}}
	d.out = Outcome{Lines: []Line{{"off", "http://127.0.0.1:16732: никто не отвечает", "", nil},
		{"ok", "АТОЛ", "Нажмите", Values{"fiscal.driver": "atol", "printer.address": "http://10.0.0.5:16732"}},
		{"ok", "Штрих", "Нажмите", Values{"fiscal.driver": "shtrih", "printer.address": "tcp://10.0.0.6:7778"}}}}
	d.out.Values = d.out.Lines[1].Picks
	r := newRig(t, "ru", 1, d)
	r.s.do("find")
	for i, want := range []string{"http://10.0.0.5:16732", "http://10.0.0.5:16732", "tcp://10.0.0.6:7778"} {
		r.s.frame.ticks.list.OnTap(i)
		if got := r.s.vals["printer.address"]; got != want || r.s.body.form.Active().Field.Value() != want {
			t.Errorf("line %d takes %q, the field shows %q", i, got, r.s.body.form.Active().Field.Value())
		}
	}
	if r.s.vals["fiscal.driver"] != "shtrih" || len(r.s.frame.ticks.lines) != 3 {
		t.Errorf("the driver is %q, %d lines are left", r.s.vals["fiscal.driver"], len(r.s.frame.ticks.lines))
	}
}
