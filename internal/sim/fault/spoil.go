package fault

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
)

// Spoil turns a good JSON answer into a bad one of the shape.
func Spoil(shape string, good []byte) []byte {
	switch shape {
	case HalfJSON:
		return good[:len(good)/2]
	case HTML:
		return []byte("<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>")
	case Garbage:
		out, r := make([]byte, 256), rand.New(rand.NewPCG(uint64(len(good)), 7))
		for i := range out {
			out[i] = byte(r.Uint32())
		}
		return out
	case WrongTypes:
		return wrongTypes(good)
	case Null:
		return []byte("null")
	}
	return nil
}

// wrongTypes keeps the keys and gives every value a type that its reader does not expect.
func wrongTypes(good []byte) []byte {
	var tree any
	d := json.NewDecoder(bytes.NewReader(good))
	d.UseNumber()
	if d.Decode(&tree) != nil {
		return []byte("[1,2,3]")
	}
	out, err := json.Marshal(twist(tree, 0))
	if err != nil {
		return []byte("[1,2,3]")
	}
	return out
}

func twist(v any, depth int) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = twist(v[k], depth+1)
		}
		return v
	case []any:
		if depth > 4 || len(v) == 0 {
			return map[string]any{"0": v}
		}
		for i := range v {
			v[i] = twist(v[i], depth+1)
		}
		return v
	case string:
		return map[string]any{"value": v}
	case json.Number:
		return []any{v.String()}
	case bool:
		return "да"
	}
	return 1.5
}
