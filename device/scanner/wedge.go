package scanner

import (
	"runtime"
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

// Verdict says what to do with an event. In this order: Replay is typed into whatever has the focus, rune by rune; Scan goes
// the way of scans; the event itself goes on to the widget unless Swallow is set.
type Verdict struct {
	Swallow bool
	Scan    *Scan
	Replay  []rune
}

// WedgeParams of a Wedge. All may be left out.
type WedgeParams struct {
	// Gap is the silence between two keys that parts a scanner from a person: 50 ms. A person's keys are 80 ms and more apart,
	// a scanner's 2–35; the window sees both only 60 times a second.
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
// While it is undecided the wedge keeps what was typed, 50 ms at most beyond the last key, and gives it back when it was a
// person. The characters of a scan are taken from the keys themselves, so that neither the layout nor Caps Lock matters; from
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

	batch    []char
	last     time.Time     // last key of the batch
	seen     time.Time     // last call
	quiet    time.Duration // silence since the last key, as far as it was watched
	suffixed bool          // the last scan had a suffix
}

// char is one character of the batch: as the key means it, and as the system made it. 0 is not known.
type char struct {
	key     byte
	typed   rune
	waiting bool // its rune may still come
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
	w.batch, w.quiet = nil, 0
}

// Pending tells whether characters are kept, so that Tick is needed.
func (w *Wedge) Pending() bool { return len(w.batch) > 0 }

// Tick lets time pass: it ends a scan without a suffix and gives a person's characters back.
func (w *Wedge) Tick(now time.Time) Verdict {
	var v Verdict
	w.watch(now)
	if w.Pending() && w.quiet >= w.patience() {
		w.end(&v, false)
	}
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

// patience is the silence that ends the batch. What is a scan for sure gets more of it, for a window that stutters and a scanner
// that pauses; still more when this scanner sends a suffix.
func (w *Wedge) patience() time.Duration {
	switch {
	case len(w.batch) < w.min:
		return w.gap
	case w.suffixed:
		return 5 * w.gap
	}
	return w.gap * 8 / 5
}

// touch notes a key of the batch. A batch that nobody ended though its time is long over is ended first.
func (w *Wedge) touch(v *Verdict, at time.Time) {
	if w.Pending() && (w.quiet >= w.patience() || at.Sub(w.last) >= 20*w.gap) {
		w.end(v, false)
	}
	w.quiet, w.last = 0, at
}

// end closes the batch as a scan, or gives it back.
func (w *Wedge) end(v *Verdict, suffix bool) bool {
	batch := w.batch
	w.batch, w.quiet = nil, 0
	need := w.min
	if !suffix {
		need += 2
	}
	if raw, n := text(batch); n >= need && len(raw) <= MaxLength {
		w.suffixed = suffix
		v.Scan = &Scan{Raw: raw, Source: SourceWedge, At: w.last}
		return true
	}
	if len(batch) > MaxLength { // no person; not to be poured into a field either
		return true
	}
	for _, c := range batch {
		if c.typed != 0 {
			v.Replay = append(v.Replay, c.typed)
		}
	}
	return false
}

// text reads the batch: by the keys, or by what the system made of them when a key is not known or the keys contradict the
// system all along, as they do with a keyboard that numbers its keys in another way. n counts characters.
func text(batch []char) (raw string, n int) {
	unknown, latin, agree, runes := 0, 0, 0, 0
	for _, c := range batch {
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
	for _, c := range batch {
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
