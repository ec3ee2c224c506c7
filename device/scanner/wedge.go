package scanner

import (
	"runtime"
	"slices"
	"time"
	"unicode/utf8"
)

// KeyKind says which of the window's callbacks an event comes from.
type KeyKind uint8

// Kinds of key events.
const (
	KeyDown     KeyKind = 1 // KeyDown of a focused widget or the canvas: ScanCode and Name
	KeyUp       KeyKind = 2 // KeyUp: ScanCode and Name
	KeyRune     KeyKind = 3 // TypedRune: Rune
	KeyTyped    KeyKind = 4 // TypedKey: Name; follows a KeyDown, or alone when a held key repeats
	KeyShortcut KeyKind = 5 // TypedShortcut: follows a KeyDown with Ctrl or Alt held
)

// KeyEvent is one thing that happened on the keyboard. ScanCode is fyne.HardwareKey.ScanCode, Name is fyne.KeyName.
type KeyEvent struct {
	Kind     KeyKind
	ScanCode int
	Name     string
	Rune     rune
	At       time.Time
}

// Verdict says what to do with an event. In this order: Retract runes that were given to the focus before are deleted from it,
// as Backspace does; Replay is typed into it, rune by rune; Scan goes the way of scans; the event itself goes on to the
// widget unless Swallow is set.
type Verdict struct {
	Swallow bool
	Scan    *Scan
	Replay  []rune
	Retract int
}

// WedgeParams of a Wedge. All may be left out.
type WedgeParams struct {
	// Gap is the silence after which what was kept is given back: 50 ms. A person's keys are 80 ms and more apart, a scanner's
	// 2–35; the window sees both only 60 times a second.
	Gap time.Duration
	// MinLength is the shortest scan with Enter or Tab behind it, in characters: 6. Without a suffix it takes two more.
	MinLength int
	// Offset is by how much the system's scan codes differ from the first set: 8 on X11, 0 elsewhere. -1 finds it out.
	Offset int
}

// Wedge tells a scanner that pretends to be a keyboard from a person. It is pure: keys and time are handed in, from one
// goroutine, the window's.
//
// The window feeds it everything: each focusable widget of the screen and the canvas call Key from all five callbacks before
// they do anything else, and obey the verdict. While Pending holds, Tick is called some 60 times a second (a ticker that hops
// by fyne.Do), at least every 25 ms; nothing needs to tick otherwise. Reset is called when the window loses the keyboard.
//
// While it is undecided the wedge keeps what was typed, 50 ms at most beyond the last key, and gives it back when nothing
// follows. When a scan stuttered so much that its beginning was given back, it is retracted as soon as the speed of the whole shows
// what it is. The characters of a scan are taken from the keys themselves, so that neither the layout nor Caps Lock matters; from
// what the system made of them only where the keys are not known. A scan typed through a Russian layout without known keys comes
// out in Cyrillic, for internal/marking to map back.
type Wedge struct {
	gap     time.Duration
	min     int
	offset  int
	findOut bool

	mods      map[rune]map[int]bool // modifiers held, by 's' 'c' 'a'
	held      map[int]bool          // character keys held
	swallowed map[int]bool          // keys whose Down was swallowed: what follows of them is too
	lastDown  int                   // key whose Typed is due, -1 none
	repeat    bool                  // the next rune comes from a held key
	altDigits int                   // number typed with Alt held
	altCount  int

	run      []char        // what came without a long silence, given back or kept
	sure     bool          // the run is a scan
	last     time.Time     // last key of the run
	seen     time.Time     // last call
	quiet    time.Duration // silence since the last key, as far as it was watched
	suffixed bool          // the last scan had a suffix
}

// char is one character of the run: as the key means it, and as the system made it; 0 is not known.
type char struct {
	key     byte
	code    int // of the key, 0 when the character came in another way
	typed   rune
	at      time.Time
	waiting bool // its rune may still come
	given   bool // it was given back
}

// NewWedge makes a wedge.
func NewWedge(p WedgeParams) *Wedge {
	if p.Gap == 0 {
		p.Gap = 50 * time.Millisecond
	}
	if p.MinLength == 0 {
		p.MinLength = 6
	}
	w := &Wedge{gap: p.Gap, min: p.MinLength, offset: p.Offset, findOut: p.Offset <= 0}
	if p.Offset <= 0 {
		w.offset = 0
		if runtime.GOOS == "linux" { // X11 until a landmark shows otherwise
			w.offset = 8
		}
	}
	w.Reset()
	return w
}

// Reset forgets keys held and characters kept: the window lost the keyboard and will not see them go up.
func (w *Wedge) Reset() {
	w.mods = map[rune]map[int]bool{'s': {}, 'c': {}, 'a': {}}
	w.held, w.swallowed = map[int]bool{}, map[int]bool{}
	w.altDigits, w.altCount, w.lastDown, w.repeat = 0, 0, -1, false
	w.run, w.sure, w.quiet = nil, false, 0
}

// Pending tells whether time matters, so that Tick is needed.
func (w *Wedge) Pending() bool { return len(w.run) > 0 }

