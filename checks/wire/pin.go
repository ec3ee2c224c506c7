package wire

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// PinError says that a service showed another certificate than the pinned one. Both are fingerprints, no secrets.
type PinError struct{ Want, Got string }

func (e *PinError) Error() string {
	return fmt.Sprintf("certificate %s is not the pinned %s", e.Got, e.Want)
}

// Pin holds the SHA-256 of the certificate that a service must show. An empty pin learns: it takes every certificate until
// Confirm is called after the first answer that only the right service can give, so a stranger that sat on the port for a
// minute does not lock the right one out.
type Pin struct {
	mu   sync.Mutex
	want string
	seen string
	save func(string)
}

// NewPin takes the fingerprint of the settings ("" learns) and what saves a learned one; save may be nil.
func NewPin(fingerprint string, save func(string)) (*Pin, error) {
	want, err := Fingerprint(fingerprint)
	if err != nil {
		return nil, err
	}
	return &Pin{want: want, save: save}, nil
}

// Fingerprint brings a SHA-256 as people write it (AA:BB:…, spaces, capitals) to lower-case hex.
func Fingerprint(s string) (string, error) {
	s = strings.ToLower(strings.NewReplacer(":", "", " ", "", "-", "").Replace(strings.TrimSpace(s)))
	s = strings.TrimPrefix(s, "sha256")
	if s == "" {
		return "", nil
	}
	if b, err := hex.DecodeString(s); err != nil || len(b) != sha256.Size {
		return "", errors.New("fingerprint must be a SHA-256 of 64 hexadecimal digits")
	}
	return s, nil
}

// TLS is a configuration that trusts the pin and nothing else. The check also runs on resumed sessions.
func (p *Pin) TLS() *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // the certificate is self-signed; VerifyConnection compares its fingerprint
		VerifyConnection:   p.verify,
		ClientSessionCache: tls.NewLRUClientSessionCache(8),
	}
}

func (p *Pin) verify(state tls.ConnectionState) error {
	got := "none"
	if len(state.PeerCertificates) > 0 {
		sum := sha256.Sum256(state.PeerCertificates[0].Raw)
		got = hex.EncodeToString(sum[:])
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = got
	if p.want != "" && p.want != got {
		return &PinError{Want: p.want, Got: got}
	}
	return nil
}

// Confirm pins the certificate seen last, when none is pinned yet, and saves it.
func (p *Pin) Confirm() {
	p.mu.Lock()
	learned := p.want == "" && p.seen != ""
	if learned {
		p.want = p.seen
	}
	want, save := p.want, p.save
	p.mu.Unlock()
	if learned && save != nil {
		save(want)
	}
}

// Seen is the fingerprint of the certificate shown last, "" before the first connection.
func (p *Pin) Seen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen
}

// Set tells whether a certificate is pinned.
func (p *Pin) Set() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.want != ""
}
