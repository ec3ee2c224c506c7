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

// Mask takes secrets, and the check part of a code, out of words and bodies. Its zero value masks nothing.
type Mask struct {
	words []string // longest first where one holds another
}

// NewMask masks the secrets; one shorter than 4 signs is left alone, since masking it would spoil any text.
func NewMask(secrets ...Secret) Mask {
	var m Mask
	for _, s := range secrets {
		if len(s) >= 4 {
			m.words = append(m.words, string(s))
		}
	}
	return m
}

// WithCode masks the check part of the code as well, however the code was sent.
func (m Mask) WithCode(code marking.Code) Mask {
	words := make([]string, 0, len(m.words)+4)
	if code.Full != code.Cis && len(code.Full) > 0 {
		words = append(words, code.Full, strings.ReplaceAll(code.Full, string(marking.GS), ""),
			base64.StdEncoding.EncodeToString([]byte(code.Full)))
	}
	if len(code.Check) >= 4 {
		words = append(words, code.Check)
	}
	return Mask{words: append(words, m.words...)}
}

// Words cleans and masks.
func (m Mask) Words(s string) string {
	if s == "" {
		return ""
	}
	for _, w := range m.words {
		if strings.Contains(s, w) {
			s = strings.ReplaceAll(s, w, masked)
		}
	}
	return Clean(s)
}

// Body is what may be kept of a body: its first 64 KiB without the secrets. The result shares b when nothing changed.
func (m Mask) Body(b []byte) []byte {
	for _, w := range m.words {
		if bytes.Contains(b, []byte(w)) {
			b = bytes.ReplaceAll(b, []byte(w), []byte(masked))
		}
	}
	if len(b) > KeptBody {
		return bytes.Clone(b[:KeptBody])
	}
	return b
}
