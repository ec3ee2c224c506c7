package journal

import (
	"encoding/json"
	"strconv"

	"dobro/checks"
)

// members hands over the members of a JSON object in their order, each as it stands: the name without its quotes, the value untouched. It tells
// whether the text was one object to its end. Verdicts are read by the hundred thousand for an export, and a few of their members are wanted:
// this takes a tenth of the time of a decoder. What a value holds is not looked at.
func members(text []byte, take func(name, value []byte)) bool {
	at := space(text, 0)
	if at == len(text) || text[at] != '{' {
		return false
	}
	at = space(text, at+1)
	if at < len(text) && text[at] == '}' {
		return space(text, at+1) == len(text)
	}
	for {
		past := quoted(text, at)
		if past < 0 {
			return false
		}
		name := text[at+1 : past-1]
		at = space(text, past)
		if at == len(text) || text[at] != ':' {
			return false
		}
		at = space(text, at+1)
		if past = value(text, at); past < 0 {
			return false
		}
		take(name, text[at:past])
		at = space(text, past)
		if at == len(text) {
			return false
		}
		switch text[at] {
		case ',':
			at = space(text, at+1)
		case '}':
			return space(text, at+1) == len(text)
		default:
			return false
		}
	}
}

// space is the first place from at on that is no white space.
func space(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	return at
}

// quoted is where the string that begins at a place is over, -1 when none begins there or it has no end.
func quoted(text []byte, at int) int {
	if at >= len(text) || text[at] != '"' {
		return -1
	}
	for at++; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return -1
}

// value is where the value that begins at a place is over, -1 when it has no end.
func value(text []byte, at int) int {
	start, deep := at, 0
	for at < len(text) {
		switch text[at] {
		case '"':
			if at = quoted(text, at); at < 0 {
				return -1
			}
			if deep == 0 {
				return at
			}
			continue
		case '{', '[':
			deep++
		case '}', ']':
			if deep == 0 {
				return some(start, at)
			}
			if deep--; deep == 0 {
				return at + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if deep == 0 {
				return some(start, at)
			}
		}
		at++
	}
	return -1
}

// some is the end of a value that has at least one sign.
func some(start, end int) int {
	if end == start {
		return -1
	}
	return end
}

// plainText is a JSON string as text; anything else is "".
func plainText(v []byte) string {
	if len(v) < 2 || v[0] != '"' {
		return ""
	}
	for _, b := range v {
		if b == '\\' {
			var s string
			if json.Unmarshal(v, &s) != nil {
				return ""
			}
			return s
		}
	}
	return string(v[1 : len(v)-1])
}

// facets are those parts of a verdict that tables and sums show; what cannot be read is empty: it is a newer program's.
type facets struct {
	Rules    string
	Reasons  []checks.Reason
	Evidence checks.Evidence
}

func facetsOf(verdict []byte) (f facets) {
	sound := members(verdict, func(name, value []byte) {
		switch string(name) {
		case "rules":
			f.Rules = plainText(value)
		case "reasons":
			if string(value) != "[]" && json.Unmarshal(value, &f.Reasons) != nil {
				f.Reasons = nil
			}
		case "evidence":
			f.Evidence = evidenceOf(value)
		}
	})
	if !sound {
		return facets{}
	}
	return f
}

func evidenceOf(text []byte) (e checks.Evidence) {
	members(text, func(name, value []byte) {
		switch string(name) {
		case "reqId":
			e.ReqID = plainText(value)
		case "reqTimestamp":
			e.ReqTimestamp, _ = strconv.ParseInt(string(value), 10, 64) // no number is no time
		case "inst":
			e.Inst = plainText(value)
		case "version":
			e.Version = plainText(value)
		case "tag1265":
			e.Tag1265 = plainText(value)
		}
	})
	return e
}
