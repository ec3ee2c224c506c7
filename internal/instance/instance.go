// Package instance lets a second start of the program bring the window of the first to the front instead of opening another one. The
// window listens on a loopback port and leaves its address, with a secret that only users of the data folder can read, in that folder.
package instance

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// FileName of the address in the data folder: "host:port secret" and a line feed.
const FileName = "window.addr"

const (
	patience = 2 * time.Second // for one exchange on the loopback
	longest  = 256             // bytes of a line; a stranger may connect too
	answer   = "shown"
)

// ErrNone is returned by Raise when no window answers.
var ErrNone = errors.New("no window of this folder answers")

// Window is the listening side.
type Window struct {
	l      net.Listener
	file   string
	secret string
	raised chan struct{}
	wait   sync.WaitGroup
}

// Listen begins to wait for second starts over the same data folder; Close ends it. The caller holds the folder's lock, so an address
// that is there already is one of a window that is gone.
func Listen(dir string) (*Window, error) {
	var secret [16]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return nil, fmt.Errorf("listen for a second start: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for a second start: %w", err)
	}
	w := &Window{l: l, file: filepath.Join(dir, FileName), secret: hex.EncodeToString(secret[:]), raised: make(chan struct{}, 1)}
	if err := os.WriteFile(w.file, []byte(l.Addr().String()+" "+w.secret+"\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("listen for a second start: %w", err), l.Close())
	}
	w.wait.Add(1)
	go w.serve()
	return w, nil
}

// Raised gets a value whenever a second start asked for the window. It is never closed.
func (w *Window) Raised() <-chan struct{} { return w.raised }

// Close stops listening and takes the address away. It may be called twice.
func (w *Window) Close() error {
	err := w.l.Close()
	w.wait.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return errors.Join(err, os.Remove(w.file))
}

func (w *Window) serve() {
	defer w.wait.Done()
	for {
		c, err := w.l.Accept()
		if err != nil {
			return
		}
		if w.hear(c) {
			select {
			case w.raised <- struct{}{}:
			default: // asked already, and not shown yet
			}
		}
	}
}

// hear takes one connection: a line with the secret. Strangers are answered by silence.
func (w *Window) hear(c net.Conn) bool {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	said, err := line(c)
	if err != nil || subtle.ConstantTimeCompare([]byte(said), []byte(w.secret)) != 1 {
		return false
	}
	_, err = io.WriteString(c, answer+"\n")
	return err == nil
}

// Raise asks the window of a data folder to come to the front. ErrNone when there is none that answers within two seconds.
func Raise(ctx context.Context, dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	address, secret, ok := strings.Cut(strings.TrimSpace(string(b)), " ")
	if host, _, err := net.SplitHostPort(address); !ok || err != nil || host != "127.0.0.1" {
		return fmt.Errorf("%w: bad address", ErrNone)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, secret+"\n"); err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	if said, err := line(c); err != nil || said != answer {
		return ErrNone
	}
	return nil
}

func line(c net.Conn) (string, error) {
	s, err := bufio.NewReader(io.LimitReader(c, longest)).ReadString('\n')
	return strings.TrimSuffix(s, "\n"), err
}
