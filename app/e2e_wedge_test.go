//go:build e2e && linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim"
)

// keysOf spells a code as the keys of a US keyboard that a scanner presses, gs for the separator.
func keysOf(code string, gs ...string) []string {
	names := map[rune]string{'%': "shift+5", '&': "shift+7", '\'': "apostrophe", '"': "shift+apostrophe", '(': "shift+9", ')': "shift+0", '*': "shift+8",
		'+': "shift+equal", ',': "comma", '-': "minus", '.': "period", '/': "slash", ':': "shift+semicolon", ';': "semicolon", '<': "shift+comma",
		'=': "equal", '>': "shift+period", '?': "shift+slash", '_': "shift+minus", '!': "shift+1"}
	var keys []string
	for _, r := range code {
		switch {
		case r == '\x1d':
			keys = append(keys, gs...)
		case r >= 'A' && r <= 'Z':
			keys = append(keys, "shift+"+strings.ToLower(string(r)))
		case names[r] != "":
			keys = append(keys, names[r])
		default:
			keys = append(keys, string(r))
		}
	}
	return append(keys, "Return")
}

// keycodes turns names of a US keyboard into hardware codes, which no layout changes.
func (s *screen) keycodes(t *testing.T, keys []string) []string {
	t.Helper()
	codes := map[string]string{"F8": "74", "Return": "36", "bracketright": "35"}
	rows := []struct {
		first int
		keys  string
	}{{10, "1234567890-="}, {24, "qwertyuiop[]"}, {38, "asdfghjkl;'"}, {52, "zxcvbnm,./"}}
	named := map[string]string{"minus": "-", "equal": "=", "semicolon": ";", "apostrophe": "'", "comma": ",", "period": ".", "slash": "/"}
	var out []string
	for _, k := range keys {
		mods := ""
		for _, m := range []string{"shift+", "ctrl+"} {
			if strings.HasPrefix(k, m) {
				mods, k = m, strings.TrimPrefix(k, m)
			}
		}
		if n := named[k]; n != "" {
			k = n
		}
		code := codes[k]
		for _, row := range rows {
			if at := strings.Index(row.keys, k); code == "" && len(k) == 1 && at >= 0 {
				code = fmt.Sprint(row.first + at)
			}
		}
		if code == "" {
			t.Fatalf("no key for %q", k)
		}
		out = append(out, mods+code)
	}
	return out
}

func TestKeyboardScannerArrivesAsTheRightCode(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newScreen(t, o)
	old, err := os.ReadFile(filepath.Join(o.dir, "dobro.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.write("dobro.toml", string(old)+"[scanner]\nmode = \"wedge\"\n")
	s.shots = filepath.Join(os.Getenv("SHOTS"), "wedge")
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	s.start(t)
	before := s.picture(t)
	s.typed(t, "1111")
	s.keys(t, "Return")
	waitFor(t, "somebody is logged in", func() bool { return differs(before, s.picture(t), 520, 520) })
	checked := func() (codes []string) {
		for _, c := range o.journal().Checks {
			codes = append(codes, fmt.Sprint(c["code"]))
		}
		return codes
	}
	gtin := "04670540176099"
	n := int64(100)
	for _, c := range []struct {
		name   string
		delay  int
		gs     []string
		layout string
		caps   bool
		search bool
	}{
		{name: "F8, 5 мс", delay: 5, gs: []string{"F8"}},
		{name: "F8, 20 мс", delay: 20, gs: []string{"F8"}},
		{name: "Ctrl+], 5 мс", delay: 5, gs: []string{"ctrl+bracketright"}},
		{name: "Ctrl+], 20 мс", delay: 20, gs: []string{"ctrl+bracketright"}},
		{name: "русская раскладка, F8", delay: 5, gs: []string{"F8"}, layout: "ru"},
		{name: "русская раскладка, Ctrl+], 20 мс", delay: 20, gs: []string{"ctrl+bracketright"}, layout: "ru"},
		{name: "Caps Lock", delay: 5, gs: []string{"F8"}, caps: true},
		{name: "курсор в поиске", delay: 5, gs: []string{"F8"}, search: true},
		{name: "курсор в поиске, русская раскладка, 20 мс", delay: 20, gs: []string{"F8"}, search: true, layout: "ru"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n++
			code := sim.MakeCode(8, gtin, n)
			layout := "us"
			if c.layout != "" {
				layout = c.layout
			}
			if _, err := s.x("setxkbmap", layout); err != nil {
				t.Fatalf("switch the layout: %v", err)
			}
			if c.caps {
				s.keys(t, "Caps_Lock")
				defer s.keys(t, "Caps_Lock")
			}
			if c.search {
				s.keys(t, "F2")
				defer s.keys(t, "Escape")
			}
			args := append([]string{"key", "--delay", fmt.Sprint(c.delay)}, s.keycodes(t, keysOf(code, c.gs...))...)
			if _, err := s.x("xdotool", args...); err != nil {
				t.Fatal(err)
			}
			waitFor(t, "the check of "+code, func() bool {
				all := checked()
				return len(all) > 0 && all[len(all)-1] == code
			})
		})
	}
	s.x("setxkbmap", "us")
	s.shot(t, "scanned")

	// A person who types eight characters a second into the search is no scanner.
	had := len(checked())
	s.keys(t, "F2")
	if _, err := s.x("xdotool", "type", "--delay", "125", "4607100120018"); err != nil {
		t.Fatal(err)
	}
	<-time.After(700 * time.Millisecond)
	s.shot(t, "typed-in-search")
	s.keys(t, "Escape")
	if now := len(checked()); now != had {
		t.Errorf("typing in the search made %d checks", now-had)
	}
	if lines := len(o.drafts(t)); lines != 9 {
		t.Errorf("the basket holds %d lines, want the 9 that were scanned", lines)
	}
}

// drafts reads the lines of the open basket from the receipts that the till would take up after a restart.
func (o *outside) drafts(t *testing.T) []string {
	t.Helper()
	var codes []string
	for _, c := range o.journal().Checks {
		if c["decision"] == "allow" {
			codes = append(codes, fmt.Sprint(c["code"]))
		}
	}
	return codes
}
