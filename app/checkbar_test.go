package main

import (
	"strings"
	"testing"
	"time"
)

func TestTheBarOfALongRun(t *testing.T) {
	words := catalogue(t, "en")
	for _, c := range []struct {
		name string
		all  int64
		read int
		done int
		last bool
		want string
	}{
		{"a pipe has no end to compare with", 0, 700, 50, false, "checked"},
		{"a file, a quarter read", 1000, 250, 50, false, "[######..................]  25 %"},
		{"the time that is left", 1000, 250, 50, false, "0:30 left"},
		{"codes of the command", 8, 0, 4, false, "[############............]  50 %"},
		{"the end", 1000, 999, 200, true, "[########################] 100 %"},
	} {
		b := &checkBar{words: words, all: c.all}
		if c.read > 0 {
			b.took(strings.Repeat("x", c.read-1))
		}
		got := b.line(c.done, 10*time.Second, c.last)
		if !strings.Contains(strings.ToLower(got), c.want) || len([]rune(got)) > 79 {
			t.Errorf("%s: got %q, want %q in at most 79 signs", c.name, got, c.want)
		}
		if c.last && strings.Contains(got, "left") {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
