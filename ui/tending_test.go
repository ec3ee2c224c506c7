package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/ui/doctor"
	"dobro/ui/look"
	"dobro/ui/settings"
)

// allWords is the whole catalogue: these screens speak in the words of other parts too.
func allWords(t *testing.T, code string) *lang.Catalogue {
	t.Helper()
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	c, err := lang.Load(files, code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func owned(s setting, c *fakeCare, t *testing.T) setting {
	s.till = newFakeTill()
	s.till.view.User = &register.Person{Name: "Вера", Role: register.Owner}
	s.p = func(p *Params) { p.Care = c; p.Words = allWords(t, s.lang) }
	return s
}

// press presses the button with the label.
func (r *rig) press(label string) {
	r.Helper()
	var found *look.Button
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Label == label && !b.Off {
			found = b
		}
	})
	if found == nil {
		r.Fatalf("there is no button %q", label)
	}
	found.Tapped(nil)
	r.settle()
}

func TestDoctorShowsTheWorstFirstAndMends(t *testing.T) {
	c := &fakeCare{}
	r := newRig(t, owned(setting{lang: "ru"}, c, t))
	r.w.openHealth()
	r.press("Доктор кассы")
	if _, ok := r.w.top().(*doctor.Screen); !ok {
		t.Fatalf("on top is %T", r.w.top())
	}
	r.press("Запустить ЛМ ЧЗ")
	if !slices.Equal(c.mended, []probe.Fix{probe.InitModule}) {
		t.Errorf("mended %v", c.mended)
	}
	r.press("Файл для поддержки")
	if said := texts(r); !strings.Contains(said, "support.zip") {
		t.Errorf("the file is not named in %q", said)
	}
	r.key(fyne.KeyEscape)
	r.till.set(register.EventUser, func(v *register.View) { v.User = &register.Person{Name: "Анна", Role: register.Cashier} })
	r.settle()
	r.w.openDoctor()
	r.settle()
	if said := texts(r); strings.Contains(said, "Запустить ЛМ ЧЗ") {
		t.Error("a cashier may mend")
	}
}

func TestSettingsAreForThoseWhoMayAndAreSetUnderTheirName(t *testing.T) {
	c := &fakeCare{}
	r := newRig(t, owned(setting{lang: "ru"}, c, t))
	c.opened = Opened{Till: r.till}
	r.key(fyne.KeyF11)
	r.typing("7")
	r.settle()
	s, ok := r.w.top().(*settings.Screen)
	if !ok {
		t.Fatalf("on top is %T", r.w.top())
	}
	open := func(i int) {
		var list *look.List
		walk(s.Content(), func(o fyne.CanvasObject) {
			if l, ok := o.(*look.List); ok && l.Height == 76 {
				list = l
			}
		})
		list.OnTap(i)
		r.settle()
	}
	open(0)
	r.typing("ИП Иванов")
	r.key(fyne.KeyReturn)
	r.settle()
	open(1)
	r.press("Патент")
	if want := []string{"Вера: shop.name = ИП Иванов", "Вера: shop.taxation = patent"}; !slices.Equal(c.set, want) {
		t.Errorf("set %q, want %q", c.set, want)
	}
	if !s.Changed() {
		t.Error("the screen does not know that something changed")
	}
	r.press("Применить")
	r.until("the till is opened anew", func() bool { return len(r.w.panels) == 0 })

	r.till.set(register.EventUser, func(v *register.View) { v.User = &register.Person{Name: "Анна", Role: register.Cashier} })
	r.settle()
	r.key(fyne.KeyF11)
	r.typing("7")
	r.settle()
	if _, ok := r.w.top().(*settings.Screen); ok {
		t.Error("a cashier opened the settings")
	}
}

func texts(r *rig) string {
	var all []string
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *look.Text:
			all = append(all, x.Text)
		case *look.Button:
			all = append(all, x.Label)
		}
	})
	return strings.Join(all, "|")
}

// TestEveryScreenOfTheInstallerFitsItsTexts is the part of the screens' test that speaks in the words of other parts.
func TestEveryScreenOfTheInstallerFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		care := &fakeCare{}
		r := newRig(t, owned(s, care, t))
		see := func(name string) { r.see(prefix, name) }
		r.w.openDoctor()
		see("doctor")
		r.w.openRecorder()
		see("recorder")
		r.key(fyne.KeyReturn)
		see("recorder_saved")
		r.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyF11)
		see("shift_settings")
		r.typing("7")
		see("settings")
		screen := r.w.top().(*settings.Screen)
		var list *look.List
		walk(screen.Content(), func(o fyne.CanvasObject) {
			if l, ok := o.(*look.List); ok && l.Height == 76 {
				list = l
			}
		})
		list.OnTap(0)
		see("settings_text")
		r.typing(" на улице Мира, в здании бывшего универмага, второй этаж, касса у выхода")
		see("settings_long")
		r.key(fyne.KeyEscape)
		list.OnTap(1)
		see("settings_choice")
		r.key(fyne.KeyEscape, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
		see("settings_secrets")
		r.w.openUpdates()
		see("updates")
		r.typing("2")
		see("updates_back")
		r.key(fyne.KeyReturn)
		see("updates_will")
		r.key(fyne.KeyEscape, fyne.KeyEscape)
		care.updates.stuck = r.w.words.T("updates.stuck.again", "version", "1.3.0", "why", r.w.words.T("updates.stuck.why.rights"), "at", "28.11 19:40")
		care.updates.decided = nil
		r.w.openUpdates()
		see("updates_stuck")
		if !r.says(care.updates.stuck) {
			t.Errorf("why the exchange was not made is not told: %s", texts(r))
		}
		r.key(fyne.KeyEscape)
		r.w.openHealth()
		see("health_doctor")
	})
}
