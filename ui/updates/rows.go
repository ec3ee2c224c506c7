package updates

import (
	"strings"

	"dobro/ui/listing"
	"dobro/ui/look"
)

// show brings rows and buttons to how things are.
func (s *Screen) show() {
	w, v := s.p.Words, s.view
	waits := v.Plan != Nothing
	s.forward.SetLabel(w.T(map[bool]string{false: "updates.forward", true: "updates.cancel"}[waits]))
	s.check.Enable(!s.busy && v.From != "" && !waits)
	s.forward.Enable(!s.busy && v.Watched && (waits || v.Ready != ""))
	s.back.Enable(!s.busy && v.Watched && !waits && v.Former != "")
	if v.Now == "" { // not told yet
		s.list.Show(nil, w.T("ui.wait"))
		return
	}
	rows := []listing.Row{{Icon: "check", Ink: look.ColorAllowedInk, Title: w.T("updates.now"), About: w.T("updates.now.about"), Value: v.Now}}
	switch {
	case v.Ready != "":
		about := v.Notes
		if about == "" {
			about = w.T("updates.no_notes")
		}
		for i, line := range lines(about, notesLine) {
			r := listing.Row{Icon: "list", Ink: look.ColorMuted, Title: w.T("updates.notes"), About: line}
			if i == 0 {
				r = listing.Row{Icon: "exclaim", Ink: look.ColorAmberInk, Title: w.T("updates.ready"), About: line, Value: v.Ready}
			}
			rows = append(rows, r)
		}
	case v.Broken != "":
		rows = append(rows, listing.Row{Icon: "cross", Ink: look.ColorForbiddenInk, Title: w.T("updates.broken"), About: v.Broken})
	case v.From == "":
		rows = append(rows, listing.Row{Icon: "lamp-off", Ink: look.ColorMuted, Title: w.T("updates.off"), About: w.T("updates.off.about")})
	default:
		rows = append(rows, listing.Row{Icon: "lamp-ok", Ink: look.ColorAllowed, Title: w.T("updates.none"), About: w.T("updates.from", "from", v.From)})
	}
	if v.Stuck != "" {
		rows = append(rows, listing.Row{Icon: "exclaim", Ink: look.ColorAmberInk, Title: w.T("updates.stuck"), About: v.Stuck})
	}
	if v.Outcome != "" {
		icon, ink := "check", look.ColorAllowedInk
		if v.Sick {
			icon, ink = "cross", look.ColorForbiddenInk
		}
		rows = append(rows, listing.Row{Icon: icon, Ink: ink, Title: w.T("updates.last"), About: v.Outcome})
	}
	if v.Former != "" {
		rows = append(rows, listing.Row{Icon: "return", Ink: look.ColorMuted, Title: w.T("updates.former"), About: w.T("updates.former.about"), Value: v.Former})
	}
	s.list.Show(rows, "")
}

// notesLine is how many letters of what is new stand on a row, at the larger size of texts too.
const notesLine = 90

// lines breaks a text at its line feeds and, where that is not enough, at spaces.
func lines(text string, most int) (all []string) {
	for _, line := range strings.Split(text, "\n") {
		var now []rune
		for _, word := range strings.Fields(line) {
			w := []rune(word)
			if len(now) > 0 && len(now)+1+len(w) > most {
				all, now = append(all, string(now)), nil
			}
			if len(now) > 0 {
				now = append(now, ' ')
			}
			now = append(now, w...)
		}
		if len(now) > 0 {
			all = append(all, string(now))
		}
	}
	return all
}

// tell says what will happen next, or why nothing can.
func (s *Screen) tell() {
	w, v := s.p.Words, s.view
	switch {
	case !v.Watched:
		s.trouble.Warn(w.T("updates.alone"), w.T("updates.alone.do"))
	case v.Plan == Forward:
		s.trouble.Tell("check", w.T("updates.will", "version", v.Ready), w.T("updates.will.when"))
	case v.Plan == Back:
		s.trouble.Tell("check", w.T("updates.will_back", "version", v.Former), w.T("updates.will.when"))
	default:
		s.trouble.Clear()
	}
}
