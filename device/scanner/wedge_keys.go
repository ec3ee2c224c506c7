package scanner

// Key takes one event and says what to do with it. Events of one key come in the order Down, Shortcut or Typed, Rune, Up.
func (w *Wedge) Key(e KeyEvent) Verdict {
	var v Verdict
	w.watch(e.At)
	switch e.Kind {
	case KeyDown:
		w.down(&v, e)
	case KeyUp:
		w.up(&v, e)
	case KeyRune:
		w.rune(&v, e)
	case KeyTyped, KeyShortcut:
		w.typed(&v, e)
	}
	return v
}

func (w *Wedge) down(v *Verdict, e KeyEvent) {
	w.calibrate(e)
	w.lastDown, w.repeat = e.ScanCode, false
	if m := w.modifier(e); m != 0 {
		if w.Pending() {
			w.touch(v, e.At)
		}
		if m == 'a' && len(w.mods[m]) == 0 {
			w.altDigits, w.altCount = 0, 0
		}
		w.mods[m][e.ScanCode] = true
		return
	}
	code := e.ScanCode - w.offset
	switch {
	case silent[e.Name] || code == codeCapsLock:
	case len(w.mods['a']) > 0:
		w.altKey(v, e, code)
	case len(w.mods['c']) > 0:
		w.ctrlKey(v, e, code)
	case e.Name == nameF8 || e.Name == "" && code == codeF8:
		w.touch(v, e.At)
		w.keep(v, e, char{key: 0x1D})
	case e.Name == nameReturn || e.Name == nameEnter || e.Name == nameTab:
		w.suffix(v, e)
	case len(e.Name) > 1 && e.Name != nameSpace && !singleRune(e.Name): // an arrow, Backspace, F9 …
		w.interrupt(v)
	case (e.Name == nameSpace || code == codeSpace) && !w.keeps(): // no scan begins with a space, and a button wants it at once
		w.interrupt(v)
	default:
		w.touch(v, e.At)
		w.held[e.ScanCode] = true
		w.keep(v, e, char{key: w.meaning(code), code: code, waiting: true})
	}
}

// meaning is the character of a key on a US keyboard, 0 when the key is not known.
func (w *Wedge) meaning(code int) byte {
	if code < 0 || code >= len(plain) {
		return 0
	}
	if len(w.mods['s']) > 0 {
		return shifted[code]
	}
	return plain[code]
}

// keep adds a character to the run and swallows its key.
func (w *Wedge) keep(v *Verdict, e KeyEvent, c char) {
	w.add(v, c, e.At)
	w.swallowed[e.ScanCode] = true
	v.Swallow = true
}

// suffix ends the run at Enter or Tab, which belongs to the scan when there is one and to the person otherwise.
func (w *Wedge) suffix(v *Verdict, e KeyEvent) {
	if !w.Pending() {
		return
	}
	w.touch(v, e.At)
	if w.Pending() && w.end(v, true) {
		w.swallowed[e.ScanCode] = true
		v.Swallow = true
	}
}

// interrupt ends the run at a key that no scanner sends.
func (w *Wedge) interrupt(v *Verdict) {
	if w.Pending() {
		w.end(v, false)
	}
}

// ctrlKey takes Ctrl+] and its like, which some scanners send for separators and ends; a person's Ctrl+C goes on.
func (w *Wedge) ctrlKey(v *Verdict, e KeyEvent, code int) {
	var key byte
	if code >= 0 && code < len(plain) {
		key = plain[code]
	}
	if key == 0 && len(e.Name) == 1 {
		key = byte(lower(rune(e.Name[0])))
	}
	switch c := control[key]; c {
	case 0:
		w.interrupt(v)
	case '\r', '\n', '\t':
		w.suffix(v, e)
	default:
		w.touch(v, e.At)
		w.keep(v, e, char{key: c})
	}
}

// altKey gathers the digits of Alt+0029.
func (w *Wedge) altKey(v *Verdict, e KeyEvent, code int) {
	digit, ok := keypad[code]
	if !ok && len(e.Name) == 1 && e.Name[0] >= '0' && e.Name[0] <= '9' {
		digit, ok = int(e.Name[0]-'0'), true
	}
	if !ok || w.altCount == 5 {
		w.interrupt(v)
		return
	}
	if w.Pending() {
		w.touch(v, e.At)
	}
	w.altDigits, w.altCount = 10*w.altDigits+digit, w.altCount+1
	w.swallowed[e.ScanCode] = true
	v.Swallow = true
}

