package instance

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOtherStartsSpeakToTheWindow(t *testing.T) {
	dir := t.TempDir()
	w, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	busy := true
	ended := make(chan int)
	stop := make(chan struct{})
	go func() {
		shown := 0
		for {
			select {
			case a := <-w.Asked():
				if !a.Quit {
					shown++
				}
				a.Answer(!a.Quit || !busy)
				if a.Quit {
					busy = false
				}
			case <-stop:
				ended <- shown
				return
			}
		}
	}()
	for range 3 {
		if err := Raise(t.Context(), dir); err != nil {
			t.Error(err)
		}
	}
	if err := Quit(t.Context(), dir); !errors.Is(err, ErrBusy) {
		t.Errorf("with a receipt open: %v, want %v", err, ErrBusy)
	}
	if err := Quit(t.Context(), dir); err != nil {
		t.Errorf("without one: %v", err)
	}
	close(stop)
	if shown := <-ended; shown != 3 {
		t.Errorf("shown %d times, want 3", shown)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if err := Raise(t.Context(), dir); !errors.Is(err, ErrNone) {
		t.Errorf("after the end: %v, want %v", err, ErrNone)
	}
}

func TestAWindowThatHangsIsNoWindow(t *testing.T) {
	dir := t.TempDir()
	w, err := Listen(dir) // and nobody looks at what is asked
	if err != nil {
		t.Fatal(err)
	}
	if err := Raise(t.Context(), dir); !errors.Is(err, ErrNone) {
		t.Errorf("%v, want %v", err, ErrNone)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

func TestAnAddressOfADeadWindowIsNoWindow(t *testing.T) {
	for name, text := range map[string]string{
		"порт никто не слушает": "127.0.0.1:1 00\n", "чужой компьютер": "192.0.2.1:80 00\n", "мусор": "\x00", "пусто": "",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Raise(t.Context(), dir); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, want %v", name, err, ErrNone)
		}
	}
}

func TestAStrangerRaisesNothing(t *testing.T) {
	w, err := Listen(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	for name, said := range map[string]string{"не тот секрет": "ffffffffffffffffffffffffffffffff show\n", "без конца строки": strings.Repeat("x", 4*longest), "запрос браузера": "GET / HTTP/1.1\r\n\r\n"} {
		c, err := net.Dial("tcp", w.l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(c, said)
		if b, _ := io.ReadAll(c); len(b) != 0 {
			t.Errorf("%s: answered %q", name, b)
		}
		_ = c.Close()
	}
	select {
	case <-w.Asked():
		t.Error("a stranger raised the window")
	default:
	}
}
