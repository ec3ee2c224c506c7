//go:build e2e && linux

package main

import (
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"net"
	"strings"
	"testing"
)

// eye looks at a virtual display over the X11 protocol itself: a look takes well under a millisecond, a screenshot program a hundred.
type eye struct {
	conn net.Conn
	root uint32
}

// openEye connects to a display like ":7" that asks for no authorisation.
func openEye(t *testing.T, display string) *eye {
	t.Helper()
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(display, ":"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	e := &eye{conn: conn}
	if err := e.hello(); err != nil {
		t.Fatalf("connect to the display: %v", err)
	}
	return e
}

// hello sets the connection up and learns which window is the root (X11 protocol, chapter 8).
func (e *eye) hello() error {
	ask := make([]byte, 12)
	ask[0] = 'l'
	binary.LittleEndian.PutUint16(ask[2:], 11)
	if _, err := e.conn.Write(ask); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(e.conn, head); err != nil {
		return err
	}
	body := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(e.conn, body); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("the display refused: %q", body)
	}
	vendor := int(binary.LittleEndian.Uint16(body[16:]))
	screen := 32 + (vendor+3)/4*4 + 8*int(body[21])
	e.root = binary.LittleEndian.Uint32(body[screen:])
	return nil
}

// look reads a rectangle of the display.
func (e *eye) look(t *testing.T, r image.Rectangle) *image.RGBA {
	t.Helper()
	const getImage, zPixmap = 73, 2
	ask := make([]byte, 20)
	ask[0], ask[1], ask[2] = getImage, zPixmap, 5
	binary.LittleEndian.PutUint32(ask[4:], e.root)
	for i, v := range []int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} {
		binary.LittleEndian.PutUint16(ask[8+2*i:], uint16(v))
	}
	binary.LittleEndian.PutUint32(ask[16:], 1<<32-1)
	if _, err := e.conn.Write(ask); err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 32)
	for head[0] != 1 { // what is no reply is an event: whoever types changes the keyboard's map, and everybody is told
		if _, err := io.ReadFull(e.conn, head); err != nil {
			t.Fatal(err)
		}
		if head[0] == 0 {
			t.Fatalf("the display shows nothing: error %d", head[1])
		}
	}
	data := make([]byte, 4*int(binary.LittleEndian.Uint32(head[4:])))
	if _, err := io.ReadFull(e.conn, data); err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for i := 0; i+3 < len(data) && i+3 < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = data[i+2], data[i+1], data[i], 255
	}
	return img
}
