package config

import (
	"errors"
	"fmt"
	"strings"
)

// Problem says what is wrong with a line of the file. It is stable; its sentence is under "config.<problem>" in the
// translations and may use {file} {line} {key} {value} {allowed}.
type Problem string

// Problems.
const (
	Unreadable     Problem = "unreadable"         // the file exists and cannot be read
	TooLarge       Problem = "too_large"          // longer than any settings file
	NotUTF8        Problem = "not_utf8"           // saved in another encoding
	NotTOML        Problem = "not_toml"           // not TOML
	UnknownKey     Problem = "unknown_key"        // Allowed lists the keys of that table
	SecretInFile   Problem = "secret_in_file"     // a password or token stands in the file; Allowed says where it belongs
	BadValue       Problem = "bad_value"          // Allowed lists or outlines what may stand here
	BadINN         Problem = "bad_inn"            // not 10 or 12 digits, or a wrong check digit
	BadTimezone    Problem = "bad_timezone"       // no such zone
	BadURL         Problem = "bad_url"            // not http(s)://host[:port]
	PlainHTTP      Problem = "plain_http"         // without TLS to another machine
	BadFingerprint Problem = "bad_fingerprint"    // not 64 hexadecimal digits
	BadAffix       Problem = "bad_affix"          // not a way to write what a scanner adds to a code
	AffixDigits    Problem = "affix_digits"       // a scanner adds digits, which nobody can tell from a barcode's own
	NeedsPin       Problem = "fingerprint_needed" // ТС ПИоТ on another machine without checks.tspiot.fingerprint
)

// Error is one refusal of a settings file. Line counts from 1 and is 0 when the trouble is the file as a whole. Value is
// what stood there, cut short, and "" when it might be a secret.
type Error struct {
	File    string
	Line    int
	Key     string
	Problem Problem
	Value   string
	Allowed string
	Err     error // what lies beneath, in English, for the log
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	b.WriteString(": ")
	if e.Key != "" {
		b.WriteString(e.Key + ": ")
	}
	b.WriteString(string(e.Problem))
	if e.Value != "" {
		fmt.Fprintf(&b, " %q", e.Value)
	}
	if e.Allowed != "" {
		b.WriteString(", allowed: " + e.Allowed)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Words are the sentences of the user's language; lang.Catalogue is one.
type Words interface {
	T(key string, pairs ...any) string
}

// Sentence says the refusal in the user's language.
func (e *Error) Sentence(w Words) string {
	return w.T("config."+string(e.Problem),
		"file", e.File, "line", e.Line, "key", e.Key, "value", e.Value, "allowed", e.Allowed)
}

// Errors are all refusals of one file, by line. errors.As finds the first.
type Errors []*Error

func (e Errors) Error() string {
	s := make([]string, len(e))
	for i := range e {
		s[i] = e[i].Error()
	}
	return strings.Join(s, "\n")
}

// Unwrap gives the refusals to errors.Is and errors.As.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i := range e {
		out[i] = e[i]
	}
	return out
}

// Refusals lists every *Error inside err; nil when there is none.
func Refusals(err error) []*Error {
	var many Errors
	if errors.As(err, &many) {
		return many
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}
