package main

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"testing"
)

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	first, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	_, err = net.Listen("tcp", first.Addr().String())
	if got := takenPort(errors.Join(errors.New("start simulators"), err)); got != first.Addr().String() {
		t.Errorf("got %q, want %s (%v)", got, first.Addr(), err)
	}
	if _, err := net.Dial("tcp", "127.0.0.1:1"); takenPort(err) != "" {
		t.Errorf("nobody listens, and %q is taken", takenPort(err))
	}
	words, werr := loadWords("ru")
	if werr != nil {
		t.Fatal(werr)
	}
	var said bytes.Buffer
	p := &program{words: words, errw: &said}
	if code := p.fail(err); code != exitFault || !strings.Contains(said.String(), first.Addr().String()) {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}
