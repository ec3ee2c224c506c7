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
	code    []string
}

// NewMask masks the secrets; one shorter than 4 signs is left alone, since masking it would spoil any text.
func NewMask(secrets ...Secret) Mask {
	var m Mask
	for _, s := range secrets {
		if len(s) >= 4 {
			m.secrets = append(m.secrets, string(s))
		}
	}
	return m
}

// WithCode masks the check part of the code as well, however the code was sent.
func (m Mask) WithCode(code marking.Code) Mask {
	m.code = nil
	if code.Full != code.Cis && code.Full != "" {
		m.code = append(m.code, code.Full, withoutGS(code.Full), base64.StdEncoding.EncodeToString([]byte(code.Full)))
	}
	if len(code.Check) >= 4 {
		m.code = append(m.code, code.Check)
	}
	return m
}

// Words masks and cleans.
func (m Mask) Words(s string) string {
	if s == "" {
		return ""
	}
	for _, w := range m.secrets {
		s = strings.ReplaceAll(s, w, masked)
	}
	for _, w := range m.code {
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
