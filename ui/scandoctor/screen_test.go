package scandoctor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/device/scanner"
	"dobro/internal/marking"
	"dobro/ui/golden"
	"dobro/ui/look"
)

var morning = time.Date(2026, 11, 22, 9, 14, 5, 0, time.UTC)

type rig struct {
	*Screen
	win     fyne.Window
	closed  int
	learned []marking.Affixes
}

func newRig(t *testing.T, code string, dark bool, size fyne.Size) *rig {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Dark: dark})
	r := &rig{}
	r.Screen = New(Params{Words: words(t, code), Close: func() { r.closed++ }, Learned: func(a marking.Affixes) { r.learned = append(r.learned, a) }})
	r.win = test.NewTempWindow(t, nil)
	r.win.SetPadded(false)
	r.win.SetContent(r.Content())
	r.win.Resize(size)
	return r
}

func (r *rig) scan(raw, source string) { r.Take(scanner.Scan{Raw: raw, Source: source, At: morning}) }

// seen is all that can be read on the screen.
func (r *rig) seen() string {
	var b strings.Builder
	walk(r.Content(), func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Text); ok {
			b.WriteString(t.Text + "\n")
		}
	})
	return b.String()
}

// places are what the screen may get: the stage under the banner of the smallest window, a whole small one, a large one.
var places = []fyne.Size{fyne.NewSize(1024, 530), fyne.NewSize(1024, 768), fyne.NewSize(1920, 1080)}

// fitting fails for texts that are cut and buttons too small for a finger.
func (r *rig) fitting(t *testing.T, what string) {
	t.Helper()
	size := r.win.Canvas().Size()
	walk(r.Content(), func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *look.Text:
			if !x.Fits() {
				t.Errorf("%s on %v: %q does not fit into %v", what, size, x.Text, x.Size())
			}
		case *look.Button:
			if x.Size().Height < look.Target || x.Size().Width < look.Target {
				t.Errorf("%s on %v: button %q is %v", what, size, x.Label, x.Size())
			}
		case *tape:
			if !x.drawn.whole {
				t.Errorf("%s on %v: the tape shows only a part", what, size)
			}
		}
	})
}

func TestAllTextsFitOnEveryScreenInBothLanguages(t *testing.T) {
	golden.Painted(t)
	samples := []string{water, shirt, lost(shirt), typed(shirt), pack, TestMatrix, swap(TestMatrix), "##" + TestMatrix + "\r\n", water + water, "https://example.com/q", "hello",
		"010460406000600021N4N57RSCBUZTQ\x1d2403004002910161218\x1d1724010191ffd0\x1d92tIAF/YVoU4roQS3M/m4z78yFq0fc/WsSmLeX5QkF/YVWwy8IMYAeiQ91Xa2z/fFSJcOkb2N+uUUmfr4n0mOX0Q=="}
	for _, code := range []string{"ru", "en"} {
		for _, size := range places {
			r := newRig(t, code, size.Width > 1500, size)
			name := fmt.Sprintf("%s-%v", code, size.Height)
			r.fitting(t, "empty")
			shot(t, r.win, "empty-"+name)
			for i, raw := range samples {
				r.scan(raw, []string{keys, "/dev/ttyACM0"}[i%2])
				r.fitting(t, fmt.Sprintf("%q", raw))
				shot(t, r.win, fmt.Sprintf("last-%d-%s", i, name))
			}
			r.Key(fyne.KeyRight)
			r.fitting(t, "test codes")
			shot(t, r.win, "teach-"+name)
			r.Key(fyne.KeyRight)
			for i := range makers {
				r.fitting(t, "set-up for "+makers[r.setup.maker])
				shot(t, r.win, fmt.Sprintf("setup-%d-%s", i, name))
				r.Key(fyne.KeyDown)
			}
			for range Commands {
				r.Key(fyne.KeyPageDown)
				r.fitting(t, "command "+Commands[r.setup.command].Name)
			}
		}
	}
}

