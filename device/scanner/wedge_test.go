package scanner

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// The layouts that a till may have on while a scanner presses keys by the US layout.
var (
	us       = func(r rune) rune { return r }
	russian  = layout("qwertyuiop[]asdfghjkl;'zxcvbnm,./`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~@#$^&|", "йцукенгшщзхъфывапролджэячсмитьбю.ёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё\"№;:?/")
	german   = layout("yzYZ-", "zyZYß")
	capsLock = func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}
)

func layout(from, to string) func(rune) rune {
	m, t := map[rune]rune{}, []rune(to)
	for i, r := range []rune(from) {
		m[r] = t[i]
	}
	return func(r rune) rune {
		if x, ok := m[r]; ok {
			return x
		}
		return r
	}
}

// keyboardOf makes the events of a keyboard: offset of its scan codes, layout of the till.
type keyboardOf struct {
	offset int
	layout func(rune) rune
	gs     string // how the separator is sent: F8, Ctrl+], Alt+0029
	blind  bool   // sends runes only, as programs that inject text do
}

type timed struct {
	after time.Duration // since the start of typing
	KeyEvent
}

// press gives the events of one character in the order of the window's callbacks.
func (k keyboardOf) press(c rune) []KeyEvent {
	if k.blind && c != '\r' {
		return []KeyEvent{{Kind: KeyRune, Rune: k.layout(c)}}
	}
	key := func(kind KeyKind, code int, name string) KeyEvent {
		return KeyEvent{Kind: kind, ScanCode: code + k.offset, Name: name}
	}
	stroke := func(code int, name string, then ...KeyEvent) []KeyEvent {
		return append(append([]KeyEvent{key(KeyDown, code, name), key(KeyTyped, code, name)}, then...), key(KeyUp, code, name))
	}
	held := func(code int, name string, inner []KeyEvent) []KeyEvent {
		return append(append([]KeyEvent{key(KeyDown, code, name), key(KeyTyped, code, name)}, inner...), key(KeyUp, code, name))
	}
	switch {
	case c == '\r':
		return stroke(codeEnter, "Return")
	case c == '\t':
		return []KeyEvent{key(KeyDown, codeTab, "Tab"), key(KeyUp, codeTab, "Tab")} // the window keeps TypedKey to itself
	case c == '\b':
		return stroke(codeBackspace, "BackSpace")
	case c == 0x1D && k.gs == "Ctrl+]":
		return held(codeCtrl, "LeftControl", []KeyEvent{key(KeyDown, 27, ""), {Kind: KeyShortcut}, key(KeyUp, 27, "")})
	case c == 0x1D && k.gs == "Alt+0029":
		var digits []KeyEvent
		for _, d := range []int{82, 82, 80, 73} {
			digits = append(digits, stroke(d, "")...)
		}
		return held(codeAlt, "LeftAlt", digits)
	case c == 0x1D:
		return stroke(codeF8, "F8")
	}
	for code := range plain {
		if code == 86 {
			continue
		}
		r := k.layout(c)
		name := strings.ToUpper(string(r))
		if c == ' ' {
			name = "Space"
		}
		if rune(plain[code]) == c {
			return stroke(code, name, KeyEvent{Kind: KeyRune, Rune: r})
		}
		if rune(shifted[code]) == c {
			return held(codeShiftL, "LeftShift", stroke(code, name, KeyEvent{Kind: KeyRune, Rune: r}))
		}
	}
	panic(fmt.Sprintf("no key for %q", c))
}

// write presses the keys of s, gap after gap.
func (k keyboardOf) write(start time.Duration, s string, gap func() time.Duration) (all []timed, end time.Duration) {
	at := start
	for _, c := range s {
		for _, e := range k.press(c) {
			all = append(all, timed{at, e})
		}
		at += gap()
	}
	return all, at
}

func every(d time.Duration) func() time.Duration { return func() time.Duration { return d } }

// window is a window with a field that has the focus: it polls 60 times a second and obeys the wedge.
type window struct {
	w     *Wedge
	scans []string
	ends  []Ending
	field []rune
	keys  []string // keys that the field got
}

