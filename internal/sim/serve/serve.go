// Package serve runs the HTTP servers of the simulators: loopback only, with a certificate that can be swapped, and with a
// listener that can be closed and opened again on the same port while the simulator keeps its state.
package serve

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"dobro/internal/sim/fault"
)

// Params of a server. Addr is host:port on loopback, port 0 for any free one. TLS is nil for plain HTTP; Other is the
// certificate shown while the fault "certificate" stands.
type Params struct {
	Service  string
	Addr     string
	Board    *fault.Board
	Describe func(r *http.Request, body []byte) fault.Subject
	Handler  http.Handler
	TLS      *tls.Certificate
	Other    *tls.Certificate
}

// Server is one listening simulator.
type Server struct {
	p       Params
	addr    string
	handler http.Handler
	cancel  context.CancelFunc
	ctx     context.Context

	mu      sync.Mutex
	closed  bool
	wrong   bool
	running sync.WaitGroup // requests under way; grows only under mu and while not closed
	http    *http.Server
	done    chan struct{}
}

// Start listens and serves until Close. The port is taken when Start returns.
func Start(ctx context.Context, p Params) (*Server, error) {
	host, _, err := net.SplitHostPort(p.Addr)
	if err != nil {
		return nil, fmt.Errorf("read address of %s: %w", p.Service, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("simulator %s would listen on %s, which is not loopback", p.Service, host)
	}
	s := &Server{p: p, addr: p.Addr}
	s.handler = s.counted(p.Board.Wrap(p.Service, p.Describe, p.Handler))
	s.ctx, s.cancel = context.WithCancel(ctx)
	if err := s.up(0); err != nil {
		s.cancel()
		return nil, err
	}
	p.Board.Watch(p.Service, s.follow)
	return s, nil
}

// Addr is the host:port where the server listens, or would listen while it is down.
func (s *Server) Addr() string { return s.addr }

// Close stops the server and waits for it and for the requests under way; it may be repeated.
func (s *Server) Close() {
	s.cancel()
	s.mu.Lock()
	s.closed = true
	s.down()
	s.mu.Unlock()
	s.running.Wait()
}

// counted lets Close wait for handlers, which http.Server.Close does not.
func (s *Server) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		closed := s.closed
		if !closed {
			s.running.Add(1)
		}
		s.mu.Unlock()
		if closed {
			panic(http.ErrAbortHandler)
		}
		defer s.running.Done()
		next.ServeHTTP(w, r)
		if s.ctx.Err() != nil {
			panic(http.ErrAbortHandler) // what a stopped service had not said is not said
		}
	})
}

// follow brings the listener into the state that the standing faults ask for.
func (s *Server) follow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	refuse, wrong := s.p.Board.Holds(s.p.Service, fault.Refuse), s.p.Board.Holds(s.p.Service, fault.Certificate)
	if refuse || wrong != s.wrong {
		s.down()
	}
	s.wrong = wrong
	if !refuse && s.http == nil {
		if err := s.up(patience); err != nil {
			log.Printf("simulator %s cannot listen again: %v", s.p.Service, err)
		}
	}
}

// patience is how long a listener waits for the port that it had before: a dying connection may still hold it.
const patience = 3 * time.Second

func (s *Server) up(wait time.Duration) error {
	listener, err := listen(s.ctx, s.addr, wait)
	if err != nil {
		return fmt.Errorf("listen for %s: %w", s.p.Service, err)
	}
	s.addr = listener.Addr().String()
	if s.p.TLS != nil {
		cert := s.p.TLS
		if s.wrong {
			cert = s.p.Other
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12,
			NextProtos: []string{"http/1.1"}})
	}
	server := &http.Server{Handler: s.handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return s.ctx }}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	s.http, s.done = server, done
	return nil
}

func (s *Server) down() {
	if s.http == nil {
		return
	}
	_ = s.http.Close()
	<-s.done
	s.http = nil
}

func listen(ctx context.Context, addr string, wait time.Duration) (net.Listener, error) {
	deadline := time.Now().Add(wait)
	for {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
		if err == nil || time.Now().After(deadline) || ctx.Err() != nil {
			return l, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}
