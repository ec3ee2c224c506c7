package wire

import (
	"strings"

	"dobro/checks"
	"dobro/internal/marking"
)

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
	if said == "" {
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
	return len(flat) >= max(len(asked), shortestCis) && strings.HasPrefix(whole, flat)
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