// run delivers events frame by frame; between stop and stop+stall the window stands still.
func (win *window) run(events []timed, stop, stall time.Duration) {
	const frame = time.Second / 60
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	slices.SortStableFunc(events, func(a, b timed) int { return int(a.after - b.after) })
	for at := time.Duration(0); len(events) > 0 || win.w.Pending(); at += frame {
		if stall > 0 && at > stop && at < stop+stall {
			continue
		}
		now := start.Add(at)
		for len(events) > 0 && events[0].after <= at {
			e := events[0].KeyEvent
			events = events[1:]
			e.At = now
			win.obey(win.w.Key(e), e)
		}
		if win.w.Pending() {
			win.obey(win.w.Tick(now), KeyEvent{})
		}
	}
}

func (win *window) obey(v Verdict, e KeyEvent) {
	win.field = append(win.field[:len(win.field)-v.Retract], v.Replay...)
	if v.Scan != nil {
		win.scans = append(win.scans, v.Scan.Raw)
		win.ends = append(win.ends, v.Scan.Ending)
	}
	if v.Swallow {
		return
	}
	switch {
	case e.Kind == KeyRune:
		win.field = append(win.field, e.Rune)
	case e.Kind == KeyTyped && e.Name == "BackSpace" && len(win.field) > 0:
		win.field = win.field[:len(win.field)-1]
	case e.Kind == KeyTyped && modifier[e.Name] == 0 && len(e.Name) > 1 && !singleRune(e.Name):
		win.keys = append(win.keys, e.Name)
	}
}

func (win *window) check(t *testing.T, scans []string, field string) {
	t.Helper()
	if !reflect.DeepEqual(win.scans, scans) || string(win.field) != field {
		t.Errorf("scans %q, field %q\nwant  %q, field %q", win.scans, string(win.field), scans, field)
	}
	if win.w.Pending() {
		t.Error("something is kept for ever")
	}
}

const shoeCode = "010290000059848521QRYY3*4FN;rAO\x1d91EE06\x1d92Th1s/is+Not*A(real)%sign:a;t?u_re-<of>&88\"chars'!="

func TestWedgeReadsScansHoweverTheTillIsSet(t *testing.T) {
	layouts := map[string]func(rune) rune{"US layout": us, "Russian layout": russian, "German layout": german, "Caps Lock": capsLock,
		"Russian layout and Caps Lock": func(r rune) rune { return capsLock(russian(r)) }}
	for name, l := range layouts {
		for _, gs := range []string{"F8", "Ctrl+]", "Alt+0029"} {
			for _, gap := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond, 33 * time.Millisecond} {
				for _, suffix := range []string{"\r", "\t", ""} {
					for _, offset := range []int{0, 8} {
						t.Run(fmt.Sprintf("%s, GS as %s, %v a key, suffix %q, scan codes +%d", name, gs, gap, suffix, offset), func(t *testing.T) {
							win := &window{w: NewWedge(WedgeParams{Offset: offset})}
							if offset == 0 { // as on Windows
								win.w.offset = 0
							}
							k := keyboardOf{offset: offset, layout: l, gs: gs}
							var events []timed
							end := 10 * time.Millisecond
							codes := []string{milk, shoeCode, pack, "46198488"}
							for _, c := range codes {
								var more []timed
								more, end = k.write(end, c+suffix, every(gap))
								events = append(events, more...)
								end += 300 * time.Millisecond
							}
							win.run(events, 0, 0)
							win.check(t, codes, "")
							if len(win.keys) > 0 {
								t.Errorf("the field got %v", win.keys)
							}
						})
					}
				}
			}
		}
	}
}

func TestWedgeLeavesAPersonAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	quick := false
	uneven := func() time.Duration { // 12 keys a second, two of them sometimes rolled into one movement
		quick = !quick && random.IntN(3) == 0
		if quick {
			return time.Duration(20+random.IntN(30)) * time.Millisecond
		}
		return time.Duration(80+random.IntN(60)) * time.Millisecond
	}
	k := keyboardOf{layout: russian, offset: 8}
	const keys = "vjkjrj k.,bvjt 930 vk 3$2 "
	const words = "молоко любимое 930 мл 3;2 "
	tests := []struct {
		name  string
		gap   func() time.Duration
		keys  string
		want  string
		typed []string
	}{
		{"8 keys a second", every(125 * time.Millisecond), keys + "\r", words, []string{"Space", "Space", "Space", "Space", "Space", "Return"}},
		{"12 keys a second", every(83 * time.Millisecond), keys + "\r", words, nil},
		{"12 keys a second, unevenly", uneven, strings.Repeat(keys, 20), strings.Repeat(words, 20), nil},
		{"3 keys at once", every(0), "gbd\r", "пив", []string{"Return"}},
		{"a PIN", every(90 * time.Millisecond), "111122223333\r", "111122223333", []string{"Return"}},
		{"mistakes mended at once", every(60 * time.Millisecond), "gbd\b\b\bxfq", "чай", nil},
		{"spaces press a button at once", every(200 * time.Millisecond), "  ", "  ", []string{"Space", "Space"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			win := &window{w: NewWedge(WedgeParams{Offset: 8})}
			events, _ := k.write(0, tt.keys, tt.gap)
			win.run(events, 0, 0)
			win.check(t, nil, tt.want)
			if tt.typed != nil && !reflect.DeepEqual(win.keys, tt.typed) {
				t.Errorf("keys %v, want %v", win.keys, tt.typed)
			}
		})
	}
}

func TestWedgeHardMoments(t *testing.T) {
	ms := time.Millisecond
	k := keyboardOf{layout: us, gs: "F8", offset: 8}
	join := func(parts ...[]timed) []timed { return slices.Concat(parts...) }
	write := func(at time.Duration, s string, gap time.Duration) []timed {
		e, _ := k.write(at, s, every(gap))
		return e
	}
	tests := []struct {
		name        string
		events      []timed
		stop, stall time.Duration
		scans       []string
		field       string
	}{
		{"typing, a scan, typing", join(write(0, "beer", 125*ms), write(700*ms, milk+"\r", 5*ms), write(1500*ms, " ale", 125*ms)), 0, 0, []string{milk}, "beer ale"},
		{"the window stands still in the middle of a scan", write(0, milk+"\r", 20*ms), 200 * ms, 150 * ms, []string{milk}, ""},
		{"the window stands still for half a second, no suffix", write(0, milk, 20*ms), 200 * ms, 500 * ms, []string{milk}, ""},
		{"two scans one right after the other", write(0, milk+"\r"+pack+"\r", 5*ms), 0, 0, []string{milk, pack}, ""},
		{"two scans without a suffix, 150 ms between", join(write(0, milk, ms), write(200*ms, pack, ms)), 0, 0, []string{milk, pack}, ""},
		{"ten scans in a second", func() (all []timed) {
			for i := range 10 {
				all = append(all, write(time.Duration(i)*100*ms, pack+"\r", 2*ms)...)
			}
			return all
		}(), 0, 0, slices.Repeat([]string{pack}, 10), ""},
		{"a scanner known for its suffix pauses in a code", join(write(0, pack+"\r", 5*ms), write(500*ms, milk[:20], 5*ms), write(760*ms, milk[20:]+"\r", 5*ms)), 0, 0, []string{pack, milk}, ""},
		{"too short for a scan", write(0, "12345\r", 5*ms), 0, 0, nil, "12345"},
		{"short with Enter", write(0, "123456\r", 5*ms), 0, 0, []string{"123456"}, ""},
		{"short without Enter", write(0, "1234567", 5*ms), 0, 0, nil, "1234567"},
		{"keys that stutter at the beginning are retracted", join(write(0, milk[:1], 0), write(75*ms, milk[1:3], 20*ms), write(180*ms, milk[3:]+"\r", 20*ms)), 0, 0, []string{milk}, ""},
		{"a machine so loaded that keys come 45 ms apart", write(0, milk+"\r", 45*ms), 0, 0, []string{milk}, ""},
		{"a scanner of 80 ms a key proves itself by the separator", write(0, milk+"\r", 80*ms), 0, 0, []string{milk}, ""},
		{"retracted and yet too short", join(write(0, "1", 0), write(60*ms, "234567", 15*ms)), 0, 0, nil, "1234567"},
		{"the key that shows the speed is the one that ends a silence", join(write(0, "9", 0), write(600*ms, "12345", 20*ms), write(746*ms, "6", 0)), 0, 0, nil, "9123456"},
		{"noise without an end is thrown away", write(0, strings.Repeat("7", MaxLength+10), 0), 0, 0, nil, ""},
		{"F8 of a person", write(0, "\x1d", 0), 0, 0, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			win := &window{w: NewWedge(WedgeParams{Offset: 8})}
			win.run(tt.events, tt.stop, tt.stall)
			win.check(t, tt.scans, tt.field)
		})
	}
}

