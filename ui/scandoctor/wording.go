package scandoctor

import (
	"strconv"
	"time"
	"unicode/utf8"

	"dobro/internal/lang"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/ui/look"
)

// sentence is what the parser says of a read.
func sentence(w *lang.Catalogue, d Diagnosis) string {
	if !d.Read() {
		return w.T("marking." + string(d.Reason))
	}
	said := w.T("scandoctor.kind." + strconv.Itoa(int(d.Code.Kind)))
	if d.Code.Restored {
		return w.T("scandoctor.repaired", "kind", said)
	}
	return said
}

// from says which way a read came.
func from(w *lang.Catalogue, d Diagnosis) string {
	if d.Keyboard() {
		return w.T("scandoctor.from.keyboard")
	}
	return w.T("scandoctor.from.port", "port", d.Source)
}

// longValue is the length from which a value is shown by its ends.
const longValue = 24

// meaning is the value of a field and what it says, where that is not plain.
func meaning(w *lang.Catalogue, c marking.Code, f marking.Field) string {
	value := f.Value
	if n := utf8.RuneCountInString(value); n > longValue {
		return shorten(value, 10) + " · " + w.N("scandoctor.signs", n)
	}
	said := ""
	switch f.Name {
	case "price", "block_price":
		if k := money.Kopecks(c.MaxPrice); k > 0 {
			said = look.Rubles(w, k)
		}
	case "weight":
		if c.Weight > 0 {
			said = w.T("scandoctor.means.weight", "n", c.Weight)
		}
	case "volume":
		if c.Volume > 0 {
			said = w.T("scandoctor.means.volume", "n", c.Volume)
		}
	case "expiry":
		for _, form := range [][2]string{{"060102", "02.01.2006"}, {"0601021504", "02.01.2006 15:04"}} {
			if at, err := time.Parse(form[0], f.Value); err == nil {
				said = at.Format(form[1])
			}
		}
	}
	value = Visible(value)
	if said == "" {
		return value
	}
	return w.T("scandoctor.means", "value", value, "meaning", said)
}

// shorten keeps both ends of a text of more than most signs.
func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	tail := most / 3
	return string(runes[:most-tail-1]) + "…" + string(runes[len(runes)-tail:])
}
