package shtrih

import (
	"bytes"
	"io"
	"testing"
)

// duplex reads what a host says and keeps what the printer answers.
type duplex struct {
	io.Reader
	bytes.Buffer
}

func (d *duplex) Read(p []byte) (int, error) { return d.Reader.Read(p) }

func say(t *testing.T, d *Device, bytesIn []byte) []byte {
	t.Helper()
	x := &duplex{Reader: bytes.NewReader(bytesIn)}
	if err := d.Talk(x); err == nil {
		t.Error("the end of a channel is no error")
	}
	return x.Bytes()
}

func TestControlBytes(t *testing.T) {
	short := frame([]byte{0x10, 30, 0, 0, 0})
	damaged := append([]byte{}, short...)
	damaged[len(damaged)-1] ^= 1
	for _, c := range []struct {
		name string
		in   []byte
		want []byte // how the answer begins
		size int
	}{
		{"ENQ with nothing to say", []byte{enq}, []byte{nak}, 1},
		{"a command is confirmed and answered", short, []byte{ack, stx, 17, 0x10, 0, 30}, 21},
		{"an answer nobody took is offered again", append(append([]byte{}, short...), enq), []byte{ack, stx, 17, 0x10, 0, 30}, 42},
		{"an answer that was taken is not", append(append([]byte{}, short...), ack, enq), []byte{ack, stx, 17, 0x10}, 22},
		{"a damaged command is refused", damaged, []byte{nak}, 1},
		{"noise is ignored", []byte{0xFF, 0, 7, enq}, []byte{nak}, 1},
		{"a wrong password", frame([]byte{0x10, 1, 0, 0, 0}), []byte{ack, stx, 2, 0x10, wrongPassword}, 6},
		{"an unknown command", frame([]byte{0x99, 30, 0, 0, 0}), []byte{ack, stx, 2, 0x99, unknown}, 6},
	} {
		got := say(t, New(Params{}), c.in)
		if !bytes.HasPrefix(got, c.want) || len(got) != c.size {
			t.Errorf("%s: % X\n got % X\nwant % X … of %d bytes", c.name, c.in, got, c.want, c.size)
		}
	}
}

func TestWithoutPowerThereIsSilence(t *testing.T) {
	d := New(Params{})
	d.PowerOff()
	if got := say(t, d, append([]byte{enq}, frame([]byte{0x10, 30, 0, 0, 0})...)); len(got) != 0 {
		t.Errorf("got % X", got)
	}
	d.PowerOn()
	if got := say(t, d, []byte{enq}); !bytes.Equal(got, []byte{nak}) {
		t.Errorf("with power again: % X", got)
	}
}

func FuzzTalk(f *testing.F) {
	f.Add(frame([]byte{0xFF, 0x46, 30, 0, 0, 0, 1}))
	f.Add(append(frame([]byte{0xE0, 30, 0, 0, 0}), frame([]byte{0x8D, 30, 0, 0, 0, 0})...))
	f.Add(frame([]byte{0xFF, 0x61, 30, 0, 0, 0, 1, 0, 200, 9, 'x'}))
	f.Add(frame([]byte{0xFF, 0x4D, 30, 0, 0, 0, 0xEC, 4, 0xFF, 0xFF}))
	f.Fuzz(func(t *testing.T, b []byte) {
		d := New(Params{})
		d.PowerOn()
		say(t, d, append(append(frame([]byte{0xE0, 30, 0, 0, 0}), frame([]byte{0x8D, 30, 0, 0, 0, 0})...), b...))
		say(t, d, frame(b[:min(len(b), 255)]))
		if n := len(d.Receipts()); n > len(b)/182 {
			t.Errorf("%d receipts out of %d bytes", n, len(b))
		}
	})
}
