// Package secrets keeps the few words that must never be seen: the tokens of the operator's services and the password of the
// local module. They come from the environment or from a sealed file in the data folder, never from the settings (DESIGN
// section 4), and print as stars wherever they are printed by mistake.
package secrets

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that masks itself when it is printed, marshalled or logged. string(s) and Reveal give it away; so do, because
// Go leaves no way in, the verb %p and JSON with a Secret as the key of a map.
type Secret string

// Masked is what is shown in the place of a secret.
const Masked = "***"

// Reveal is the value itself, for the request that needs it.
func (s Secret) Reveal() string { return string(s) }

// String shows that there is a secret, or nothing when there is none.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return Masked
}

// GoString masks %#v.
func (s Secret) GoString() string { return fmt.Sprintf("%q", s.String()) }

// Format masks every verb, those too that fmt would answer with the value because they do not fit a string.
func (s Secret) Format(f fmt.State, verb rune) {
	if verb == 'q' || verb == 'v' && f.Flag('#') {
		io.WriteString(f, `"`+s.String()+`"`)
		return
	}
	io.WriteString(f, s.String())
}

// MarshalJSON masks.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// MarshalText masks.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue masks in structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
