package register

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// module is a local module that may be away, or refuse requests that name one of its bad codes.
type module struct {
	away bool
	bad  []string
	told []string
}

var (
	errAway   = errors.New("away")
	errBad    = errors.New("bad request")
	errNoList = errors.New("keeps no list")
)

func (m *module) take(kind string, cis []string) error {
	if m.away {
		return errAway
	}
	for _, c := range cis {
		switch {
		case slices.Contains(m.bad, c):
			return errBad
		case c == "nobody":
			return errNoList
		}
	}
	for _, c := range cis {
		m.told = append(m.told, kind+" "+c)
	}
	return nil
}

func (m *module) Sell(_ context.Context, cis []string) error   { return m.take("sell", cis) }
func (m *module) Return(_ context.Context, cis []string) error { return m.take("return", cis) }
func (m *module) Gone(err error) bool                          { return errors.Is(err, errNoList) }
func (m *module) Refused(err error) bool                       { return errors.Is(err, errBad) }

func TestTheOutboxLosesNothingAndOneBadCodeHoldsNobodyUp(t *testing.T) {
	dir, now := t.TempDir(), time.Now
	open := func() *store.Store {
		s, err := store.Open(t.Context(), store.Params{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	queue := [][2]string{{"sell", "a"}, {"sell", "bad"}, {"sell", "b"}, {"return", "bad"}, {"return", "a"}, {"sell", "nobody"}, {"sell", "a"}}
	for _, e := range queue {
		if err := s.Write(t.Context(), now(), func(tx *store.Tx) error { return tx.Queue(LocalModule, e[0], e[1], "r") }); err != nil {
			t.Fatal(err)
		}
	}
	m := &module{away: true, bad: []string{"bad"}}
	pass := func() (int, error) {
		return Outbox{Store: s, Teller: m, Log: zerolog.Nop(), Now: now}.Once(t.Context())
	}
	left := func() []store.Errand {
		list, err := s.Errands(t.Context(), LocalModule, 100)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if n, err := pass(); n != 0 || !errors.Is(err, errAway) || len(left()) != len(queue) {
		t.Fatalf("module away: told %d, %v, %d left", n, err, len(left()))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open() // the queue survives the program
	defer func() { _ = s.Close() }()
	m.away = false
	if n, err := pass(); n != 5 || err != nil {
		t.Fatalf("told %d, %v", n, err)
	}
	if want := []string{"sell a", "sell b", "return a", "sell a"}; !slices.Equal(m.told, want) {
		t.Errorf("told %v, want %v", m.told, want)
	}
	rest := left()
	if len(rest) != 2 || rest[0].Cis != "bad" || rest[0].Kind != "sell" || rest[1].Kind != "return" || rest[0].Tries == 0 || rest[0].Trouble == "" {
		t.Errorf("left %+v", rest)
	}
	if n, err := pass(); n != 0 || !errors.Is(err, errBad) { // nothing but the bad code: the pause grows
		t.Errorf("told %d, %v", n, err)
	}
	m.bad, m.told = nil, nil
	for len(left()) > 0 {
		if _, err := pass(); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"sell bad", "return bad"}; !slices.Equal(m.told, want) {
		t.Errorf("told %v, want %v: a return before its sale would leave the code sold", m.told, want)
	}
}
