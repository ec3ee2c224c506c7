package fptr10

import (
	"testing"
	"unicode/utf8"
)

func TestWideStringsComeBack(t *testing.T) {
	for _, size := range []int{2, 4} {
		for _, s := range []string{"", "abc", "Касса №1", "😀", "a\u0000b"} {
			want := s
			if s == "a\u0000b" {
				want = "a"
			}
			b := wide(s, size)
			if got := narrow(b, size); got != want || len(b)%size != 0 {
				t.Errorf("%q in units of %d: % X, read back %q", s, size, b, got)
			}
		}
	}
}

func FuzzNarrow(f *testing.F) {
	f.Add([]byte{0x1A, 0x04, 0, 0}, true)
	f.Add([]byte{0x00, 0xD8, 0x41}, false)
	f.Add([]byte{0xFF, 0xFF, 0xFF, 0xFF, 1, 2}, true)
	f.Fuzz(func(t *testing.T, b []byte, four bool) {
		size := 2
		if four {
			size = 4
		}
		s := narrow(b, size)
		if !utf8.ValidString(s) || narrow(wide(s, size), size) != s {
			t.Errorf("% X in units of %d: %q", b, size, s)
		}
	})
}
