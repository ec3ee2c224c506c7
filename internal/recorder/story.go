package recorder

import (
	"regexp"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
)

// Words says sentences in the user's language.
type Words interface {
	T(key string, pairs ...any) string
}

// Tone is how a moment of the story looks.
type Tone uint8

// Tones. The numbers never change.
const (
	Plain Tone = 0 // something was done
	Good  Tone = 1
	Wary  Tone = 2
	Wrong Tone = 3
	Faint Tone = 4 // what the outside answered
)

// Moment is one line of «what was at 14:32», in plain words.
type Moment struct {
	At   time.Time
	Tone Tone
	Text string
	N    int64 // of the action
}

// Story tells a recording in plain words. What nobody would ask for is left out: looks at the printer that found nothing.
func Story(w Words, lines []Line) []Moment {
	var out []Moment
	doing := map[int64]string{}
	for _, l := range lines {
		if l.Begin != nil {
			clear(doing)
		}
		if l.Action != nil && l.Do != "" {
			doing[l.N] = l.Do
		}
		text, tone := tell(w, l, doing[l.N])
		if text != "" {
			out = append(out, Moment{At: l.At.Time, Tone: tone, Text: text, N: l.N})
		}
	}
	return out
}

func tell(w Words, l Line, doing string) (string, Tone) {
	switch {
	case l.Action != nil && l.Do != "":
		return done(w, l), Plain
	case l.Begin != nil:
		switch {
		case l.Begin.Still:
			return "", Plain
		case l.Begin.Died:
			return w.T("story.begin.died", "version", l.Begin.Version), Wrong
		}
		return w.T("story.begin", "version", l.Begin.Version), Plain
	case l.Asked != nil:
		return answered(w, *l.Asked)
	case l.Known != nil && l.Known.Knowledge != nil && l.Known.Knowledge.SoldHere:
		return w.T("story.sold_here"), Faint
	case l.Call != nil:
		return printed(w, *l.Call)
	case l.Checked != nil:
		return judgement(w, *l.Checked)
	case l.Row != nil:
		if l.Event == EventGone {
			return w.T("story.removed", "name", l.Row.Name), Plain
		}
		return w.T("story.row", "n", l.Row.N, "name", l.Row.Name, "sum", l.Row.Sum), Good
	case l.Slip != nil:
		return slipped(w, l)
	case l.Shift != nil && l.Shift.Open:
		return w.T("story.shift.open", "number", l.Shift.Number), Good
	case l.Shift != nil:
		return w.T("story.shift.closed", "number", l.Shift.Number), Good
	case l.Done != nil && l.Done.Fault != "":
		return w.T("story.fault", "text", faultText(w, l.Done.Fault)), Wrong
	case l.Done != nil && l.Done.User != nil && (doing == "login" || doing == "create_owner"):
		return w.T("story.came", "role", w.T("role."+string(l.Done.User.Role))), Good
	case l.Event == EventEnd:
		return w.T("story.end"), Plain
	case l.Lost > 0:
		return w.T("story.lost", "count", l.Lost), Wary
	}
	return "", Plain
}

// done says what somebody did. The till's own looks at the printer are not told; what they found is.
func done(w Words, l Line) string {
	a := l.Action
	switch a.Do {
	case "refresh", "mind", "doubt":
		return ""
	}
	what := a.Raw + a.Barcode
	if len(l.Goods) > 0 {
		what = l.Goods[0].Name
	} else if len(what) > 24 {
		what = what[:24] + "…"
	}
	value := a.Value + a.Sum
	if a.Percent != "" {
		value = a.Percent + " %"
	}
	for i, g := range a.With {
		if i > 0 {
			value += " + "
		}
		value += g.Sum + " " + w.T("pay."+g.Type)
	}
	text := w.T("story.do."+a.Do, "what", what, "line", a.Line, "value", value, "receipt", a.Receipt)
	if a.Backed {
		text += w.T("story.backed")
	}
	return text
}

func answered(w Words, a Asked) (string, Tone) {
	who := w.T("channel." + string(a.Channel))
	if a.Failure != nil {
		if a.Failure.Outcome == checks.OutcomeNotAwaited {
			return "", Faint
		}
		return w.T("story.silent", "who", who, "ms", int(a.Ms), "why", w.T("story.outcome."+string(a.Failure.Outcome))), Wary
	}
	if a.Answer != nil && a.Answer.Emergency {
		return w.T("story.emergency", "who", who, "ms", int(a.Ms)), Wary
	}
	return w.T("story.answered", "who", who, "ms", int(a.Ms)), Faint
}

func printed(w Words, c Call) (string, Tone) {
	switch {
	case c.Name == CallSending && c.Paid != nil:
		return w.T("story.sending", "kind", w.T("kind."+string(c.Paid.Kind)), "total", c.Paid.Total), Faint
	case c.Error != nil && c.Error.NoDocument:
		return w.T("story.no_document", "fd", c.FD), Faint
	case c.Error != nil && c.Error.Trouble == "printer_unsupported":
		return "", Faint
	case c.Error != nil && c.Error.Unknown:
		return w.T("story.answer_lost", "text", clean(w.T("fiscal."+string(c.Error.Trouble)))), Wrong
	case c.Error != nil:
		return w.T("story.printer", "text", clean(w.T("fiscal."+string(c.Error.Trouble)))), Wrong
	case c.Name == "find" && c.Document != nil:
		return w.T("story.found", "fd", c.Document.FD), Faint
	case c.Document != nil && c.Document.FD != 0:
		return w.T("story.document", "fd", c.Document.FD, "ms", int(c.Ms)), Good
	}
	return "", Faint
}

func judgement(w Words, c Checked) (string, Tone) {
	var why []string
	for _, r := range c.Reasons {
		why = append(why, clean(w.T("reason."+string(r.Code))))
	}
	text := w.T("decision." + string(c.Decision))
	if len(why) > 0 {
		text += ": " + strings.Join(why, "; ")
	}
	if c.Channel != checks.ChannelNone {
		text += w.T("story.by", "who", w.T("channel."+string(c.Channel)))
	}
	switch {
	case c.Decision == checks.Forbid:
		return text, Wrong
	case c.Decision == checks.Ask || len(why) > 0:
		return text, Wary
	}
	return text, Good
}

func slipped(w Words, l Line) (string, Tone) {
	s := l.Slip
	if strings.HasPrefix(string(s.Kind), "cash_") {
		return "", Plain // the action said it
	}
	text := w.T("story.slip", "kind", w.T("kind."+string(s.Kind)), "total", s.Total, "state", w.T("state."+string(s.State)))
	if l.Event == EventSettled {
		text = w.T("story.settled", "kind", w.T("kind."+string(s.Kind)), "total", s.Total, "state", w.T("state."+string(s.State)))
	}
	switch s.State {
	case sale.Fiscalized:
		return text, Good
	case sale.Unknown, sale.NotFiscal:
		return text, Wrong
	}
	return text, Plain
}

// faultText is the sentence of a fault: of the till, or of the printer.
func faultText(w Words, code string) string {
	for _, at := range []string{"fault.", "fiscal."} {
		if text := w.T(at + code); text != at+code {
			return clean(text)
		}
	}
	return code
}

var blanks = regexp.MustCompile(`[ «:]*\{[a-z]+\}»?`)

// clean takes the places of a sentence out that a recording cannot fill.
func clean(s string) string { return strings.TrimRight(blanks.ReplaceAllString(s, ""), ". ") }