// keeps tells whether characters are kept at this moment.
func (w *Wedge) keeps() bool { return len(w.run) > 0 && !w.run[len(w.run)-1].given }

// Tick lets time pass: it ends a scan without a suffix and gives a person's characters back.
func (w *Wedge) Tick(now time.Time) Verdict {
	var v Verdict
	w.watch(now)
	w.pause(&v)
	return v
}

// watch adds up silence. A call that comes late proves no silence: the window stood still, and keys pressed meanwhile may
// still be on their way. So a call counts for 25 ms at most.
func (w *Wedge) watch(now time.Time) {
	if passed := now.Sub(w.seen); passed > 0 {
		w.quiet += min(passed, 25*time.Millisecond)
	}
	w.seen = now
}

// pause does what is due after the silence so far. A sure scan gets more time to end, for a window that stutters and a scanner
// that pauses; still more when this scanner sends suffixes. What is not sure is given back early and remembered a little.
func (w *Wedge) pause(v *Verdict) {
	long := 2 * w.gap
	if w.sure && w.suffixed {
		long = 12 * w.gap
	}
	switch {
	case len(w.run) == 0:
	case w.quiet >= long:
		w.end(v, false)
	case w.quiet >= w.gap && !w.sure:
		w.giveBack(v)
	}
}

// touch notes a key that belongs to the run, or begins one. A run whose time is long over, though nobody looked, ends first.
func (w *Wedge) touch(v *Verdict, at time.Time) {
	w.pause(v)
	if w.Pending() && at.Sub(w.last) >= 20*w.gap {
		w.end(v, false)
	}
	w.quiet, w.last = 0, at
}

// add puts a character to the run and judges the run anew.
func (w *Wedge) add(v *Verdict, c char, at time.Time) {
	if len(w.run) > MaxLength { // noise
		return
	}
	c.at = at
	w.run = append(w.run, c)
	if w.sure || !w.fast() {
		return
	}
	w.sure = true
	for i := range w.run {
		if w.run[i].given && w.run[i].typed != 0 {
			v.Retract++
		}
		w.run[i].given = false
	}
	v.Retract -= len(v.Replay) // the silence before this very key gave them back, and nobody has got them yet
	v.Replay = nil
}

// fast tells whether the run is faster than a person: nobody writes 6 characters at 25 a second, 10 at 20, 16 at 17. A
// separator within the run is a proof of its own.
func (w *Wedge) fast() bool {
	n := len(w.run)
	if n < w.min {
		return false
	}
	limit := 40 * time.Millisecond
	switch {
	case slices.ContainsFunc(w.run[1:], func(c char) bool { return c.key == 0x1D }):
		limit = 2 * w.gap
	case n >= 16:
		limit = 60 * time.Millisecond
	case n >= 10:
		limit = 50 * time.Millisecond
	}
	return w.run[n-1].at.Sub(w.run[0].at) <= time.Duration(n-1)*limit
}

// end closes the run, as a scan or given back, and tells which.
func (w *Wedge) end(v *Verdict, suffix bool) (scan bool) {
	defer func() { w.run, w.sure, w.quiet = nil, false, 0 }()
	need := w.min
	if !suffix {
		need += 2
	}
	raw, n := text(w.run)
	switch {
	case len(w.run) > MaxLength || len(raw) > MaxLength: // no person; not to be poured into a field either
		return true
	case w.sure && n >= need:
		w.suffixed = suffix
		v.Scan = &Scan{Raw: raw, Source: SourceWedge, At: w.last, Ending: EndingNone}
		if suffix {
			v.Scan.Ending = EndingSent
		}
		return true
	}
	w.giveBack(v)
	return false
}

func (w *Wedge) giveBack(v *Verdict) {
	for i, c := range w.run {
		if c.typed != 0 && !c.given {
			v.Replay = append(v.Replay, c.typed)
		}
		w.run[i].given, w.run[i].waiting = true, false
	}
}

// text reads the run: by the keys, or by what the system made of them when a key is not known or the keys contradict the
// system all along, as they do with a keyboard that numbers its keys in another way. n counts characters.
func text(run []char) (raw string, n int) {
	unknown, latin, agree, runes := 0, 0, 0, 0
	for _, c := range run {
		switch {
		case c.key == 0 && c.typed == 0: // a key that wrote nothing after all
			continue
		case c.key == 0:
			unknown++
		}
		n++
		if c.typed != 0 {
			runes++
			if c.typed < utf8.RuneSelf {
				latin++
			}
			if c.key != 0 && lower(rune(c.key)) == lower(c.typed) {
				agree++
			}
		}
	}
	byRunes := unknown > 0 || runes > 0 && latin == runes && 2*agree < runes
	var b []byte
	for _, c := range run {
		switch {
		case c.typed != 0 && (byRunes || c.key == 0):
			b = utf8.AppendRune(b, c.typed)
		case c.key != 0:
			b = append(b, c.key)
		}
	}
	return string(b), n
}

func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
