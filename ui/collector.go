package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/device/scanner"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
)

// collector stands between the keyboard and the window: a keyboard scanner's burst comes out as a scan, a person's keys go on.
// Everything on the UI thread.
type collector struct {
	w     *window
	wedge *scanner.Wedge
	timer *time.Timer
	now   func() time.Time
	was   keysFor      // who got the keys when one came last
	down  fyne.KeyName // the last key that went down and is not up yet
	typed bool         // it did its work
}

// beat is how often the wedge is told that time passes, while it waits for more.
const beat = 16 * time.Millisecond

func newCollector(w *window, on bool) *collector {
	c := &collector{w: w, now: time.Now}
	if on {
		c.wedge = scanner.NewWedge(scanner.WedgeParams{Offset: -1})
	}
	return c
}

// keysFor is who gets what a keyboard scanner sends.
type keysFor int

const (
	nobody  keysFor = iota // in the wizard a burst of keys is typing, however fast
	thePad                 // a badge; a PIN typed by a fast hand may look like one and is taken as well
	theTill                // goods, for the till, for the scan doctor or for the wizard
)

// turn forgets half a scan when the keys go to somebody else, so that no half of a code becomes a PIN. It tells whether keys are looked
// through.
func (c *collector) turn() bool {
	to := c.listener()
	if to != c.was {
		c.was = to
		c.forget()
	}
	return to != nobody
}

// listener is who gets the keys now.
func (c *collector) listener() keysFor {
	switch {
	case c.wedge == nil:
		return nobody
	case c.w.trying() != nil, c.w.learning() != nil:
		return theTill
	case c.w.pad() != nil:
		return thePad
	case c.w.selling():
		return theTill
	}
	return nobody
}

// take looks at one event; true when the window must not see it.
func (c *collector) take(e scanner.KeyEvent) bool {
	c.w.idle.touch()
	if !c.turn() {
		return false
	}
	e.At = c.now()
	v := c.wedge.Key(e)
	c.obey(v)
	c.arm()
	return v.Swallow
}

func (c *collector) obey(v scanner.Verdict) {
	for range v.Retract {
		c.w.pressed(fyne.KeyBackspace)
	}
	for _, r := range v.Replay {
		c.w.written(r)
	}
	if v.Scan != nil {
		c.w.scanned(*v.Scan)
	}
}

// arm wakes the wedge again while time matters to it.
func (c *collector) arm() {
	if c.timer != nil || !c.wedge.Pending() {
		return
	}
	c.timer = time.AfterFunc(beat, func() { c.w.hop(c.tick) })
}

func (c *collector) tick() {
	c.timer = nil
	if c.w.closed || !c.turn() {
		return
	}
	c.obey(c.wedge.Tick(c.now()))
	c.arm()
}

// forget is for the moment when the window loses the keyboard: keys held then will not be seen to go up.
func (c *collector) forget() {
	if c.wedge != nil {
		c.wedge.Reset()
	}
}

func (c *collector) stop() {
	if c.timer != nil {
		c.timer.Stop()
	}
}

// keys makes the window the one collector of keys: nothing in it ever takes the focus, so everything arrives here.
func (w *window) keys() {
	w.listenTo(w.win.Canvas())
}

// listenTo takes the keys of a canvas.
func (w *window) listenTo(c fyne.Canvas) {
	c.SetOnTypedKey(w.typedKey)
	c.SetOnTypedRune(w.typedRune)
	if d, ok := c.(desktopCanvas); ok {
		d.SetOnKeyDown(w.keyDown)
		d.SetOnKeyUp(w.keyUp)
	}
	c.AddShortcut(&fyne.ShortcutCut{}, w.cut)
	c.AddShortcut(&fyne.ShortcutPaste{}, func(s fyne.Shortcut) {
		if w.keyboard.take(scanner.KeyEvent{Kind: scanner.KeyShortcut}) {
			return
		}
		if p, ok := w.top().(look.Paster); ok {
			p.Paste(s.(*fyne.ShortcutPaste).Clipboard.Content())
		}
	})
}

func (w *window) keyUp(e *fyne.KeyEvent) {
	if e.Name == w.keyboard.down {
		w.keyboard.down = ""
	}
	w.keyboard.take(event(scanner.KeyUp, e))
}

// desktopCanvas is the part of a desktop canvas that sees keys go down and up.
type desktopCanvas interface {
	SetOnKeyDown(func(*fyne.KeyEvent))
	SetOnKeyUp(func(*fyne.KeyEvent))
}

// cut is Ctrl+X, which no scanner sends: the receipt is given up, after a question.
func (w *window) cut(fyne.Shortcut) {
	if !w.keyboard.take(scanner.KeyEvent{Kind: scanner.KeyShortcut}) && w.top() == nil && w.selling() {
		w.command(saleui.Cancel)
	}
}

func event(kind scanner.KeyKind, e *fyne.KeyEvent) scanner.KeyEvent {
	return scanner.KeyEvent{Kind: kind, ScanCode: e.Physical.ScanCode, Name: string(e.Name)}
}

// keyDown sees every key, also Tab, with which the toolkit moves its focus and tells nobody.
func (w *window) keyDown(e *fyne.KeyEvent) {
	w.keyboard.down, w.keyboard.typed = e.Name, false
	swallowed := w.keyboard.take(event(scanner.KeyDown, e))
	if e.Name == fyne.KeyTab && !swallowed {
		switch top := w.top(); {
		case top != nil && top.Key(fyne.KeyTab):
		case w.lesson != nil:
			w.openLesson()
		}
	}
}

func (w *window) typedKey(e *fyne.KeyEvent) {
	if !w.keyboard.take(event(scanner.KeyTyped, e)) && !w.keyboard.repeats(e.Name) {
		w.pressed(e.Name)
	}
}

// repeats tells whether a key that is held down comes once more and must not: only what walks and what takes a letter away repeats. A held
// Enter would take the change off the screen before anybody has seen it, a held Del would empty the basket.
func (c *collector) repeats(k fyne.KeyName) bool {
	if k != c.down {
		return false
	}
	before := c.typed
	c.typed = true
	switch k {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyBackspace:
		return false
	}
	return before
}

func (w *window) typedRune(r rune) {
	if !w.keyboard.take(scanner.KeyEvent{Kind: scanner.KeyRune, Rune: r}) {
		w.written(r)
	}
}
