package wire

import "encoding/json"

// An answer is read once for every scan, in the time that the cashier waits, so after one json.Valid its members are walked in
// place instead of being decoded by reflection. The walkers trust that validity but never run past the end.

// members calls each for every member of an object; the key stands there without quotes and unescaped keys only match themselves.
func members(obj []byte, each func(key, value []byte)) {
	i := skipSpace(obj, 0)
	if i >= len(obj) || obj[i] != '{' {
		return
	}
	for i++; ; i++ {
		i = skipSpace(obj, i)
		if i >= len(obj) || obj[i] != '"' {
			return
		}
		end := skipValue(obj, i)
		key := obj[i+1 : max(end-1, i+1)]
		i = skipSpace(obj, end)
		if i >= len(obj) || obj[i] != ':' {
			return
		}
		i = skipSpace(obj, i+1)
		end = skipValue(obj, i)
		each(key, obj[i:end])
		i = skipSpace(obj, end)
		if i >= len(obj) || obj[i] != ',' {
			return
		}
	}
}

// Elements splits a JSON array into its values, at most 100 of them; any other value but null is a list of itself.
func Elements(b []byte) []json.RawMessage {
	const most = 100
	i := skipSpace(b, 0)
	if i >= len(b) || string(b[i:]) == "null" {
		return nil
	}
	if b[i] != '[' {
		return []json.RawMessage{b[i:]}
	}
	var all []json.RawMessage
	for i++; len(all) < most; i++ {
		i = skipSpace(b, i)
		end := skipValue(b, i)
		if end == i { // an empty list, or its end
			break
		}
		all = append(all, b[i:end])
		i = skipSpace(b, end)
		if i >= len(b) || b[i] != ',' {
			break
		}
	}
	return all
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// skipValue is the index after the value that begins at i.
func skipValue(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',', ':', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue // inside a number or a literal, which the next sign ends
		}
		if depth == 0 {
			return min(i+1, len(b))
		}
	}
	return len(b)
}
