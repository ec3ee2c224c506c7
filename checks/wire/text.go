package wire

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"dobro/internal/marking"
)

const cleanRunes = 300

// Clean makes foreign words fit for a log line and a screen: one line, no control signs, at most 300 signs.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if !strings.ContainsFunc(s, unicode.IsControl) && utf8.RuneCountInString(s) <= cleanRunes {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if unicode.IsControl(r) {
			r = ' '
		}
		if n++; n > cleanRunes {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// Mask takes secrets out of words and bodies, and the check part of a code out of words: the journal keeps bodies as they came.
// Its zero value masks nothing.
type Mask struct {
	secrets []string
	code    marking.Code
}

// shortestMasked is the length of the shortest words that are masked: masking shorter ones would spoil any text.
const shortestMasked = 4

// NewMask masks the secrets; one shorter than 4 signs is left alone.
func NewMask(secrets ...Secret) Mask {
	var m Mask
	for _, s := range secrets {
		if len(s) >= shortestMasked {
			m.secrets = append(m.secrets, string(s))
		}
	}
	return m
}

// WithCode masks the check part of the code as well, however the code was sent.
func (m Mask) WithCode(code marking.Code) Mask {
	m.code = code
	return m
}

// ofCode are the spellings of the code that must not be told.
func (m Mask) ofCode() []string {
	var words []string
	if full := m.code.Full; full != "" && full != m.code.Cis {
		words = append(words, full, withoutGS(full), base64.StdEncoding.EncodeToString([]byte(full)))
	}
	if len(m.code.Check) >= shortestMasked {
		words = append(words, m.code.Check)
	}
	return words
}

// Words masks and cleans.
func (m Mask) Words(s string) string {
	if len(s) < shortestMasked {
		return Clean(s)
	}
	for _, w := range m.secrets {
		s = strings.ReplaceAll(s, w, masked)
	}
	for _, w := range m.ofCode() {
		s = strings.ReplaceAll(s, w, masked)
	}
	return Clean(s)
}

// Body is what may be kept of a body: its first 64 KiB without the secrets. The result shares b when nothing changed.
func (m Mask) Body(b []byte) []byte {
	for _, w := range m.secrets {
		if bytes.Contains(b, []byte(w)) {
			b = bytes.ReplaceAll(b, []byte(w), []byte(masked))
		}
	}
	if len(b) > KeptBody {
		return bytes.Clone(b[:KeptBody])
	}
	return b
}
