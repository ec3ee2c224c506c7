package wire

import (
	"fmt"
	"io"
)

// Secret is a token or a password. It prints as asterisks in every format, in JSON and in logs; Reveal is the one way out.
type Secret string

const masked = "***"

// Reveal is the secret itself, for a request header or body.
func (s Secret) Reveal() string { return string(s) }

// String masks the secret; an empty one stays empty, so that a log tells "not set" from "set".
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// Format masks the secret under every verb, %x and %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText masks the secret in JSON, TOML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
