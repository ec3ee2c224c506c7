package update

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTriesGrowApart(t *testing.T) {
	p := Place{Data: t.TempDir(), Installed: "1.2.0"}
	now := time.Date(2026, 11, 28, 22, 0, 0, 0, time.UTC)
	if a, err := p.Last(); err != nil || a.Waits(now) {
		t.Fatalf("before the first try: %+v, %v", a, err)
	}
	if err := p.Stopped("space"); err != nil { // nothing was tried
		t.Fatal(err)
	}
	for n, want := range []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 24 * time.Hour} {
		before, err := p.Begin("1.3.0", false, now)
		if err != nil || before.Times != n {
			t.Fatalf("before try %d: %+v, %v", n+1, before, err)
		}
		a, err := p.Last()
		if err != nil || a.Times != n+1 || a.Why != "" || !a.Next().Equal(now.Add(want)) {
			t.Fatalf("try %d: %+v, %v; want the next after %v", n+1, a, err, want)
		}
		if err := p.Stopped("space"); err != nil {
			t.Fatal(err)
		}
		if a, err = p.Last(); err != nil || a.Why != "space" || a.Times != n+1 {
			t.Fatalf("try %d, stopped: %+v, %v", n+1, a, err)
		}
		if !a.Waits(now) || !a.Waits(now.Add(want-time.Second)) || a.Waits(now.Add(want)) {
			t.Errorf("try %d: it does not wait for %v", n+1, want)
		}
		if a.Waits(now.Add(-time.Minute)) {
			t.Error("a clock that was set back keeps the update waiting")
		}
		now = now.Add(want)
	}
	before, err := p.Begin("1.4.0", false, now)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := p.Last(); err != nil || a.Times != 1 {
		t.Errorf("another version inherits the tries: %+v, %v", a, err)
	}
	if err := p.Note(before); err != nil { // the till was not closed after all
		t.Fatal(err)
	}
	if a, err := p.Last(); err != nil || a.Version != "1.3.0" || a.Times != 4 {
		t.Errorf("a try that was none stays: %+v, %v", a, err)
	}
	for range 2 {
		if err := p.Forget(); err != nil {
			t.Fatal(err)
		}
	}
	if a, err := p.Last(); err != nil || a.Times != 0 {
		t.Errorf("after it worked: %+v, %v", a, err)
	}
}

func TestATryThatCannotBeReadIsCountedAnew(t *testing.T) {
	p := Place{Data: t.TempDir()}
	write(t, filepath.Join(p.folder(), attemptFile), "{half")
	if _, err := p.Last(); err == nil {
		t.Error("half a file was read")
	}
	if _, err := p.Begin("1.3.0", false, time.Now()); err != nil {
		t.Fatal(err)
	}
	if a, err := p.Last(); err != nil || a.Times != 1 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestATryThatCannotBeWrittenIsAnError(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "updates"), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	if _, err := (Place{Data: data}).Begin("1.3.0", false, time.Now()); err == nil {
		t.Error("a try was noted nowhere")
	}
}