func TestWedgeSaysWhetherAnEndCame(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        Ending
	}{
		{"Enter", milk + "\r", EndingSent},
		{"Tab", milk + "\t", EndingSent},
		{"silence", milk, EndingNone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			win := &window{w: NewWedge(WedgeParams{})}
			events, _ := keyboardOf{offset: 8, layout: us, gs: "F8"}.write(0, tt.typed, every(5*time.Millisecond))
			win.run(events, 0, 0)
			if len(win.scans) != 1 || win.scans[0] != milk || win.ends[0] != tt.want {
				t.Errorf("typed %q: scans %q, endings %v, want ending %v", tt.typed, win.scans, win.ends, tt.want)
			}
		})
	}
}

func TestWedgeFallsBackToRunes(t *testing.T) {
	tests := []struct {
		name string
		k    keyboardOf
		want string
	}{
		{"runes alone", keyboardOf{layout: us, blind: true}, "0104670540176099215NN*cM93dGVz"},
		{"runes alone through a Russian layout stay Cyrillic", keyboardOf{layout: russian, blind: true}, "0104670540176099215ТТ*сЬ93вПМя"},
		{"scan codes that nobody knows", keyboardOf{layout: us, offset: 1000}, "0104670540176099215NN*cM93dGVz"},
		{"scan codes that mean other keys", keyboardOf{layout: us, offset: 3}, "0104670540176099215NN*cM93dGVz"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			win := &window{w: NewWedge(WedgeParams{Offset: 8})}
			events, _ := tt.k.write(0, "0104670540176099215NN*cM93dGVz", every(5*time.Millisecond))
			win.run(events, 0, 0)
			win.check(t, []string{tt.want}, "")
		})
	}
}

func TestWedgeFindsOutHowScanCodesAreCounted(t *testing.T) {
	for _, offset := range []int{0, 8} {
		win := &window{w: NewWedge(WedgeParams{Offset: -1})}
		win.w.offset = 8 - offset // wrong
		k := keyboardOf{layout: russian, offset: offset}
		enter, _ := k.write(0, "\r", every(0))
		scan, _ := k.write(time.Second, milk+"\r", every(5*time.Millisecond))
		win.run(append(enter, scan...), 0, 0)
		win.check(t, []string{milk}, "")
	}
}

func TestWedgePassesAHeldKeyOn(t *testing.T) {
	win := &window{w: NewWedge(WedgeParams{Offset: 8})}
	events := []timed{{0, KeyEvent{Kind: KeyDown, ScanCode: 38, Name: "A"}}, {0, KeyEvent{Kind: KeyTyped, ScanCode: 38, Name: "A"}}, {0, KeyEvent{Kind: KeyRune, Rune: 'a'}}}
	for i := range 30 { // the system repeats it 30 times a second
		at := 500*time.Millisecond + time.Duration(i)*33*time.Millisecond
		events = append(events, timed{at, KeyEvent{Kind: KeyTyped, ScanCode: 38, Name: "A"}}, timed{at, KeyEvent{Kind: KeyRune, Rune: 'a'}})
	}
	events = append(events, timed{2 * time.Second, KeyEvent{Kind: KeyUp, ScanCode: 38, Name: "A"}})
	win.run(events, 0, 0)
	win.check(t, nil, strings.Repeat("a", 31))
}

