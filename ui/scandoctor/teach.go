package scandoctor

import (
	"fyne.io/fyne/v2"

	"dobro/internal/barcodes"
	"dobro/internal/lang"
	"dobro/internal/marking"
	"dobro/ui/look"
	"dobro/ui/symbol"
)

// teachView draws the two test codes and says what the scanner put around them.
type teachView struct {
	words   *lang.Catalogue
	learned func(marking.Affixes)
	known   marking.Affixes  // what the till takes off already
	reads   []string         // of test codes, in the order they came
	told    *marking.Affixes // what was handed on last
	grades  [2]Level         // how the last read of each test code came
	source  string           // of the last of them
	over    bool             // both codes were read and something was concluded

	cards    [2]*testCard
	sign     *look.Sign
	text, do *look.Text
	content  *fyne.Container
}

// testCard is one test code with what became of it.
type testCard struct {
	view *symbol.View
	sign *look.Sign
	said *look.Text
	box  *fyne.Container
}

// maxReads bounds what is kept of the test codes; the last read of each counts.
const maxReads = 50

func newTeachView(p Params) *teachView {
	v := &teachView{words: p.Words, learned: p.Learned, known: p.Reading.Affixes.Bare(), sign: &look.Sign{},
		text: &look.Text{Point: 20, Least: 14, Bold: true, Free: true, Lines: 2},
		do:   &look.Text{Point: 17, Least: 13, Free: true, Lines: 3, Top: true}}
	matrix, _ := barcodes.GS1DataMatrix(TestMatrix) // of constants: a test draws them
	bars, _ := barcodes.EAN(TestEAN)
	v.cards = [2]*testCard{newTestCard(p.Words.T("scandoctor.teach.matrix"), matrix, 260, 260),
		newTestCard(p.Words.T("scandoctor.teach.ean"), bars, 400, 150)}
	card := look.NewCard()
	again := look.NewButton(p.Words.T("scandoctor.teach.again"), "", v.forget)
	v.content = look.Board(fyne.NewSize(860, 360), func(size fyne.Size) {
		const gap, strip = look.Gap, 104
		high, wide := size.Height-strip-gap, (size.Width-gap)/2
		look.Put(v.cards[0].box, 0, 0, wide, high)
		look.Put(v.cards[1].box, wide+gap, 0, wide, high)
		y := high + gap
		look.Put(card, 0, y, size.Width, strip)
		look.Put(v.sign, 16, y+12, 36, 36)
		look.Put(v.text, 68, y+6, size.Width-68-220, 44)
		look.Put(v.do, 68, y+52, size.Width-68-220, 50)
		look.Put(again, size.Width-200, y+(strip-look.Target)/2, 188, look.Target)
	}, v.cards[0].box, v.cards[1].box, card, v.sign, v.text, v.do, again)
	v.forget()
	return v
}

func newTestCard(title string, s barcodes.Symbol, wide, high float32) *testCard {
	c := &testCard{view: symbol.New(wide, high), sign: &look.Sign{},
		said: &look.Text{Point: 18, Least: 13, Free: true, Lines: 2}}
	c.view.Show(s)
	ground := look.NewCard()
	name := &look.Text{Text: title, Point: 18, Least: 13, Bold: true, Free: true}
	c.box = look.Board(fyne.NewSize(300, 240), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(name, 16, 6, size.Width-32, 32)
		look.Put(c.view.Content(), 12, 42, size.Width-24, size.Height-42-62)
		look.Put(c.sign, 16, size.Height-46, 32, 32)
		look.Put(c.said, 60, size.Height-58, size.Width-72, 56)
	}, ground, name, c.view.Content(), c.sign, c.said)
	return c
}

// forget starts again.
func (v *teachView) forget() {
	v.reads, v.told, v.grades, v.over = nil, nil, [2]Level{}, false
	for _, c := range v.cards {
		c.sign.Set("scan", look.ColorMuted)
		c.said.Set(v.words.T("scandoctor.teach.waiting"))
	}
	v.say("scan", look.ColorMuted, "ask")
}

func (v *teachView) say(icon string, ink fyne.ThemeColorName, name string, args ...any) {
	v.sign.Set(icon, ink)
	v.text.Set(v.words.T("scandoctor.teach."+name, args...))
	v.do.Set(v.words.T("scandoctor.teach." + name + ".do"))
}

