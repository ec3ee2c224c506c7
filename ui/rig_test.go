package ui

import (
	"context"
	"encoding/json"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/assets"
	"dobro/device/scanner"
	"dobro/internal/lang"
	"dobro/ui/look"
	"dobro/ui/sound"
)

// rig is a window on the software painter. The test's goroutine is the UI thread: hops wait in a queue until the test pumps.
type rig struct {
	*testing.T
	w     *window
	till  *fakeTill
	hops  chan func()
	heard *heard
}

type heard struct {
	mu  sync.Mutex
	all []sound.Name
}

func (h *heard) Play(n sound.Name) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n != "" {
		h.all = append(h.all, n)
	}
}

func (h *heard) take() []sound.Name {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.all
	h.all = nil
	return all
}

// words is the part of the translations that is ours.
func words(t testing.TB, code string) *lang.Catalogue {
	t.Helper()
	c, err := readWords(code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// readWords reads the window's own sentences; those of other parts show as their keys, which a test can look for.
func readWords(code string) (*lang.Catalogue, error) {
	b, err := assets.Files.ReadFile("translations/" + code + ".json")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(key, _ string) bool {
		part, _, _ := strings.Cut(key, ".")
		return part != "ui" && part != "office" && part != "deviations"
	})
	if b, err = json.Marshal(all); err != nil {
		return nil, err
	}
	return lang.Load(fstest.MapFS{code + ".json": {Data: b}}, code)
}

type setting struct {
	lang  string
	dark  bool
	till  *fakeTill
	size  fyne.Size
	scale float32
	p     func(*Params)
	train *fakeLesson // the window of a lesson
}

func newRig(t *testing.T, s setting) *rig {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme{Dark: s.dark, Scale: s.scale})
	if s.lang == "" {
		s.lang = "ru"
	}
	if s.till == nil {
		s.till = newFakeTill()
	}
	if s.size.IsZero() {
		s.size = Size
	}
	r := &rig{T: t, till: s.till, hops: make(chan func(), 1024), heard: &heard{}}
	p := Params{Name: "Dobro", Version: "0.1.0", Words: words(t, s.lang), Till: s.till, Zone: time.UTC, Now: func() time.Time { return noon }, Sounds: r.heard}
	if s.p != nil {
		s.p(&p)
	}
	if s.train != nil {
		p.Training = &Training{Lesson: s.train, PIN: "1111", SeniorPIN: "2222"}
	}
	win := test.NewTempWindow(t, nil)
	r.w = newWindow(p, win, func(f func()) { r.hops <- f })
	win.Resize(s.size)
	t.Cleanup(r.w.close)
	if p.Till != nil {
		r.until("the till is attached", func() bool { return s.till.view.User == nil || s.till.first || r.w.base == nil })
		r.settle()
	}
	return r
}

// pump runs what has hopped so far.
func (r *rig) pump() {
	for {
		select {
		case f := <-r.hops:
			f()
		default:
			return
		}
	}
}

// until pumps until the condition holds.
func (r *rig) until(what string, ok func() bool) {
	r.Helper()
	limit := time.After(10 * time.Second)
	r.pump()
	for !ok() {
		select {
		case f := <-r.hops:
			f()
		case <-limit:
			r.Fatalf("waited in vain until %s; the till was asked for %q", what, r.till.log())
		}
	}
}

// settle waits until both workers have done all that was queued, and pumps.
func (r *rig) settle() {
	r.Helper()
	for _, w := range []*worker{r.w.work, r.w.search, r.w.books, r.w.books, r.w.writer, r.w.books} { // a log asks for its rows once it knows how many there are
		idle := false
		w.jobs <- func(context.Context) { r.hops <- func() { idle = true } }
		r.until("the worker is idle", func() bool { return idle })
	}
	r.pump()
}

func (r *rig) key(names ...fyne.KeyName) {
	for _, k := range names {
		r.w.pressed(k)
	}
}

// scan is a read by a cable.
func (r *rig) scan(raw string) {
	r.w.scanned(scanner.Scan{Raw: raw, Source: port, At: noon, Ending: scanner.EndingSent})
}

func (r *rig) typing(text string) {
	for _, c := range text {
		r.w.written(c)
	}
}

// asked fails unless the till was asked for exactly this.
func (r *rig) asked(want ...string) {
	r.Helper()
	r.settle()
	if got := r.till.log(); strings.Join(got, "|") != strings.Join(want, "|") {
		r.Errorf("the till was asked for\n  got  %q\n  want %q", got, want)
	}
}

// shot leaves a picture when DOBRO_SHOTS names a folder.
func (r *rig) shot(name string) {
	dir := os.Getenv("DOBRO_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		r.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, r.w.win.Canvas().Capture()); err != nil {
		r.Fatal(err)
	}
}
