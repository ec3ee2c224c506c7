// Package instance lets other starts of the program speak to the window that has a data folder: a second start brings it to the front
// instead of opening another one, the set-up asks it to close. The window listens on a loopback port and leaves its address, with a
// secret that only users of the folder can read, in that folder.
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
	show     = "show"
	quit     = "quit"
	yes, no  = "yes", "no"
)

// Errors of Raise and Quit.
var (
	ErrNone = errors.New("no window of this folder answers")
	ErrBusy = errors.New("the window cannot close now")
)

// Ask is what another start wants of the window.
type Ask struct {
	Quit   bool            // close, unless a receipt is open or on its way; else come to the front
	Answer func(will bool) // must be called once, soon; later calls say nothing
}

// Window is the listening side.
type Window struct {
	l      net.Listener
	file   string
	secret string
	asked  chan Ask
	done   chan struct{}
	once   sync.Once
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
	w := &Window{l: l, file: filepath.Join(dir, FileName), secret: hex.EncodeToString(secret[:]), asked: make(chan Ask), done: make(chan struct{})}
	if err := os.WriteFile(w.file, []byte(l.Addr().String()+" "+w.secret+"\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("listen for a second start: %w", err), l.Close())
	}
	w.wait.Add(1)
	go w.serve()
	return w, nil
}

// Asked gives what other starts want, one at a time. It is never closed.
func (w *Window) Asked() <-chan Ask { return w.asked }

// Close stops listening and takes the address away. It may be called twice.
func (w *Window) Close() error {
	w.once.Do(func() { close(w.done) })
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
		w.hear(c)
	}
}

// hear takes one connection: a line with the secret and a wish. Strangers are answered by silence.
func (w *Window) hear(c net.Conn) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	said, err := line(c)
	secret, wish, _ := strings.Cut(said, " ")
	if err != nil || subtle.ConstantTimeCompare([]byte(secret), []byte(w.secret)) != 1 || wish != show && wish != quit {
		return
	}
	answer := make(chan bool, 1)
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case w.asked <- Ask{Quit: wish == quit, Answer: func(will bool) {
		select {
		case answer <- will:
		default:
		}
	}}:
	case <-late.C: // the window hangs: nobody waits for it
		return
	case <-w.done:
		return
	}
	select {
	case will := <-answer:
		said := no
		if will {
			said = yes
		}
		_, _ = io.WriteString(c, said+"\n")
	case <-late.C:
	case <-w.done: // it closes already
		_, _ = io.WriteString(c, yes+"\n")
	}
}

// Raise asks the window of a data folder to come to the front. ErrNone when there is none that answers within two seconds.
func Raise(ctx context.Context, dir string) error { return ask(ctx, dir, show) }

// Quit asks the window of a data folder to close. ErrBusy when a receipt is open or on its way, ErrNone when no window answers. The
// window still needs a moment to end after that.
func Quit(ctx context.Context, dir string) error { return ask(ctx, dir, quit) }

func ask(ctx context.Context, dir, wish string) error {
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
	if _, err := io.WriteString(c, secret+" "+wish+"\n"); err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	said, err := line(c)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrNone, err)
	case said == no:
		return ErrBusy
	case said != yes:
		return ErrNone
	}
	return nil
}

func line(c net.Conn) (string, error) {
	s, err := bufio.NewReader(io.LimitReader(c, longest)).ReadString('\n')
	return strings.TrimSuffix(s, "\n"), err
}
