// Package update brings a new version of the program into place and the former one back: a manifest signed by the owner's key, files
// fetched from a folder or a web server and checked by their hashes, an exchange that a kill at any moment leaves repairable.
//
// Nothing of the program is touched before everything is there and verified. What may be exchanged when is decided by the caller: no till
// runs, the shift is closed, no receipt waits.
package update

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// Bounds of what is taken from outside.
const (
	mostManifest = 1 << 20
	mostFiles    = 50
	mostBytes    = 512 << 20 // of one file
)

// Errors of a package. What a person reads about them is written in package app.
var (
	ErrSignature = errors.New("the package is not signed with the owner's key")
	ErrPlatform  = errors.New("the package is for another system")
	ErrManifest  = errors.New("the package's list of contents makes no sense")
	ErrDamaged   = errors.New("a file of the package is not what its list says")
	ErrOlder     = errors.New("the package is not newer than the program")
	ErrNoKey     = errors.New("no key is known that packages are signed with")
)

// Manifest says what a package holds.
type Manifest struct {
	Version string `json:"version"` // 1.2.3
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Schema  int    `json:"schema"` // of the journal that this version writes
	Notes   string `json:"notes,omitempty"`
	Files   []File `json:"files"`
}

// File is one file of the program. It lies beside the envelope in a folder named after the version.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// envelope is the file that is published: the manifest as it was signed, so that no second writing of it can differ.
type envelope struct {
	Manifest  []byte `json:"manifest"`
	Signature []byte `json:"signature"`
}

// EnvelopeName is the file to look for.
func EnvelopeName(goos, goarch string) string {
	return "dobro-" + goos + "-" + goarch + ".update.json"
}

// Program is the name of the executable on a system.
func Program(goos string) string {
	if goos == "windows" {
		return "dobro.exe"
	}
	return "dobro"
}

// Sign makes the envelope of a manifest.
func Sign(m Manifest, key ed25519.PrivateKey) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write a manifest: %w", err)
	}
	b, err := json.Marshal(envelope{text, ed25519.Sign(key, text)})
	if err != nil {
		return nil, fmt.Errorf("write a manifest: %w", err)
	}
	return append(b, '\n'), nil
}

// Open verifies an envelope by the key before it believes a word of it. The manifest is for this system, or ErrPlatform.
func Open(text []byte, key ed25519.PublicKey) (Manifest, error) {
	var e envelope
	if len(key) != ed25519.PublicKeySize {
		return Manifest{}, ErrNoKey
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if !ed25519.Verify(key, e.Manifest, e.Signature) {
		return Manifest{}, ErrSignature
	}
	var m Manifest
	if err := json.Unmarshal(e.Manifest, &m); err != nil {
		return m, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	if m.OS != runtime.GOOS || m.Arch != runtime.GOARCH {
		return m, fmt.Errorf("%w: %s/%s", ErrPlatform, m.OS, m.Arch)
	}
	return m, m.check()
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$`)

func (m Manifest) check() error {
	if _, ok := parseVersion(m.Version); !ok || len(m.Files) == 0 || len(m.Files) > mostFiles || m.Schema < 1 {
		return ErrManifest
	}
	seen, program := map[string]bool{}, false
	for _, f := range m.Files {
		sum, err := hex.DecodeString(f.SHA256)
		name := strings.ToLower(f.Name)
		if !plainName.MatchString(f.Name) || f.Name != path.Base(f.Name) || err != nil || len(sum) != 32 || f.Size <= 0 || f.Size > mostBytes || seen[name] {
			return ErrManifest
		}
		seen[name] = true
		program = program || f.Name == Program(m.OS)
	}
	if !program {
		return ErrManifest
	}
	return nil
}

// Newer tells whether version a comes after b. A version that cannot be read comes before all others.
func Newer(a, b string) bool {
	x, _ := parseVersion(a)
	y, _ := parseVersion(b)
	for i := range x {
		if x[i] != y[i] {
			return x[i] > y[i]
		}
	}
	return false
}

func parseVersion(s string) (v [4]int, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) < 3 || len(parts) > 4 {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 31)
		if err != nil || strconv.FormatUint(n, 10) != p {
			return [4]int{}, false
		}
		v[i] = int(n)
	}
	return v, true
}

// ParseKey reads a public key: base64 of its 32 bytes.
func ParseKey(text string) (ed25519.PublicKey, error) {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, ErrNoKey
	}
	return b, nil
}
