package main

import "fmt"

// tellNotices says what is ill before the first action: a ТС ПИоТ that is bound to another printer or another shop, one that does not
// answer, a key that was cut off. A person reads it on stderr; a program gets an event with the words that the doctor has for it.
func (s *script) tellNotices(found []finding, asJSON bool) {
	for _, f := range found {
		fmt.Fprintln(s.p.errw, f.Title+": "+f.Text+". "+f.Action)
		if asJSON {
			s.print(map[string]any{"event": "notice", "part": f.Part, "code": f.Code, "level": f.Level, "text": f.Text, "action": f.Action, "facts": f.Facts})
		}
	}
}
