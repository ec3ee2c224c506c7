package wire

import (
	"encoding/base64"
	"html"
	"strings"

	"dobro/checks"
	"dobro/internal/marking"
)

// longestEcho bounds the work on an echo that was spoilt many times over; the longest code has 150 signs.
const longestEcho = 1024

// shortest identification: a fur's RU-XXXXXX-XXXXXXXXXX has 20 signs, a pack without identifiers 21.
const shortestCis = 20

// About tells whether the operator's code object speaks of the asked code. Separators and the check part are ignored on both
// sides, since modules echo the code with, without and with mangled ones; an object that names no code at all is taken for
// ours, because it answers a question about one code.
func About(it checks.Item, code marking.Code) bool {
	if it.Cis == "" && it.PrintView == "" {
		return it.GTIN == "" || code.GTIN == "" || it.GTIN == code.GTIN
	}
	return names(it.Cis, code) || names(it.PrintView, code)
}

func names(said string, code marking.Code) bool {
	if said == "" || len(said) > longestEcho {
		return false
	}
	if said == code.Cis || said == code.Full {
		return true
	}
	asked := head(code.Full, code.Cis)
	if cut := head(said, ""); cut == code.Cis || cut == asked {
		return true
	}
	// Without separators: the echo is the asked code up to some point of its tail.
	flat, whole := withoutGS(said), withoutGS(code.Full)
	if len(flat) >= max(len(asked), shortestCis) && strings.HasPrefix(whole, flat) {
		return true
	}
	plain := unspoilt(said)
	return plain != said && names(plain, code)
}

// spelt are the ways in which separators came back from programs that had printed them once too often.
var spelt = strings.NewReplacer(`\u001d`, "\x1d", `\u001D`, "\x1d", `\x1d`, "\x1d", `\x1D`, "\x1d", "<GS>", "\x1d", "{GS}", "\x1d", "\u241d", "\x1d", "\u00e8", "\x1d")

// unspoilt undoes base64 (as ТС ПИоТ is asked), written-out separators and the entities of a web page; it gives back what it got
// when there is nothing to undo.
func unspoilt(said string) string {
	if b, err := base64.StdEncoding.DecodeString(said); err == nil && len(b) >= shortestCis && printable(b) {
		return string(b)
	}
	if strings.Contains(said, "&") {
		if s := html.UnescapeString(said); s != said {
			return s
		}
	}
	return spelt.Replace(said)
}

func printable(b []byte) bool {
	for _, c := range b {
		if c != marking.GS && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// head is the part before the first separator, or all of it; short is given back when it is a proper beginning of that part,
// as for the pack, which has no separators.
func head(full, short string) string {
	if i := strings.IndexByte(full, marking.GS); i > 0 {
		full = full[:i]
	}
	if short != "" && len(short) < len(full) && strings.HasPrefix(full, short) {
		return short
	}
	return full
}

func withoutGS(s string) string {
	if strings.IndexByte(s, marking.GS) < 0 {
		return s
	}
	return strings.ReplaceAll(s, string(marking.GS), "")
}
