package ui

import (
	"context"
	"image"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dobro/device/scanner"
	"dobro/internal/lesson"
	"dobro/internal/register"
	"dobro/ui/golden"
	"dobro/ui/training"
)

// fakeLesson is a lesson that stands where a test puts it.
type fakeLesson struct {
	mu    sync.Mutex
	state lesson.State
	told  func(lesson.State)
	asked []string
}

func (l *fakeLesson) State() lesson.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

func (l *fakeLesson) Listen(f func(lesson.State)) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = f
	return func() {}
}

func (l *fakeLesson) set(s lesson.State) {
	l.mu.Lock()
	l.state = s
	f := l.told
	l.mu.Unlock()
	if f != nil {
		f(s)
	}
}

func (l *fakeLesson) ask(what string) { l.asked = append(l.asked, what) }
func (l *fakeLesson) Hint()           { l.ask("hint") }
func (l *fakeLesson) Mend()           { l.ask("mend") }
func (l *fakeLesson) Skip()           { l.ask("skip") }

var shelf = []training.Package{
	{Name: "Батон нарезной, 350 г", Price: 4600, Kind: training.Barcode, Raw: "4607100120186"},
	{Name: "Молоко «Луговое» пастеризованное 3,2 %, 930 мл", Price: 8990, Kind: training.Code, Raw: "0104670540176099215NN*cM\x1d93dGVz"},
	{Name: "Кефир «Луговой» 2,5 %, 930 мл", Price: 9490, Kind: training.Code, Raw: "0104670540176105215aaaaa\x1d93dGVz", Note: "эту принёс покупатель"},
	{Name: "Кефир «Луговой» 2,5 %, 930 мл", Price: 9490, Kind: training.Code, Raw: "0104670540176105215aaaab\x1d93dGVz", Note: "другая упаковка"},
	{Name: "Сок «Садовод» яблочный осветлённый, 1 л", Price: 11900, Kind: training.Barcode, Raw: "4630052100517"},
	{Name: "Спички, коробок", Price: 450, Kind: training.Barcode, Raw: "46198488"},
}

func (l *fakeLesson) Packages() []training.Package {
	switch l.state.ID {
	case lesson.OpenShift, lesson.GiveBack, lesson.CloseShift:
		return nil
	case lesson.Banned:
		return shelf[2:4]
	case "":
		return shelf
	}
	return shelf[:3]
}

// at is the lesson at the beginning of a task, made by a real one.
func at(name string) lesson.State {
	l := lesson.New(func() time.Time { return noon })
	for l.State().ID != name && !l.State().Over() {
		l.Skip()
	}
	return l.State()
}

// TestEveryScreenOfTheLessonFitsItsTexts visits every task in the panel and the strip, and what comes at the end.
func TestEveryScreenOfTheLessonFitsItsTexts(t *testing.T) {
	for _, c := range everyLook {
		if !c.s.size.IsZero() || golden.Raced && c.name != "en_large" { // the smallest screen: what fits there fits
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			c.s.train = &fakeLesson{state: at(lesson.OpenShift)}
			c.s.till = newFakeTill()
			r := newRig(t, c.s)
			see := func(name string) {
				r.Helper()
				r.settle()
				r.fits(c.name + "_lesson_" + name)
				r.shot(c.name + "_lesson_" + name)
				if kept(name) {
					r.keeps(r.w.win.Canvas(), c.name+"_", "lesson_"+name)
				}
			}
			basket(c.s.till)
			for _, name := range lesson.Tasks() {
				s := at(name)
				for i := range s.Steps {
					if c.s.dark && i > 0 { // the dark one is for the pictures
						break
					}
					s.Hinted, s.Said = false, ""
					c.s.train.set(s)
					r.w.openLesson()
					s.Hinted = true
					c.s.train.set(s)
					see(name + "_" + s.Steps[i].ID + "_hint")
					r.key(fyne.KeyEscape)
					s.Steps[i].Done = true
				}
			}
			s := at(lesson.Plain)
			for _, mistake := range []string{lesson.WrongReceipt, lesson.WhileRed, "not_enough_money", "shift_closed", "empty_receipt", "anything"} {
				s.Said = mistake
				c.s.train.set(s)
				r.w.openLesson()
				see("mistake_panel_" + mistake)
				r.key(fyne.KeyTab)
			}
			c.s.train.set(finishedLesson(10))
			see("finished")
			r.key(fyne.KeyEscape)
			see("free")
			r.w.openLesson()
			see("free_panel")
			r.key(fyne.KeyEscape, fyne.KeyF12)
			see("login")
		})
	}
}

// kept are the screens of a lesson whose pictures are kept: the panel at the beginning of each task, a mistake, and the end.
func kept(name string) bool {
	for _, task := range lesson.Tasks() {
		if name == task+"_"+at(task).Steps[0].ID+"_hint" {
			return true
		}
	}
	return slices.Contains([]string{"mistake_panel_" + lesson.WhileRed, "finished", "free", "free_panel", "login"}, name)
}

