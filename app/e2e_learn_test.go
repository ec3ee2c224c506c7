//go:build e2e && linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dobro/internal/sim"
	"dobro/ui/scandoctor"
)

// A scanner that puts letters around every code is of no use until the scan doctor has read the two codes of its screen: then its codes
// are read at once, after a restart, over the cable and as a keyboard, and the settings file keeps its remarks.
func TestTheScanDoctorTeachesTheTillWhatTheScannerAdds(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newScreen(t, o)
	s.shots = filepath.Join(os.Getenv("SHOTS"), "learn")
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	port := s.plug(t)
	file := filepath.Join(o.dir, "dobro.toml")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const remark = "# куплен в марте, у окна"
	o.write("dobro.toml", string(old)+fmt.Sprintf("[scanner] %s\nmode = \"both\"\nport = %q # левый разъём\n", remark, port))
	read := func(code string) {
		t.Helper()
		waitFor(t, "the check of "+code, func() bool {
			all := o.journal().Checks
			return len(all) > 0 && fmt.Sprint(all[len(all)-1]["code"]) == code
		})
	}
	login := func() {
		t.Helper()
		before := s.picture(t)
		s.typed(t, "1111")
		s.keys(t, "Return")
		waitFor(t, "somebody is logged in", func() bool { return differs(before, s.picture(t), 520, 520) })
	}
	n := int64(500)
	code := func() string { n++; return sim.MakeCode(8, "04670540176099", n) }

	s.start(t)
	login()
	s.scan(t, "A"+code()+"Z")
	s.turns(t, "red") // nobody told the till yet
	s.shot(t, "not-read")
	s.keys(t, "End") // from «cannot be read» to the scan doctor
	before := s.picture(t)
	s.keys(t, "Right")
	waitFor(t, "the tab with the two codes", func() bool { return differs(before, s.picture(t), 60, 400) })
	s.scan(t, "A"+scandoctor.TestMatrix+"Z")
	s.scan(t, "A"+scandoctor.TestEAN+"Z")
	waitFor(t, "the settings hold what was learnt", func() bool {
		b, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(b), "prefix = \"A\"") && strings.Contains(string(b), "suffix = \"Z\"")
	})
	s.shot(t, "learnt")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{remark, "# левый разъём", string(old)} {
		if !strings.Contains(string(b), kept) {
			t.Errorf("the settings lost %q:\n%s", kept, b)
		}
	}
	s.keys(t, "Escape", "Escape")
	s.turns(t, "plain")
	at := code()
	s.scan(t, "A"+at+"Z")
	read(at)
	s.turns(t, "green")

	s.till.Process.Signal(syscall.SIGTERM)
	s.till.Wait()
	s.start(t)
	login()
	for _, affix := range []string{"A", ""} { // and a second scanner without affixes
		after := code()
		s.scan(t, affix+after+strings.Repeat("Z", len(affix)))
		read(after)
	}
	typed := code()
	args := append([]string{"key", "--delay", "5"}, s.keycodes(t, append([]string{"shift+a"}, append(strings.Split(strings.TrimSuffix(strings.Join(keysOf(typed, "F8"), " "), " Return"), " "), "shift+z", "Return")...))...)
	if _, err := s.x("xdotool", args...); err != nil {
		t.Fatal(err)
	}
	read(typed)
	s.turns(t, "green")
	s.shot(t, "after-a-restart")
}