// take looks whether a scan is one of the test codes. Another code is worth a word only to one who looks here.
func (v *teachView) take(d Diagnosis, looking bool) {
	if d.Test == TestNone {
		if looking && !v.over {
			v.say("question", look.ColorAmberInk, "other")
		}
		return
	}
	v.grade(d)
	v.source = d.Source
	v.reads = append(v.reads, d.Raw)
	v.reads = v.reads[max(len(v.reads)-maxReads, 0):]
	v.conclude()
}

// worst is the gravest finding of a test code. That the parser did not take it says nothing when a finding explains it: letters around
// the code spoil its check part.
func worst(d Diagnosis) Finding {
	around := d.Has("prefix") || d.Has("suffix")
	for _, f := range d.Findings {
		if f.Name != "unknown" && !(around && f.Level == Bad) {
			return f
		}
	}
	return Finding{}
}

// conclude says what was learnt, and hands it on when it is new.
func (v *teachView) conclude() {
	a, ok := Learn(v.reads)
	v.over = ok
	switch around := []any{"prefix", v.named(a.Prefix), "suffix", v.named(a.Suffix)}; {
	case !ok && v.both():
		v.say("lamp-warn", look.ColorAmberInk, "differ")
	case !ok:
		v.say("scan", look.ColorMuted, "ask")
	case a.Affixes == (marking.Affixes{}) && v.faulty():
		v.say("lamp-warn", look.ColorAmberInk, "faulty")
	case a.Affixes == (marking.Affixes{}): // what the till knows stays: it may be another scanner's, and does no harm to this one
		v.say("lamp-ok", look.ColorAllowedInk, "clean")
	case a.Affixes == v.known:
		v.say("lamp-ok", look.ColorAllowedInk, "affixes", around...)
	case v.learned == nil || !a.Known():
		v.say("lamp-warn", look.ColorAmberInk, "unlearnt", around...)
	case v.told == nil || *v.told != a.Affixes:
		v.say("scan", look.ColorMuted, "keeping", around...)
		v.told = &a.Affixes
		v.learned(a.Affixes)
	}
}

// kept says what became of affixes that were handed on.
func (v *teachView) kept(a marking.Affixes, fault string) {
	around := []any{"prefix", v.named(a.Prefix), "suffix", v.named(a.Suffix)}
	if fault == "" {
		v.judge(a)
		v.say("lamp-ok", look.ColorAllowedInk, "affixes", around...)
		return
	}
	v.told = nil // the next read of a test code tries again
	v.say("lamp-warn", look.ColorAmberInk, "unkept", around...)
	v.do.Set(fault)
}

// judge looks at the last read of each test code again, now that the till takes the affixes off.
func (v *teachView) judge(a marking.Affixes) {
	for _, raw := range v.reads {
		if which, _, _ := testOf(latin(raw)); which != TestNone {
			v.grade(DiagnoseWith(raw, v.source, marking.Options{Affixes: a}))
		}
	}
}

// grade shows on its card how a test code came.
func (v *teachView) grade(d Diagnosis) {
	c, f := v.cards[d.Test-TestOfMatrix], worst(d)
	v.grades[d.Test-TestOfMatrix] = f.Level
	c.sign.Set(sign(f.Level))
	c.said.Set(v.words.T("scandoctor.teach.good"))
	if f.Level >= Note {
		c.said.Set(v.words.T("scandoctor.finding."+f.Name, f.Args...))
	}
}

// faulty tells whether one of the test codes did not come as it should.
func (v *teachView) faulty() bool { return max(v.grades[0], v.grades[1]) >= Note }

func (v *teachView) named(affix string) string {
	if affix == "" {
		return v.words.T("scandoctor.teach.nothing")
	}
	return Visible(affix)
}

// both tells whether both test codes were read.
func (v *teachView) both() bool {
	var seen [3]bool
	for _, r := range v.reads {
		which, _, _ := testOf(latin(r))
		seen[which] = true
	}
	return seen[TestOfMatrix] && seen[TestOfEAN]
}

func (v *teachView) key(k fyne.KeyName) bool {
	if k == fyne.KeyDelete {
		v.forget()
		return true
	}
	return false
}