func finishedLesson(points int) lesson.State {
	s := lesson.State{Task: lesson.Count, Who: "Анна Петрова"}
	for i, name := range lesson.Tasks() {
		s.Done = append(s.Done, lesson.Mark{Task: name, Points: points, Took: time.Duration(40+i) * time.Second, Mistakes: i % 2, Skipped: i == 7})
	}
	return s
}

// TestEveryScreenHasRoomForTheLesson visits the screens of the till once more with the strip of a lesson over the lamps.
func TestEveryScreenHasRoomForTheLesson(t *testing.T) {
	for _, c := range everyLook {
		if c.name != "ru_large" || golden.Raced {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			c.s.train = &fakeLesson{state: at(lesson.Change)}
			visit(t, c.name+"_training_", c.s)
			visitTill(t, c.name+"_training_", c.s)
		})
	}
}

// TestTheWatermarkHidesNothing compares a window with its mark and without it: no pixel differs by more than the mark may add.
func TestTheWatermarkHidesNothing(t *testing.T) {
	for _, dark := range []bool{false, true} {
		s := setting{lang: "ru", dark: dark, train: &fakeLesson{state: at(lesson.Plain)}, till: newFakeTill()}
		r := newRig(t, s)
		basket(s.till)
		r.settle()
		with := r.w.win.Canvas().Capture()
		r.w.lesson.mark.Hide()
		r.w.root.Refresh()
		without := r.w.win.Canvas().Capture()
		seen, most := 0, 0
		b := with.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if d := differ(with, without, x, y); d > 0 {
					seen++
					most = max(most, d)
				}
			}
		}
		if share := float64(seen) / float64(b.Dx()*b.Dy()); share < 0.01 {
			t.Errorf("dark %v: the mark changes %.2f %% of the window: who sees that?", dark, share*100)
		}
		if most > training.WatermarkAlpha {
			t.Errorf("dark %v: the mark changes a pixel by %d of 255", dark, most)
		}
	}
}

func differ(a, b image.Image, x, y int) int {
	r1, g1, b1, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	d := 0
	for _, p := range [][2]uint32{{r1, r2}, {g1, g2}, {b1, b2}} {
		d = max(d, max(int(p[0]>>8)-int(p[1]>>8), int(p[1]>>8)-int(p[0]>>8)))
	}
	return d
}

func TestAPackageOfTheShelfIsScanned(t *testing.T) {
	s := setting{train: &fakeLesson{state: at(lesson.Plain)}, till: newFakeTill()}
	var got []string
	s.till.onScan = func(raw string) error { got = append(got, raw); return nil }
	r := newRig(t, s)
	r.w.keyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	r.typing("2")
	r.settle()
	if len(got) != 1 || got[0] != shelf[1].Raw {
		t.Errorf("scanned %q, want %q", got, shelf[1].Raw)
	}
	if r.w.lesson.panel != nil {
		t.Error("the panel stays open")
	}
}

func TestTheLessonIsAskedByItsKeys(t *testing.T) {
	s := setting{train: &fakeLesson{state: at(lesson.Change)}, till: newFakeTill()}
	r := newRig(t, s)
	r.w.openLesson()
	r.key(fyne.KeyF1, fyne.KeyF2, fyne.KeyDelete)
	if got := s.train.asked; len(got) != 3 || got[0] != "hint" || got[1] != "mend" || got[2] != "skip" {
		t.Errorf("the lesson was asked for %q", got)
	}
}

func TestTheLastTaskBringsTheResultUp(t *testing.T) {
	s := setting{train: &fakeLesson{state: at(lesson.CloseShift)}, till: newFakeTill()}
	r := newRig(t, s)
	s.train.set(finishedLesson(9))
	r.pump()
	if _, ok := r.w.top().(*training.Finished); !ok {
		t.Fatalf("on top lies %T", r.w.top())
	}
	r.key(fyne.KeyEscape)
	if r.w.top() != nil {
		t.Errorf("%T stays", r.w.top())
	}
}

// fakeSchool gives lessons that last until they are ended.
type fakeSchool struct {
	heard chan scanner.Scan
	fails error
	list  []lesson.Result
}

func (s *fakeSchool) Teach(ctx context.Context, scans <-chan scanner.Scan) error {
	if s.fails != nil {
		return s.fails
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case x := <-scans:
			s.heard <- x
		}
	}
}

func (s *fakeSchool) Results(context.Context) ([]lesson.Result, error) { return s.list, nil }

func locked() *fakeTill {
	f := newFakeTill()
	f.view.User = nil
	return f
}

