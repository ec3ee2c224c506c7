package logging

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// Writer masks whole lines on their way to w. Each Write must hold whole lines, as zerolog and the standard log do.
func (m *Masker) Writer(w io.Writer) io.Writer { return maskingWriter{m, w} }

type maskingWriter struct {
	m *Masker
	w io.Writer
}

func (w maskingWriter) Write(p []byte) (int, error) {
	out := p
	if json.Valid(p) {
		out = w.m.json(p)
	} else {
		out = []byte(w.m.Mask(string(p)))
	}
	if _, err := w.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil // the caller counts its own bytes
}

// sensitive are the keys whose values are hidden whatever they are.
var sensitive = map[string]bool{"token": true, "password": true, "pass": true, "pin": true, "secret": true, "authorization": true,
	"x-api-key": true, "access_token": true, "id_token": true, "esptoken": true, "activationkey": true}

// json masks every string of a JSON text as what it stands for, so that escapes do not hide anything from the search; the rest
// is copied as it is.
func (m *Masker) json(p []byte) []byte {
	var out bytes.Buffer
	hide := false
	for i := 0; i < len(p); {
		if p[i] != '"' {
			out.WriteByte(p[i])
			i++
			continue
		}
		end := i + 1
		for end < len(p) && p[end] != '"' {
			if p[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end+1, len(p))
		raw := p[i:end]
		i = end
		var s string
		if json.Unmarshal(raw, &s) != nil {
			out.WriteString(`"` + masked + `"`) // cannot be, and must not get through
			continue
		}
		key := bytes.HasPrefix(bytes.TrimLeft(p[i:], " \t\r\n"), []byte(":"))
		clean := m.Mask(s)
		if hide && !key {
			clean = masked
		}
		if clean == s {
			out.Write(raw)
		} else {
			out.Write(encode(clean))
		}
		hide = key && sensitive[strings.ToLower(s)]
	}
	return out.Bytes()
}

func encode(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return bytes.TrimRight(b.Bytes(), "\n")
}
