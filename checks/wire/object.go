package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Object decodes a JSON object into a struct whose fields are the lenient types of this package. It tells whether the bytes were
// an object at all; a byte order mark is forgiven.
func Object(b []byte, into any) bool {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	return len(b) > 0 && b[0] == '{' && json.Unmarshal(b, into) == nil
}

// JSON encodes a request. Signs like < and & stay as they are, the way the services' own clients send them. The value must be made
// of types that always encode.
func JSON(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("wire: %T cannot be encoded: %v", v, err)) // a fault of this program, seen by its first test
	}
	return bytes.TrimRight(buf.Bytes(), "\n")
}
