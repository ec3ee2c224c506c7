package logging

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// masked stands where something was hidden.
const masked = "***"

// Masker hides what must not leave the till in a log: the secrets it was told, whatever stands where passwords and tokens
// stand, and the check parts of marking codes (DESIGN section 6, point 7). It is the last line of defence: types that hold
// such things mask themselves. The zero value works; its methods may be called from any goroutine.
type Masker struct {
	mu      sync.RWMutex
	secrets map[string]bool
	words   *strings.Replacer
}

// shortest is the length below which a secret is not searched for: it would tear holes into ordinary words.
const shortest = 4

// Hide makes a secret unseen from now on, in the spellings that JSON, Go, addresses and base64 give it.
func (m *Masker) Hide(secret string) {
	if len(secret) < shortest {
		return
	}
	quoted, _ := json.Marshal(secret)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.secrets == nil {
		m.secrets = map[string]bool{}
	}
	for _, s := range []string{secret, inner(string(quoted)), inner(strconv.Quote(secret)), inner(strconv.QuoteToASCII(secret)),
		url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret))} {
		m.secrets[s] = true
	}
	all := make([]string, 0, len(m.secrets))
	for s := range m.secrets {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool { return len(all[i]) > len(all[j]) }) // a longer secret may begin with a shorter one
	pairs := make([]string, 0, 2*len(all))
	for _, s := range all {
		pairs = append(pairs, s, masked)
	}
	m.words = strings.NewReplacer(pairs...)
}

func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// Mask gives the text with everything hidden that the Masker knows or recognises.
func (m *Masker) Mask(s string) string {
	m.mu.RLock()
	words := m.words
	m.mu.RUnlock()
	if words != nil {
		s = words.Replace(s)
	}
	if t := strings.TrimSpace(s); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		if b := []byte(s); json.Valid(b) { // a body kept as text: its strings are looked at as what they stand for
			return string(m.json(b))
		}
	}
	return Mask(s)
}

var (
	credentials = regexp.MustCompile(`(?i)\b(basic|bearer|token)(\s+)[A-Za-z0-9+/=._~-]{8,}`)
	assignments = regexp.MustCompile(`(?i)((?:x-api-key|authorization|activationkey|esptoken|access_token|id_token|token|password|passwd|\bpass|\bpin)\\*"?\s*[:=]\s*\\*"?)[^"\\\s,;&}]+`)
)

// Mask hides in a text what can be recognised without knowing secrets: credentials, and the check parts of marking codes,
// in the open, in base64 and in hexadecimal.
func Mask(s string) string {
	if len(s) < shortest {
		return s
	}
	s = credentials.ReplaceAllString(s, "$1$2"+masked)
	s = assignments.ReplaceAllString(s, "${1}"+masked)
	return maskEncoded(maskCodes(s))
}
