//go:build e2e && linux

package main

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// after does something at the window and waits until the picture is another one and stands still.
func (s *screen) after(t *testing.T, what string, do func()) {
	t.Helper()
	same := func(a, b image.Image) bool {
		return slices.Equal(a.(*image.RGBA).Pix, b.(*image.RGBA).Pix)
	}
	take := func() image.Image {
		img := s.picture(t)
		whole := image.NewRGBA(img.Bounds())
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				whole.Set(x, y, img.At(x, y))
			}
		}
		return whole
	}
	before := take()
	do()
	waitFor(t, what, func() bool { return !same(before, take()) })
	waitFor(t, what+", at rest", func() bool {
		one := take()
		return same(one, take())
	})
}

// windowOf tells whether a window of this version has the folder: its process runs the program that lies in the version's package.
func (u *shopWithUpdates) windowOf(version string) bool {
	links, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, link := range links {
		exe, err := os.Readlink(link)
		if err != nil || exe != filepath.Join(u.dir, "updates", version, "dobro-beside") {
			continue
		}
		line, err := os.ReadFile(filepath.Join(filepath.Dir(link), "cmdline"))
		if err == nil && strings.Contains(string(line), "--windowed") {
			_, err = os.Stat(filepath.Join(u.dir, "window.addr"))
			return err == nil
		}
	}
	return false
}

// TestAWatchedTillUpdatesItselfAfterTheShift has the owner decide at the window while the shift is open; the new version comes up when it is
// closed.
func TestAWatchedTillUpdatesItselfAfterTheShift(t *testing.T) {
	u := withUpdates(t)
	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("open_shift")+"\n", "replay", "-")
	u.publish("0.2.0", u.script("0.2.0", u.well()), "--notes", "Касса сама узнаёт весовой товар")
	u.want(exitYes, "", "update", "--check")
	s := newScreen(t, u.outside)
	s.shots = filepath.Join(os.Getenv("SHOTS"), "updates")
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.run("", "quit") })
	s.start(t, "watch")

	s.typed(t, "3333")
	s.after(t, "the owner is at the till", func() { s.keys(t, "Return") })
	s.after(t, "the day is closed", func() { s.keys(t, "Escape") })
	s.after(t, "the shift's panel", func() { s.keys(t, "F11") })
	s.after(t, "the settings", func() { s.typed(t, "7") })
	s.after(t, "the versions", func() { s.click(t, 512, 90) })
	s.shot(t, "ready")
	s.after(t, "decided", func() { s.keys(t, "Return") })
	s.shot(t, "after-the-shift")
	u.runs("0.1.0")
	s.after(t, "the settings again", func() { s.keys(t, "Escape") })
	s.after(t, "the shift's panel again", func() { s.keys(t, "Escape") })
	u.runs("0.1.0") // the shift is open
	s.after(t, "«close the shift?»", func() { s.keys(t, "Return") })
	s.keys(t, "Return")
	waitFor(t, "the Z report", func() bool { return u.documents("closeShift") == 1 })
	waitFor(t, "the exchange", func() bool { return u.version() == "0.2.0" })
	waitFor(t, "the window of the new version", func() bool { return u.windowOf("0.2.0") })

	u.want(exitYes, "", "quit")
	ended := make(chan error, 1)
	go func() { ended <- s.till.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the watch ended with %v: %s", err, s.errs)
		}
	case <-time.After(20 * time.Second):
		t.Error("the watch did not end with its window")
	}
	u.want(exitYes, "", "verify")
}

// TestTheWatchTakesBackAVersionThatDiesAtStart has a version that passes its trial and then opens no window, or loses the one that it has.
func TestTheWatchTakesBackAVersionThatDiesAtStart(t *testing.T) {
	for name, ends := range map[string]string{"before the window": "exit 1", "with the window": `touch "$2/window.open"; kill -9 $$`} {
		t.Run(name, func(t *testing.T) {
			u := withUpdates(t)
			started := filepath.Join(t.TempDir(), "started")
			text := fmt.Sprintf(`for a in "$@"; do [ "$a" != --windowed ] || { echo once >>%q; %s; }; done; %s`, started, ends, u.well())
			u.publish("0.3.0", u.script("0.3.0", text))
			u.want(exitYes, "", "update", "--check")
			u.want(exitYes, "", "update", "--apply")
			u.runs("0.3.0")
			s := newScreen(t, u.outside)
			s.shots = filepath.Join(os.Getenv("SHOTS"), "updates")
			if err := os.MkdirAll(s.shots, 0o755); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { u.run("", "quit") })
			s.start(t, "watch")
			u.runs("0.1.0")
			s.shot(t, "taken-back")
			starts, err := os.ReadFile(started)
			if n := strings.Count(string(starts), "once"); err != nil || n != mostTrialDeaths {
				t.Errorf("the sick version was started %d times, want %d: %v", n, mostTrialDeaths, err)
			}
			if out, _, _ := u.run("", "doctor"); !strings.Contains(out, catalogue(t, "ru").T("probe.update.returned", "version", "0.1.0", "to", "0.3.0")) {
				t.Errorf("the doctor says\n%s", out)
			}
			u.want(exitYes, "", "quit")
			if err := s.till.Wait(); err != nil {
				t.Errorf("the watch ended with %v: %s", err, s.errs)
			}
			u.want(exitYes, "", "verify")
		})
	}
}
