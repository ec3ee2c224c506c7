package store

import "encoding/json"

// Members hands over the members of a JSON object in their order, each as it stands: the name without its quotes, the value untouched. It tells
// whether the text was one object to its end. Verdicts and records are read by the million, and a few of their members are wanted: this takes a
// tenth of the time of a decoder. What a value holds is not looked at.
func Members(text []byte, take func(name, value []byte)) bool {
	return listed(text, '{', '}', func(at int) int {
		past := stringEnd(text, at)
		if past < 0 {
			return -1
		}
		name := text[at+1 : past-1]
		if at = space(text, past); at == len(text) || text[at] != ':' {
			return -1
		}
		at = space(text, at+1)
		if past = valueEnd(text, at); past >= 0 {
			take(name, text[at:past])
		}
		return past
	})
}

// elements hands over the elements of a JSON array in their order. It tells whether the text was one array to its end.
func elements(text []byte, take func(value []byte)) bool {
	return listed(text, '[', ']', func(at int) int {
		past := valueEnd(text, at)
		if past >= 0 {
			take(text[at:past])
		}
		return past
	})
}

// listed walks what stands between two brackets, separated by commas. item takes what begins at a place and says where it is over, -1 when it is
// no item.
func listed(text []byte, opens, closes byte, item func(at int) int) bool {
	at := space(text, 0)
	if at == len(text) || text[at] != opens {
		return false
	}
	at = space(text, at+1)
	if at < len(text) && text[at] == closes {
		return space(text, at+1) == len(text)
	}
	for {
		past := item(at)
		if past < 0 {
			return false
		}
		at = space(text, past)
		switch {
		case at == len(text):
			return false
		case text[at] == closes:
			return space(text, at+1) == len(text)
		case text[at] != ',':
			return false
		}
		at = space(text, at+1)
	}
}

// space is the first place from at on that is no white space.
func space(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	return at
}

// stringEnd is where the string that begins at a place is over, -1 when none begins there or it has no end.
func stringEnd(text []byte, at int) int {
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

// valueEnd is where the value that begins at a place is over, -1 when it has no end.
func valueEnd(text []byte, at int) int {
	start, deep := at, 0
	for at < len(text) {
		switch text[at] {
		case '"':
			if at = stringEnd(text, at); at < 0 {
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
				return atLeastOne(start, at)
			}
			if deep--; deep == 0 {
				return at + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if deep == 0 {
				return atLeastOne(start, at)
			}
		}
		at++
	}
	return -1
}

// atLeastOne is the end of a value that has at least one sign.
func atLeastOne(start, end int) int {
	if end == start {
		return -1
	}
	return end
}

// PlainText is a JSON string as text; anything else is "".
func PlainText(v []byte) string {
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