func (w *Wedge) up(v *Verdict, e KeyEvent) {
	if m := w.modifier(e); m != 0 {
		delete(w.mods[m], e.ScanCode)
		if w.altCount > 0 && len(w.mods['a']) == 0 {
			w.altDone(v, e)
		}
		return
	}
	delete(w.held, e.ScanCode)
	v.Swallow = w.swallowed[e.ScanCode]
	delete(w.swallowed, e.ScanCode)
}

// altDone makes a character of the digits typed with Alt held. The system writes it too, when it can be written.
func (w *Wedge) altDone(v *Verdict, e KeyEvent) {
	code := w.altDigits
	w.altDigits, w.altCount = 0, 0
	w.lastDown, w.repeat = -1, false
	switch {
	case code == '\r' || code == '\n' || code == '\t':
		w.suffix(v, e)
		v.Swallow = false // the release of Alt itself is everybody's
		delete(w.swallowed, e.ScanCode)
	case code >= 0x1C && code <= 0x1F:
		w.touch(v, e.At)
		w.add(v, char{key: byte(code)}, e.At)
	case code >= ' ' && code < 0x7F:
		w.touch(v, e.At)
		w.add(v, char{key: byte(code), waiting: true}, e.At)
	}
}

// rune takes what the system made of a key.
func (w *Wedge) rune(v *Verdict, e KeyEvent) {
	if len(w.run) > MaxLength { // noise; it is thrown away when it ends
		w.touch(v, e.At)
		v.Swallow = true
		return
	}
	for _, m := range "ca" { // nothing is written with Ctrl or Alt held: one of them went up unseen
		clear(w.mods[m])
	}
	for i := range w.run {
		if c := &w.run[i]; c.waiting {
			c.typed, c.waiting = e.Rune, false
			w.mend(c)
			v.Swallow = true
			return
		}
	}
	if w.repeat || len(w.held) > 0 || e.Rune == ' ' && !w.keeps() { // a key that is held down repeats, or a space passed on
		w.repeat = false
		w.interrupt(v)
		return
	}
	if e.Rune < ' ' || e.Rune == 0x7F {
		return
	}
	w.touch(v, e.At)
	w.add(v, char{typed: e.Rune}, e.At)
	v.Swallow = true
}

// mend puts right what a Shift that went up or down unseen has spoilt, while a dialog had the keys or the window lost them. Digits
// show it: neither Caps Lock nor a Russian layout makes 1 of ! or the other way round.
func (w *Wedge) mend(c *char) {
	if c.code <= 0 || c.code >= len(plain) || plain[c.code] < '0' || plain[c.code] > '9' {
		return
	}
	switch {
	case c.key == shifted[c.code] && c.typed == rune(plain[c.code]):
		clear(w.mods['s'])
		c.key = plain[c.code]
	case c.key == plain[c.code] && c.typed == rune(shifted[c.code]):
		c.key = shifted[c.code]
	}
}

// typed follows the fate of the key's Down; alone it is the repetition of a held key.
func (w *Wedge) typed(v *Verdict, e KeyEvent) {
	if w.lastDown == -1 {
		w.repeat = e.Kind == KeyTyped
		return
	}
	v.Swallow = w.swallowed[w.lastDown]
	w.lastDown = -1
}

// modifier tells whether the key is Shift, Ctrl or Alt: 's', 'c', 'a', or 0.
func (w *Wedge) modifier(e KeyEvent) rune {
	if e.Name != "" {
		return modifier[e.Name]
	}
	switch e.ScanCode - w.offset {
	case codeShiftL, codeShiftR:
		return 's'
	case codeCtrl:
		return 'c'
	case codeAlt:
		return 'a'
	}
	return 0
}

// calibrate learns from a key that has the same name in every layout how the system numbers keys.
func (w *Wedge) calibrate(e KeyEvent) {
	code, ok := landmarks[e.Name]
	if d := e.ScanCode - code; w.findOut && ok && (d == 0 || d == 8) {
		w.offset = d
	}
}

// singleRune tells whether a name is one character: the name of a letter key in the layout that is on.
func singleRune(name string) bool {
	n := 0
	for range name {
		n++
	}
	return n == 1
}
