package scanner

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	milk = "0104670540176099215NN*cM\x1d93dGVz"
	pack = "04601653035829H;dV)bFABVUdGVz"
)

// piece is what one Read gave, and the silence before it.
type piece struct {
	after time.Duration
	bytes string
}

func TestFramer(t *testing.T) {
	ms := time.Millisecond
	each := func(s string, gap time.Duration) (all []piece) {
		for i := range len(s) {
			all = append(all, piece{gap, s[i : i+1]})
		}
		return all
	}
	tests := []struct {
		name   string
		pieces []piece
		end    time.Duration // silence after the last piece
		want   []string
	}{
		{"suffix CR", []piece{{0, milk + "\r"}}, 0, []string{milk}},
		{"suffix CR LF is one end", []piece{{0, milk + "\r\n" + pack + "\r\n"}}, 0, []string{milk, pack}},
		{"suffix TAB", []piece{{0, milk + "\t"}}, 0, []string{milk}},
		{"STX and ETX around", []piece{{0, "\x02" + milk + "\x03"}}, 0, []string{milk}},
		{"no suffix, silence", []piece{{0, milk}}, 40 * ms, []string{milk}},
		{"no suffix, not yet silence", []piece{{0, milk}}, 39 * ms, nil},
		{"one byte at a time", each(milk+"\r", 10*ms), 0, []string{milk}},
		{"one byte at a time without a suffix", each(milk, 30*ms), 40 * ms, []string{milk}},
		{"two scans in one read", []piece{{0, milk + "\r" + pack + "\r"}}, 0, []string{milk, pack}},
		{"two scans that silence parts, read late", []piece{{0, milk}, {100 * ms, pack}}, 50 * ms, []string{milk, pack}},
		{"suffix that comes alone", []piece{{0, milk}, {35 * ms, "\r"}}, 0, []string{milk}},
		{"suffix after the silence makes no empty scan", []piece{{0, milk}, {60 * ms, "\r"}}, 100 * ms, []string{milk}},
		{"a port with suffixes may pause within a code", []piece{{0, pack + "\r"}, {time.Second, milk[:10]}, {150 * ms, milk[10:] + "\r"}}, 0, []string{pack, milk}},
		{"a port with suffixes that lost one", []piece{{0, pack + "\r"}, {time.Second, milk}}, 300 * ms, []string{pack, milk}},
		{"separator at the very end stays", []piece{{0, milk + "\x1d\r"}}, 0, []string{milk + "\x1d"}},
		{"bytes beyond ASCII stay", []piece{{0, "\xE8" + milk + "\r"}}, 0, []string{"\xE8" + milk}},
		{"noughts of a line just plugged in", []piece{{0, "\x00\x00"}}, time.Second, nil},
		{"empty lines", []piece{{0, "\r\n\r\n\r"}}, time.Second, nil},
		{"too long is thrown away, the next is read", []piece{{0, strings.Repeat("1", MaxLength+1)}, {0, "234\r" + milk + "\r"}}, 0, []string{milk}},
		{"as long as may be", []piece{{0, strings.Repeat("1", MaxLength) + "\r"}}, 0, []string{strings.Repeat("1", MaxLength)}},
		{"endless noise without an end", []piece{{0, strings.Repeat("1", 3*MaxLength)}, {500 * ms, milk + "\r"}}, 0, []string{milk}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFramer(40*ms, 300*ms)
			now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
			var got []string
			take := func(reads ...read) {
				for _, r := range reads {
					got = append(got, r.raw)
				}
			}
			for _, p := range tt.pieces {
				now = now.Add(p.after)
				take(f.feed([]byte(p.bytes), now)...)
			}
			if s, ok := f.tick(now.Add(tt.end)); ok {
				take(s)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("pieces %.300v\ngot  %q\nwant %q", tt.pieces, got, tt.want)
			}
		})
	}
}

func TestTheFramerSaysWhetherAnEndCame(t *testing.T) {
	for _, tt := range []struct {
		name, bytes string
		want        []read
	}{
		{"CR ends it", milk + "\r", []read{{milk, EndingSent}}},
		{"ETX ends it", "\x02" + milk + "\x03", []read{{milk, EndingSent}}},
		{"silence ends it", milk, []read{{milk, EndingNone}}},
		{"the second of two lost its end", milk + "\r" + pack, []read{{milk, EndingSent}, {pack, EndingNone}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFramer(40*time.Millisecond, 300*time.Millisecond)
			now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
			got := f.feed([]byte(tt.bytes), now)
			if r, ok := f.tick(now.Add(time.Second)); ok {
				got = append(got, r)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("bytes %q\ngot  %+v\nwant %+v", tt.bytes, got, tt.want)
			}
		})
	}
}

func FuzzFramer(f *testing.F) {
	f.Add([]byte(milk+"\r\n"+pack), byte(3))
	f.Add([]byte("\x00\x02\x03\t\r\n"), byte(0))
	f.Fuzz(func(t *testing.T, b []byte, cut byte) {
		now := time.Unix(0, 0)
		whole, parts := newFramer(time.Second, time.Second), newFramer(time.Second, time.Second)
		var a, c []read
		a = append(a, whole.feed(b, now)...)
		for len(b) > 0 {
			n := min(int(cut)+1, len(b))
			c = append(c, parts.feed(b[:n], now)...)
			b = b[n:]
		}
		if !reflect.DeepEqual(a, c) || whole.pending() != parts.pending() {
			t.Fatalf("cut into pieces of %d: %q, whole: %q", cut, c, a)
		}
		for _, s := range a {
			if s.raw == "" || len(s.raw) > MaxLength || strings.ContainsAny(s.raw, "\r\n\t") || s.ending == EndingUnknown {
				t.Fatalf("bad scan %+v", s)
			}
		}
	})
}
