package fault

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// maxRequest is the largest request body a simulator reads.
const maxRequest = 1 << 20

// Wrap puts the faults of a service before its handler. describe names what a request is about; it may be nil. Request
// bodies over 1 MiB are answered with 413.
func (b *Board) Wrap(service string, describe func(r *http.Request, body []byte) Subject, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		if err != nil {
			http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		subject := Subject{}
		if describe != nil {
			subject = describe(r, body)
		}
		subject.Path = r.URL.Path
		before, after, spoil := b.Line(service, subject)
		if !wait(r, before) {
			panic(http.ErrAbortHandler)
		}
		if spoil == nil && after == 0 {
			next.ServeHTTP(w, r)
			return
		}
		answer := record(spoil, next, r)
		if !wait(r, after) {
			panic(http.ErrAbortHandler)
		}
		apply(w, r, spoil, answer)
	})
}

// record runs the handler where its work counts although its answer will not arrive as it is.
func record(spoil *Fault, next http.Handler, r *http.Request) *answer {
	a := &answer{header: http.Header{}, status: http.StatusOK}
	if spoil == nil || spoil.After || spoil.Kind == Malformed || spoil.Kind == CutDuring {
		next.ServeHTTP(a, r)
	}
	return a
}

func apply(w http.ResponseWriter, r *http.Request, spoil *Fault, a *answer) {
	if spoil == nil {
		a.send(w, a.body.Bytes())
		return
	}
	switch spoil.Kind {
	case Refuse, Cut:
		reset(w)
	case CutDuring:
		w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
		a.send(w, a.body.Bytes()[:a.body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		reset(w)
	case Status:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(spoil.Status)
		_, _ = io.WriteString(w, spoil.Body)
	case Malformed:
		a.header.Del("Content-Length")
		a.send(w, Spoil(spoil.Shape, a.body.Bytes()))
	case Endless:
		endless(w, r)
	}
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	chunk := bytes.Repeat([]byte(`"x",`), 4096)
	_, err := io.WriteString(w, `{"codes":[`)
	for err == nil && r.Context().Err() == nil {
		_, err = w.Write(chunk)
	}
}

// wait reports false when the client went away, or the server stopped, before the time was over.
func wait(r *http.Request, ms int) bool {
	if ms <= 0 {
		return true
	}
	t := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// reset drops the connection with RST, as a pulled cable or a dead process looks to the client.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if inner, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = inner.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// answer collects what a handler wrote.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

func (a *answer) send(w http.ResponseWriter, body []byte) {
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body)
}
