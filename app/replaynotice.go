package main

import (
	"fmt"

	"dobro/internal/probe"
)

// roomWatch remembers how much room the disk was last said to have.
type roomWatch struct{ level string }

// worse gives the finding when there is less room than was said: below 1 GB, below 200 MB. Each is told once, until there was room again.
func (w *roomWatch) worse(f finding) (tell []finding) {
	if f.Level == probe.Bad && w.level != probe.Bad || f.Level == probe.Warn && w.level == probe.Well {
		tell = append(tell, f)
	}
	if f.Level != probe.Off {
		w.level = f.Level
	}
	return tell
}

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