func TestWedgePassesShortcutsOn(t *testing.T) {
	w := NewWedge(WedgeParams{Offset: 8})
	at := time.Now()
	for i, e := range []KeyEvent{{Kind: KeyDown, ScanCode: 37, Name: "LeftControl"}, {Kind: KeyDown, ScanCode: 55, Name: "V"}, {Kind: KeyShortcut}, {Kind: KeyUp, ScanCode: 55, Name: "V"},
		{Kind: KeyUp, ScanCode: 37, Name: "LeftControl"}, {Kind: KeyDown, ScanCode: 75, Name: "F9"}, {Kind: KeyTyped, ScanCode: 75, Name: "F9"}, {Kind: KeyUp, ScanCode: 75, Name: "F9"}} {
		e.At = at
		if v := w.Key(e); v.Swallow || v.Scan != nil || len(v.Replay) > 0 {
			t.Errorf("event %d %+v: %+v, want it passed on", i, e, v)
		}
	}
}

func TestWedgeForgetsKeysOfAWindowThatLostTheKeyboard(t *testing.T) {
	win := &window{w: NewWedge(WedgeParams{Offset: 8})}
	k := keyboardOf{layout: us, offset: 8}
	win.w.Key(KeyEvent{Kind: KeyDown, ScanCode: codeShiftL + 8, Name: "LeftShift"}) // and goes up elsewhere
	win.w.Reset()
	events, _ := k.write(0, milk+"\r", every(time.Millisecond))
	win.run(events, 0, 0)
	win.check(t, []string{milk}, "")
}

func TestWedgeMendsModifiersThatWentUpUnseen(t *testing.T) {
	for _, stuck := range []KeyEvent{{Kind: KeyDown, ScanCode: codeShiftL + 8, Name: "LeftShift"}, {Kind: KeyDown, ScanCode: codeShiftR + 8, Name: "RightShift"},
		{Kind: KeyDown, ScanCode: codeCtrl + 8, Name: "LeftControl"}, {Kind: KeyDown, ScanCode: codeAlt + 8, Name: "LeftAlt"}} {
		for name, l := range map[string]func(rune) rune{"US": us, "Russian": russian, "Caps Lock": capsLock} {
			win := &window{w: NewWedge(WedgeParams{Offset: 8})}
			win.w.Key(stuck)
			k := keyboardOf{layout: l, offset: 8}
			first, _ := k.write(0, milk+"\r", every(5*time.Millisecond))
			second, _ := k.write(time.Second, milk+"\r", every(5*time.Millisecond))
			win.run(append(first, second...), 0, 0)
			if len(win.scans) != 2 || win.scans[1] != milk || strings.HasSuffix(stuck.Name, "Shift") && win.scans[0] != milk {
				t.Errorf("%s, %s layout: scans %q", stuck.Name, name, win.scans)
			}
		}
	}
}

func FuzzWedge(f *testing.F) {
	f.Add([]byte{1, 10, 0, 5, 3, 'a', 0, 5, 2, 10, 0, 5})
	f.Add([]byte{1, 64, 3, 0, 1, 90, 0, 0, 2, 64, 3, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		names := []string{"", "A", "Return", "LeftAlt", "LeftShift", "F8", "Space", "BackSpace", "LeftControl", "1", "Й", "Tab"}
		w := NewWedge(WedgeParams{})
		at := time.Unix(0, 0)
		for ; len(b) >= 4; b = b[4:] {
			at = at.Add(time.Duration(b[3]) * time.Millisecond)
			if b[0] == 0 {
				w.Tick(at)
				continue
			}
			e := KeyEvent{Kind: KeyKind(b[0]%5 + 1), ScanCode: int(b[1]), Name: names[int(b[2])%len(names)], Rune: rune(b[1]), At: at}
			if v := w.Key(e); v.Scan != nil && (v.Scan.Raw == "" || len(v.Scan.Raw) > MaxLength) {
				t.Fatalf("bad scan %q", v.Scan.Raw)
			}
		}
		for range 100 {
			at = at.Add(16 * time.Millisecond)
			w.Tick(at)
		}
		if w.Pending() {
			t.Fatal("something is kept for ever")
		}
	})
}