// TestTheTillStaysLockedWhileALessonRuns: no key, no scan and no badge reaches it; the scanner belongs to the lesson.
func TestTheTillStaysLockedWhileALessonRuns(t *testing.T) {
	school := &fakeSchool{heard: make(chan scanner.Scan, 4), list: []lesson.Result{lesson.ResultOf(finishedLesson(10), noon)}}
	f := locked()
	r := newRig(t, setting{till: f, p: func(p *Params) { p.School = school }})
	r.until("the PIN pad", func() bool { return r.w.pad() != nil })
	r.key(fyne.KeyF2)
	r.settle()
	r.shot("ru_school")
	if !r.says("Анна Петрова") {
		t.Error("the result of an earlier lesson is not shown")
	}
	r.key(fyne.KeyReturn)
	r.until("the lesson runs", func() bool { return r.w.taught != nil && r.w.taught.page.Busy() })
	r.shot("ru_school_running")
	r.scan("4607100120186")
	if got := <-school.heard; got.Raw != "4607100120186" {
		t.Errorf("the lesson heard %q", got.Raw)
	}
	r.typing("1111")
	r.key(fyne.KeyEscape, fyne.KeyF12, fyne.KeyF9)
	r.settle()
	if log := f.log(); len(log) != 0 {
		t.Errorf("the locked till was asked for %q", log)
	}
	r.key(fyne.KeyReturn)
	r.until("the lesson has ended", func() bool { return !r.w.taught.page.Busy() })
	r.key(fyne.KeyEscape)
	if r.w.pad() == nil {
		t.Errorf("on top lies %T, want the PIN pad", r.w.top())
	}
	r.typing("1111")
	r.key(fyne.KeyReturn)
	r.asked("login 1111")
}

func TestALessonThatCannotBeginSaysSo(t *testing.T) {
	school := &fakeSchool{fails: &register.Fault{Text: "Урок не открылся", Action: "Позовите мастера"}}
	r := newRig(t, setting{till: locked(), p: func(p *Params) { p.School = school }})
	r.until("the PIN pad", func() bool { return r.w.pad() != nil })
	r.key(fyne.KeyF2, fyne.KeyReturn)
	r.until("the fault is told", func() bool { return r.says("Урок не открылся") })
}

func TestEveryScreenOfTheSchoolFitsItsTexts(t *testing.T) {
	school := &fakeSchool{heard: make(chan scanner.Scan, 4)}
	for _, c := range everyLook {
		t.Run(c.name, func(t *testing.T) {
			c.s.till = locked()
			c.s.p = func(p *Params) { p.School = school }
			school.list = nil
			r := newRig(t, c.s)
			r.until("the PIN pad", func() bool { return r.w.pad() != nil })
			see := func(name string) {
				r.settle()
				r.fits(c.name + "_school_" + name)
				r.shot(c.name + "_school_" + name)
				r.keeps(r.w.win.Canvas(), c.name+"_", "school_"+name)
			}
			see("login")
			r.w.openSchool()
			see("none")
			r.key(fyne.KeyEscape)
			school.list = []lesson.Result{lesson.ResultOf(finishedLesson(10), noon), lesson.ResultOf(finishedLesson(5), noon)}
			r.w.openSchool()
			see("results")
			r.key(fyne.KeyReturn)
			r.until("the lesson runs", func() bool { return r.w.taught.page.Busy() })
			see("running")
			r.key(fyne.KeyReturn)
			r.until("the lesson has ended", func() bool { return !r.w.taught.page.Busy() })
		})
	}
}

// TestATaskHasNoMoreStepsThanThePanel has rows for.
func TestATaskHasNoMoreStepsThanThePanel(t *testing.T) {
	for _, name := range lesson.Tasks() {
		if s := at(name); len(s.Steps) > 4 || len(s.Steps) == 0 {
			t.Errorf("%s has %d steps", name, len(s.Steps))
		}
	}
}

// TestTheGuidesFitAndOpenWithF1: each of the three guides is read whole where its reader is at work, in both languages and sizes of texts.
func TestTheGuidesFitAndOpenWithF1(t *testing.T) {
	for _, c := range []struct {
		name string
		s    setting
	}{{"ru", setting{lang: "ru"}}, {"en_large", setting{lang: "en", scale: 1.15}}} {
		for _, page := range []string{"cashier", "owner", "installer"} {
			t.Run(c.name+" "+page, func(t *testing.T) {
				c.s.till = newFakeTill()
				c.s.p = func(p *Params) { p.Days = fakeDays{someDay()} }
				r := newRig(t, c.s)
				r.w.openPage(page)
				r.settle()
				r.fits(c.name + "_guide_" + page)
				r.shot(c.name + "_guide_" + page)
				r.keeps(r.w.win.Canvas(), c.name+"_", "guide_"+page)
			})
		}
	}
	f := newFakeTill()
	f.view.User = &register.Person{Name: "Вера", Role: register.Owner}
	r := newRig(t, setting{till: f, p: func(p *Params) { p.Days = fakeDays{someDay()} }})
	r.w.openDay()
	r.settle()
	if got := r.w.pageOf(); got != "owner" {
		t.Errorf("over the owner's day F1 opens %q", got)
	}
}
