//go:build e2e && linux

package main

import (
	"encoding/binary"
	"image"
	"image/color"
	"io"
	"testing"
)

// at is the colour of one point.
func (e *eye) at(t *testing.T, x, y int) color.RGBA {
	return e.look(t, image.Rect(x, y, x+1, y+1)).RGBAAt(0, 0)
}

// hand presses keys over the X11 protocol itself, by the extension XTEST: a program that does it needs as long to start as the till needs
// to answer.
type hand struct {
	*eye
	xtest byte
}

// keycodes of the keys that are pressed, as every X server with evdev's layout counts them.
var keycodes = map[string]byte{"Return": 36, "BackSpace": 22, "Escape": 9, "F2": 68, "F9": 75, "F11": 95,
	"1": 10, "2": 11, "3": 12, "4": 13, "5": 14, "6": 15, "7": 16, "8": 17, "9": 18, "0": 19}

// openHand connects to a display with a second connection and asks for the extension.
func openHand(t *testing.T, display string) *hand {
	t.Helper()
	h := &hand{eye: openEye(t, display)}
	const queryExtension, name = 98, "XTEST"
	ask := make([]byte, 16)
	ask[0] = queryExtension
	binary.LittleEndian.PutUint16(ask[2:], 4)
	binary.LittleEndian.PutUint16(ask[4:], uint16(len(name)))
	copy(ask[8:], name)
	if _, err := h.conn.Write(ask); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 32)
	if _, err := io.ReadFull(h.conn, answer); err != nil {
		t.Fatal(err)
	}
	if answer[0] != 1 || answer[8] == 0 {
		t.Fatal("the display has no extension XTEST")
	}
	h.xtest = answer[9]
	return h
}

// press presses keys and lets them go; it returns when the display was told.
func (h *hand) press(t *testing.T, keys ...string) {
	t.Helper()
	const fakeInput, down, up = 2, 2, 3
	for _, k := range keys {
		code, ok := keycodes[k]
		if !ok {
			t.Fatalf("no code for the key %q", k)
		}
		for _, what := range []byte{down, up} {
			ask := make([]byte, 36)
			ask[0], ask[1] = h.xtest, fakeInput
			binary.LittleEndian.PutUint16(ask[2:], 9)
			ask[4], ask[5] = what, code
			if _, err := h.conn.Write(ask); err != nil {
				t.Fatal(err)
			}
		}
	}
}
