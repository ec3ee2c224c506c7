package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestBarIsDrawnOnATerminalOnly(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/err")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, out := range []interface{ Write([]byte) (int, error) }{&bytes.Buffer{}, file} {
		b := newBar(out, func(int, int) string { return "" })
		b.show(1, 2)
		b.clear()
		if b != nil {
			t.Errorf("%T is no terminal", out)
		}
	}
	var drawn bytes.Buffer
	b := &bar{out: &drawn, say: func(done, of int) string { return "days" }}
	b.show(15, 30)
	b.show(16, 30) // too soon to be worth drawing
	b.show(30, 30)
	b.clear()
	said := strings.Split(drawn.String(), "\r")
	if len(said) != 5 || !strings.HasPrefix(said[1], "["+strings.Repeat("#", 15)+strings.Repeat(".", 15)+"]  50 %") || !strings.Contains(said[2], "100 %") || strings.TrimSpace(said[3]) != "" {
		t.Errorf("drew %q", said)
	}
}
