package atol

import (
	"encoding/base64"
	"encoding/json"

	"dobro/internal/money"
)

// reading takes values out of a task whose types were checked before; what is absent is zero.
type reading map[string]any

func (o reading) text(name string) string {
	s, _ := o[name].(string)
	return s
}

func (o reading) flag(name string) bool {
	b, _ := o[name].(bool)
	return b
}

func (o reading) in(name string) reading {
	m, _ := o[name].(map[string]any)
	return m
}

func (o reading) list(name string) []reading {
	all, _ := o[name].([]any)
	out := make([]reading, 0, len(all))
	for _, one := range all {
		m, _ := one.(map[string]any)
		out = append(out, m)
	}
	return out
}

func (o reading) number(name string, decimals int) int64 {
	n, _ := o[name].(json.Number)
	v, _ := fixed(n.String(), decimals)
	return v
}

func (o reading) integer(name string) int64 { return o.number(name, 0) }

func (o reading) money(name string) money.Kopecks { return money.Kopecks(o.number(name, 2)) }

func (o reading) bytes(name string) string {
	raw, _ := base64.StdEncoding.DecodeString(o.text(name))
	return string(raw)
}

func (o reading) has(name string) bool { return o[name] != nil }

// taskCodes finds the marking codes of a task, for matching faults.
func taskCodes(t map[string]any) []string {
	var out []string
	for _, line := range reading(t).list("items") {
		if code := line.in("imcParams").bytes("imc"); code != "" {
			out = append(out, code)
		}
	}
	for _, one := range reading(t).list("params") {
		out = append(out, one.bytes("imc"))
	}
	return append(out, reading(t).in("params").bytes("imc"))
}
