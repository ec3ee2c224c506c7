package recorder

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"dobro/internal/marking"
)

// keyName is the file with the key of the masks. It stays in the till's folder: whoever has it and a list of codes could tell which of
// them a recording speaks of.
const keyName = "key"

const keySize = 32

// mostRemembered bounds the memory of codes that were masked.
const mostRemembered = 4096

// tries is how often another made-up code is tried when one does not read like the true one. Nearly always the first one does; a number
// with a check digit takes ten on average.
const tries = 200

// mask makes what may be written out of what may not. It belongs to the writer's goroutine.
type mask struct {
	key     []byte
	reading marking.Options
	codes   map[string]made
}

// made is a masked scan: as it would be scanned, and its identification.
type made struct{ raw, cis string }

func newMask(dir string, reading marking.Options) (*mask, error) {
	key, err := maskKey(filepath.Join(dir, keyName))
	if err != nil {
		return nil, err
	}
	return &mask{key: key, reading: reading, codes: map[string]made{}}, nil
}

// maskKey reads the key, or makes one: the same code looks the same in all recordings of a till.
func maskKey(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if err == nil && len(key) == keySize {
		return key, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the recorder's key: %w", err)
	}
	key = make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	if err := os.WriteFile(path, key, 0o600); err != nil {
		return nil, fmt.Errorf("make the recorder's key: %w", err)
	}
	return key, nil
}

// scan masks what a scanner sent: codes become made-up ones of the same product that read the same way, barcodes of goods stay.
func (m *mask) scan(raw string) string { return m.code(raw).raw }

// code masks a scan and gives the identification of the made-up code too.
func (m *mask) code(raw string) made {
	if out, ok := m.codes[raw]; ok {
		return out
	}
	if len(m.codes) >= mostRemembered {
		clear(m.codes)
	}
	out := m.makeUp(raw)
	m.codes[raw] = out
	return out
}

func (m *mask) makeUp(raw string) made {
	code, err := marking.ParseWith(raw, m.reading)
	if err == nil && (code.Kind == marking.KindBarcode || code.Kind == marking.KindWeight) {
		return made{raw: raw}
	}
	want := look(code, err)
	text := raw
	if err == nil && code.Kind.Marked() {
		text = replaceParts(raw, code, func(name, value string) string { return m.like(value, name+code.GTIN, 0) })
		if c, cerr := marking.ParseWith(text, m.reading); cerr == nil && look(c, nil) == want {
			return made{text, c.Cis}
		}
		text = code.Full // what was mended comes as it was meant: a made-up code need not break the same way
	}
	keep := 0
	if !fixed.MatchString(text) {
		keep = known(text, code, err)
	}
	var first made
	for n := range tries {
		candidate := text[:keep] + m.around(text[keep:], n)
		c, cerr := marking.ParseWith(candidate, m.reading)
		out := made{candidate, c.Cis}
		if look(c, cerr) == want {
			return out
		}
		if n == 0 {
			first = out
		}
	}
	return first
}

// fixed are the pieces of a scan that say what it is and hide nothing: heads of codes with their product, identifiers of check parts,
// the host of a link, the head of a box's number.
var fixed = regexp.MustCompile(`^\][A-Za-z][0-9]|^00|^[a-z]+://[^/?#]*|01\d{14}21|\x1d9[123]|\x1d8005\d{6}`)

// around makes up everything between the fixed pieces.
func (m *mask) around(s string, n int) string {
	var b strings.Builder
	at := 0
	for _, piece := range fixed.FindAllStringIndex(s, -1) {
		b.WriteString(m.like(s[at:piece[0]], "scan", n) + s[piece[0]:piece[1]])
		at = piece[1]
	}
	b.WriteString(m.like(s[at:], "scan", n))
	return b.String()
}

// looks is what a made-up code has in common with the true one.
type looks struct {
	kind             marking.Kind
	gtin, expiry     string
	price, grams, ml int64
	restored         bool
	reason           marking.Reason
}

func look(c marking.Code, err error) looks {
	out := looks{c.Kind, c.GTIN, c.Expiry, c.MaxPrice, c.Weight, c.Volume, c.Restored, ""}
	var refused *marking.Error
	if errors.As(err, &refused) {
		out.kind, out.gtin, out.reason = refused.Kind, refused.GTIN, refused.Reason
	}
	return out
}

// replaceParts puts other serial numbers and check parts into a code, wherever the scan holds them as they are.
func replaceParts(raw string, code marking.Code, other func(name, value string) string) string {
	for f := range marking.Fields(code.Full) {
		switch f.Name {
		case "serial", "signature", "check", "lot", "rest", "code", "sscc", "article":
			raw = strings.Replace(raw, f.Value, other(f.Name, f.Value), 1)
		}
	}
	return raw
}

// known counts the bytes at the beginning of a scan that stay: they name the product at most.
func known(text string, code marking.Code, err error) int {
	gtin := code.GTIN
	var refused *marking.Error
	if errors.As(err, &refused) {
		gtin = refused.GTIN
	}
	switch {
	case gtin != "" && strings.Contains(text, gtin) && len(text) > len(gtin):
		return strings.Index(text, gtin) + len(gtin)
	case len(text) > 20 && strings.HasPrefix(text, "01"):
		return 16
	}
	return 0
}

// like gives text of the same make: digits for digits, letters for letters, everything else as it is. The same value always becomes
// the same text; n asks for another one.
func (m *mask) like(value, purpose string, n int) string {
	stream := m.stream(value, purpose, n)
	var b strings.Builder
	for _, r := range value {
		const cyrillic = 32
		switch {
		case r >= '0' && r <= '9':
			b.WriteByte('0' + byte(stream()%10))
		case r >= 'A' && r <= 'Z':
			b.WriteByte('A' + byte(stream()%26))
		case r >= 'a' && r <= 'z':
			b.WriteByte('a' + byte(stream()%26))
		case r >= 'а' && r <= 'я':
			b.WriteRune('а' + rune(stream()%cyrillic))
		case r >= 'А' && r <= 'Я':
			b.WriteRune('А' + rune(stream()%cyrillic))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// stream gives numbers that only the key can repeat.
func (m *mask) stream(value, purpose string, n int) func() uint32 {
	h := hmac.New(sha256.New, m.key)
	fmt.Fprintf(h, "%s\x00%d\x00%s", purpose, n, value)
	seed := h.Sum(nil)
	var block []byte
	count := uint32(0)
	return func() uint32 {
		if len(block) == 0 {
			next := hmac.New(sha256.New, seed)
			_ = binary.Write(next, binary.BigEndian, count)
			count++
			block = next.Sum(nil)
		}
		v := binary.BigEndian.Uint32(block)
		block = block[4:]
		return v
	}
}

// number masks what names the shop or its devices: tax numbers, fiscal drives, serial numbers.
func (m *mask) number(s string) string { return m.like(s, "number", 0) }

// contact keeps the form of a buyer's address and nothing of it.
func contact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '7'
		case r == '@' || r == '.' || r == '+' || r == '-' || r == ' ':
			return r
		}
		return 'x'
	}, s)
}

// words stand for a text that somebody typed: the till only asks whether there is one.
func words(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "…"
}
