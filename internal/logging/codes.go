package logging

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
)

// Separators of fields in a code, in every spelling that logs, JSON, addresses and scanners give to 0x1D.
const separator = `(?:\x1d|\\+u001[dD]|\\+x1[dD]|%1[dD]|&#29;|&#x1[dD];|\x{241d}|<GS>|\[GS\]|\{GS\}|<FNC1>)`

var (
	afterSeparator  = regexp.MustCompile(`(` + separator + `9[123])[A-Za-z0-9+/=%_-]+`)
	afterSubstitute = regexp.MustCompile(`(\b01\d{14}21[^\s~|#]{1,20}[~|#]+9[123])[A-Za-z0-9+/=]+`)
	head            = regexp.MustCompile(`01\d{14}21`)
	pack            = regexp.MustCompile(`\d{14}`)
	base64Run       = regexp.MustCompile(`[A-Za-z0-9+/]{28,}={0,2}`)
	hexRun          = regexp.MustCompile(`\b(?:[0-9a-fA-F]{2}){28,}\b`)
)

// maskCodes hides the check parts of marking codes: what follows a separator and AI 91, 92 or 93, the same by offsets where
// the separators were lost, and the last four characters of a tobacco pack. The identification stays readable.
func maskCodes(s string) string {
	s = afterSeparator.ReplaceAllString(s, "${1}"+masked)
	s = afterSubstitute.ReplaceAllString(s, "${1}"+masked)
	s = cutAll(s, head, bareTail)
	return cutAll(s, pack, packTail)
}

// cutAll replaces, behind every match, the span that tail names relative to the match's begin.
func cutAll(s string, re *regexp.Regexp, tail func(s string, at int) (from, to int)) string {
	var b strings.Builder
	done := 0
	for at := 0; at < len(s); {
		m := re.FindStringIndex(s[at:])
		if m == nil {
			break
		}
		start := at + m[0]
		from, to := tail(s, start)
		if to == 0 {
			at = start + 1
			continue
		}
		b.WriteString(s[done:from] + masked)
		done, at = to, to
	}
	if done == 0 {
		return s
	}
	return b.String() + s[done:]
}

// bareTail finds the check part of a GS1 code without separators: serials have 6, 7, 13 or 20 characters.
func bareTail(s string, at int) (from, to int) {
	if !checkDigit(s[at+2 : at+16]) {
		return 0, 0
	}
	rest := s[at+18:]
	for _, n := range []int{6, 7, 13, 20} {
		if len(rest) < n+6 || !visible(rest[:n]) {
			break
		}
		tail, base := rest[n:], at+18+n
		switch {
		case strings.HasPrefix(tail, "93") && isBase64(tail[2:6]) && ends(tail[6:], "310", "335", "240", "17"):
			return base + 2, base + 6
		case strings.HasPrefix(tail, "91") && strings.HasPrefix(tail[6:], "92"):
			end := 8
			for end < len(tail) && isBase64(tail[end:end+1]) {
				end++
			}
			return base + 2, base + end
		case strings.HasPrefix(tail, "8005") && len(tail) >= 16 && tail[10:12] == "93" && isBase64(tail[12:16]):
			return base + 12, base + 16
		}
	}
	return 0, 0
}

// base80 is the alphabet of the price in a tobacco pack.
const base80 = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!"%&'*+-./_,:;=<>?`

// packTail finds the check part of a tobacco pack: 14 digits, 7 of serial, 4 of price, 4 of check.
func packTail(s string, at int) (from, to int) {
	if at > 0 && isWord(s[at-1]) || len(s) < at+29 || !checkDigit(s[at:at+14]) || s[at:at+2] == "01" && s[at+16:at+18] == "21" {
		return 0, 0
	}
	if !visible(s[at+14:at+25]) || strings.Trim(s[at+21:at+25], base80) != "" || !isBase64(s[at+25:at+29]) || !ends(s[at+29:]) {
		return 0, 0
	}
	if strings.Trim(s[at+14:at+29], "0123456789") == "" { // a long number
		return 0, 0
	}
	return at + 25, at + 29
}

// maskEncoded hides base64 and hexadecimal that hold a code: requests carry codes so.
func maskEncoded(s string) string {
	s = base64Run.ReplaceAllStringFunc(s, func(run string) string {
		for _, coding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding} {
			if b, err := coding.DecodeString(run); err == nil && maskCodes(string(b)) != string(b) {
				return "base64:" + masked
			}
		}
		return run
	})
	return hexRun.ReplaceAllStringFunc(s, func(run string) string {
		if b, err := hex.DecodeString(run); err == nil && maskCodes(string(b)) != string(b) {
			return "hex:" + masked
		}
		return run
	})
}

// ends tells whether a check part may end before rest: nothing of its own alphabet follows, or another field does.
func ends(rest string, fields ...string) bool {
	if rest == "" || !isBase64(rest[:1]) {
		return true
	}
	for _, f := range fields {
		if strings.HasPrefix(rest, f) {
			return true
		}
	}
	return false
}

func checkDigit(gtin string) bool {
	sum := 0
	for i := range len(gtin) {
		n := int(gtin[i] - '0')
		if i%2 == 0 {
			n *= 3
		}
		sum += n
	}
	return sum%10 == 0
}

func visible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func isBase64(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isWord(c) && c != '+' && c != '/' && c != '=' {
			return false
		}
	}
	return true
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
