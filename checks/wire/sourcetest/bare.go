package sourcetest

import (
	"bytes"
	"io"
	"net/http/httptest"
	"testing"
)

// BareExchange is the floor of a benchmark: net/http posts some 300 bytes and reads the answer, nothing more.
func BareExchange(b *testing.B, server *httptest.Server, path string) {
	body := bytes.Repeat([]byte("x"), 300)
	client := server.Client()
	for b.Loop() {
		resp, err := client.Post(server.URL+path, "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}
