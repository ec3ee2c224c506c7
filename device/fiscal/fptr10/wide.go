package fptr10

import (
	"encoding/binary"
	"runtime"
	"unicode/utf16"
	"unicode/utf8"
)

// wideSize is the size of wchar_t: UTF-16 on Windows, UTF-32 elsewhere.
var wideSize = map[bool]int{true: 2, false: 4}[runtime.GOOS == "windows"]

// wide is a string as the library reads it, with its terminating zero.
func wide(s string, size int) []byte {
	var out []byte
	if size == 2 {
		for _, u := range utf16.Encode([]rune(s)) {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
		return append(out, 0, 0)
	}
	for _, r := range s {
		out = binary.LittleEndian.AppendUint32(out, uint32(r))
	}
	return append(out, 0, 0, 0, 0)
}

// narrow reads a string of the library up to its zero or to the end of the buffer.
func narrow(b []byte, size int) string {
	if size == 2 {
		var units []uint16
		for ; len(b) >= 2; b = b[2:] {
			u := binary.LittleEndian.Uint16(b)
			if u == 0 {
				break
			}
			units = append(units, u)
		}
		return string(utf16.Decode(units))
	}
	var runes []rune
	for ; len(b) >= 4; b = b[4:] {
		u := binary.LittleEndian.Uint32(b)
		if u == 0 {
			break
		}
		r := rune(u)
		if u > utf8.MaxRune || !utf8.ValidRune(r) {
			r = utf8.RuneError
		}
		runes = append(runes, r)
	}
	return string(runes)
}
