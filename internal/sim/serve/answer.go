package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// JSON answers with a status and a value; <, > and & stay as they are, like the real services send them.
func JSON(w http.ResponseWriter, status int, v any) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// Read decodes a request body strictly; see Decode.
func Read(r *http.Request, into any) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	return Decode(body, into)
}
