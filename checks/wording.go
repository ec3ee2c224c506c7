package checks

import (
	"maps"
	"strings"
)

// phrases is what a richer Words can do besides: say a single phrase, such as the name of an authority. lang.Catalogue can.
type phrases interface {
	T(key string, pairs ...any) string
}

// say puts the findings into the user's language. A finding with a sentence of its own that the language lacks gets the
// sentence of its code.
func say(w Words, fs []Finding) []Reason {
	out := make([]Reason, 0, len(fs))
	for _, f := range fs {
		args := f.Args
		if len(f.Organs) > 0 {
			args = maps.Clone(args)
			if args == nil {
				args = map[string]string{}
			}
			args["organs"] = organs(w, f.Organs)
		}
		r := Reason{Code: f.Code, Severity: f.Severity, Detail: f.Detail}
		if w != nil {
			r.Text, r.Action = w.Reason(f.sentence(), args)
			if f.Words != "" && r.Text == "reason."+f.Words {
				r.Text, r.Action = w.Reason(string(f.Code), args)
			}
			if f.Early {
				_, r.Action = w.Reason("early", args) // «do not sell» would be wrong: it is permitted still
			}
		}
		out = append(out, r)
	}
	return out
}

func (f Finding) sentence() string {
	if f.Words != "" {
		return f.Words
	}
	return string(f.Code)
}

// organs names the authorities; one that has no name yet keeps its short code.
func organs(w Words, codes []string) string {
	p, ok := w.(phrases)
	names := make([]string, 0, len(codes))
	for _, c := range codes {
		name := c
		if ok {
			key := "organ." + strings.ToUpper(c)
			if said := p.T(key); said != key {
				name = said
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