// all are the names of findings, as the sentences know them.
func all(t *testing.T) []string {
	var names []string
	for key := range words(t, "ru").Keys() {
		if n, ok := strings.CutPrefix(key, "scandoctor.finding."); ok && !strings.HasSuffix(n, ".do") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

func TestEveryFindingFitsIntoItsRow(t *testing.T) {
	golden.Painted(t)
	names := all(t)
	for _, code := range []string{"ru", "en"} {
		for _, size := range places {
			r := newRig(t, code, false, size)
			d := Diagnose(water, port)
			for _, n := range names {
				d.Findings = append(d.Findings, Finding{Name: n, Level: Note, Args: []any{"sign", "<FNC1>", "text", "<CR><LF>", "lost", 1, "all", 3, "at", 123}})
			}
			r.last.add(entry{d, morning})
			for i := range d.Findings {
				r.last.findings.Reveal(i)
				r.fitting(t, d.Findings[i].Name)
			}
			for _, n := range names {
				r.teach.cards[0].said.Set(r.p.Words.T("scandoctor.finding."+n, "sign", "<FNC1>", "text", "<CR><LF>", "lost", 1, "all", 3, "at", 123))
				r.turn(tabTeach)
				r.fitting(t, n+" on a card")
			}
		}
	}
}

func TestAScanIsShownAtOnceAndTheOlderOnesStayInReach(t *testing.T) {
	r := newRig(t, "ru", false, places[0])
	if s := r.seen(); !strings.Contains(s, "Прочитайте сканером любой код") {
		t.Errorf("before the first scan: %q", s)
	}
	r.scan(lost(shirt), port)
	r.scan("hello", keys)
	if s := r.seen(); !strings.Contains(s, "Это не код товара") || !strings.Contains(s, "Как с клавиатуры · 5 знаков · 09:14:05") {
		t.Errorf("the last scan: %q", s)
	}
	r.Key(fyne.KeyDown)
	if s := r.seen(); !strings.Contains(s, "Сканер не передаёт разделители GS") || !strings.Contains(s, "Порт COM3 · 83 знака") || !strings.Contains(s, "EE12") {
		t.Errorf("the scan before: %q", s)
	}
	for range 30 {
		r.scan(water, port)
	}
	if n := len(r.last.entries); n != kept {
		t.Errorf("%d scans are kept, want %d", n, kept)
	}
}

func TestBothTestCodesTeachWhatTheScannerAdds(t *testing.T) {
	r := newRig(t, "ru", false, places[0])
	r.Key(fyne.KeyRight)
	r.scan("4606203090785", port)
	if s := r.seen(); !strings.Contains(s, "Это не пробный код") {
		t.Errorf("another code: %q", s)
	}
	r.scan("@@"+lost(TestMatrix), port)
	if s := r.seen(); !strings.Contains(s, "Сканер не передаёт разделители GS") || len(r.learned) != 0 {
		t.Errorf("one code: %q, learnt %v", s, r.learned)
	}
	r.scan("@@"+TestEAN, port)
	r.scan("@@"+TestEAN, port)
	want := []marking.Affixes{{Prefix: "@@"}}
	if s := r.seen(); !strings.Contains(s, "Перед кодом: @@   После кода: ничего") || !slices.Equal(r.learned, want) || strings.Contains(s, "запомнила") {
		t.Errorf("both codes: %q, learnt %v, want %v", s, r.learned, want)
	}
	r.fitting(t, "keeping")
	r.Kept(want[0], "Диск полон")
	if s := r.seen(); !strings.Contains(s, "Диск полон") || strings.Contains(s, "запомнила") {
		t.Errorf("it could not be kept: %q", s)
	}
	r.fitting(t, "unkept")
	r.scan("@@"+TestEAN, port)
	if want = append(want, want[0]); !slices.Equal(r.learned, want) {
		t.Errorf("the next read: learnt %v, want %v", r.learned, want)
	}
	r.Kept(want[0], "")
	if s := r.seen(); !strings.Contains(s, "запомнила") {
		t.Errorf("it was kept: %q", s)
	}
	r.fitting(t, "kept")
	if s := r.seen(); !strings.Contains(s, "Сканер не передаёт разделители GS") || strings.Contains(s, "Перед кодом лишнее") {
		t.Errorf("the cards after it was kept: %q", s)
	}
	r.scan("@@"+TestEAN, port)
	if len(r.learned) != 2 || !strings.Contains(r.seen(), "запомнила") || r.last.current().Has("prefix") || !r.last.current().Has("affixes_known") {
		t.Errorf("a prefix that the till knows: learnt %v, findings %v", r.learned, r.last.current().Findings)
	}
	r.scan(TestEAN, port)
	if s := r.seen(); !strings.Contains(s, "Вокруг двух кодов пришло разное") {
		t.Errorf("a different read: %q", s)
	}
	r.Key(fyne.KeyDelete)
	r.scan(TestMatrix, port)
	r.scan(TestEAN, port)
	if s := r.seen(); !strings.Contains(s, "Сканер ничего не добавляет к коду") || len(r.learned) != 2 || r.p.Reading.Affixes.Prefix != "@@" {
		t.Errorf("after starting again: %q, learnt %v", s, r.learned)
	}
	shot(t, r.win, "taught")
	r.scan(lost(TestMatrix), port)
	if s := r.seen(); !strings.Contains(s, "Лишнего сканер не добавляет, но настроить его нужно") {
		t.Errorf("a separator lost in the test code: %q", s)
	}
}

func TestNobodyIsToldThatTheTillRemembersWhatItDoesNot(t *testing.T) {
	r := newRig(t, "ru", false, places[0])
	r.teach.learned = nil
	r.Key(fyne.KeyRight)
	r.scan("@@"+TestMatrix, port)
	r.scan("@@"+TestEAN, port)
	if s := r.seen(); !strings.Contains(s, "Перед кодом: @@") || strings.Contains(s, "запомнила") {
		t.Errorf("learnt by nobody: %q", s)
	}
	r.fitting(t, "unlearnt")
}

func TestAScannerThatAddsDigitsIsToBeMended(t *testing.T) {
	r := newRig(t, "ru", false, places[0])
	r.Key(fyne.KeyRight)
	r.scan("7"+TestMatrix, port)
	r.scan("7"+TestEAN, port)
	if s := r.seen(); !strings.Contains(s, "Перед кодом: 7") || !strings.Contains(s, "Уберите лишнее в самом сканере") || len(r.learned) > 0 {
		t.Errorf("learnt %v, %q", r.learned, s)
	}
}

func TestAScanOnTheSetUpTabShowsWhatItChanged(t *testing.T) {
	r := newRig(t, "ru", false, places[1])
	r.Key(fyne.KeyLeft)
	if r.tab != tabSetup || !strings.Contains(r.seen(), "Honeywell") {
		t.Errorf("tab %d: %q", r.tab, r.seen())
	}
	r.Take(scanner.Scan{Raw: water, Source: port, At: morning, Ending: scanner.EndingNone})
	if s := r.seen(); r.tab != tabLast || !strings.Contains(s, "После кода нет Enter") {
		t.Errorf("tab %d: %q", r.tab, s)
	}
}

func TestKeysAndTapsDoTheSame(t *testing.T) {
	r := newRig(t, "ru", false, places[0])
	for i, want := range []tab{tabTeach, tabSetup, tabLast} {
		if r.Key(fyne.KeyTab); r.tab != want {
			t.Errorf("Tab pressed %d times: tab %d, want %d", i+1, r.tab, want)
		}
	}
	test.Tap(r.tabs[tabSetup])
	test.Tap(r.setup.makers[1])
	if s := r.seen(); r.tab != tabSetup || !strings.Contains(s, "USB CDC Host") {
		t.Errorf("tapped: tab %d: %q", r.tab, s)
	}
	if r.Key(fyne.KeyReturn); r.closed != 0 {
		t.Error("Enter of a slow scanner closed the screen")
	}
	if r.Key(fyne.KeyF9) || r.Rune('7') {
		t.Error("a key that means nothing here was taken")
	}
	if r.Key(fyne.KeyEscape); r.closed != 1 {
		t.Errorf("closed %d times by Esc, want 1", r.closed)
	}
}

func TestEveryFindingHasItsSentencesAndEverySentenceItsFinding(t *testing.T) {
	ru, en := words(t, "ru"), words(t, "en")
	met := map[string]bool{"no_ending": true, "gs_none": true, "bad_check_part": true, "bad_identifier": true, "gs_unclear": true, "egais": true}
	for _, raw := range []string{water, water + "\r", milk, pack, shirt, lost(shirt), strings.Replace(shirt, "\x1d", "", 1), strings.ReplaceAll(shirt, "\x1d", "|"),
		strings.ReplaceAll(shirt, "\x1d", "\x1d\x1d"), typed(shirt), strings.Replace(shirt, "GX", "ПЧ", 1), "]D2" + swap(water), "##" + shirt + "##", water + water,
		water[:22], water[:31] + "\x1d", strings.Replace(water, "0104600", "0104601", 1), "", "hello", strings.Replace(water, "Ab", "A\x1eb", 1), "4606203090785",
		"2312345012340", "00123456789012345675", "https://example.com/q", "]d1" + water, "~KBDCAS1.", TestMatrix, TestEAN} {
		for _, f := range Diagnose(raw, keys).Findings {
			met[f.Name] = true
		}
	}
	for _, f := range DiagnoseWith("A"+water, port, marking.Options{Affixes: marking.Affixes{Prefix: "A"}}).Findings {
		met[f.Name] = true
	}
	for name := range met {
		for _, key := range []string{"scandoctor.finding." + name, "scandoctor.finding." + name + ".do"} {
			if !ru.Has(key) || !en.Has(key) {
				t.Errorf("%s is not said in both languages", key)
			}
		}
	}
	for _, name := range all(t) {
		if !met[name] {
			t.Errorf("the sentence of %q is never said", name)
		}
	}
}

func TestSentencesHoldOnlySignsThatTheFontHasAndStepsThatHaveRoom(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		for key, text := range words(t, code).Keys() {
			if !strings.HasPrefix(key, "scandoctor.") {
				continue
			}
			for _, r := range text { // arrows, signs and dingbats are borrowed from the system where there are any
				if r >= 0x2190 && r <= 0x2bff || r >= 0x1f000 {
					t.Errorf("%s (%s) has %q, which the font lacks", key, code, r)
				}
			}
			if strings.HasPrefix(key, "scandoctor.maker.") && strings.Count(text, "\n") > maxSteps {
				t.Errorf("%s (%s) has more than %d steps", key, code, maxSteps)
			}
		}
	}
}

// TestThePictureOfTheScanDoctorStaysAsItIs compares its three pages, light and dark, with their kept pictures.
func TestThePictureOfTheScanDoctorStaysAsItIs(t *testing.T) {
	golden.Painted(t)
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		r := newRig(t, "ru", dark, places[1])
		see := func(name string) {
			whole := r.win.Canvas().Capture()
			golden.Same(t, "screens", name+"_"+theme, golden.Half(whole, whole.Bounds().Size()), golden.Screen)
		}
		see("empty")
		r.scan(shirt, port)
		see("good")
		r.scan(lost(shirt), keys)
		see("lost")
		r.Key(fyne.KeyRight)
		see("teach")
		r.Key(fyne.KeyRight)
		see("setup")
	}
}
