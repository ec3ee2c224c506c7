package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// TransportParams of one service.
type TransportParams struct {
	TLS      *tls.Config // nil is the system's roots
	Dial     time.Duration
	Conns    int           // kept per host; 0 is 8
	IdleFor  time.Duration // how long a kept connection lives; below the server's own limit
	UseProxy bool          // the system's proxy, for hosts beyond this machine
}

// Transport keeps connections to one service and can be closed for good: no dial outlives Close by more than its own limit.
type Transport struct {
	*http.Transport
	base context.Context
	end  context.CancelFunc

	mu     sync.Mutex // guards closed, so that no dial begins while Close waits
	closed bool
	dials  sync.WaitGroup
}

// NewTransport makes one. It speaks HTTP/1.1 only: a request that timed out takes its connection with it, whereas a dead HTTP/2
// connection would take the next requests as well.
func NewTransport(p TransportParams) *Transport {
	if p.Conns <= 0 {
		p.Conns = 8
	}
	if p.Dial <= 0 {
		p.Dial = 3 * time.Second
	}
	t := &Transport{}
	t.base, t.end = context.WithCancel(context.Background())
	dialer := &net.Dialer{Timeout: p.Dial, KeepAlive: 30 * time.Second}
	t.Transport = &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if !t.begin() {
				return nil, ErrClosed
			}
			defer t.dials.Done()
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(t.base, cancel)()
			return dialer.DialContext(ctx, network, addr)
		},
		TLSClientConfig:        p.TLS,
		TLSHandshakeTimeout:    p.Dial,
		MaxIdleConns:           4 * p.Conns,
		MaxIdleConnsPerHost:    p.Conns,
		IdleConnTimeout:        p.IdleFor,
		DisableCompression:     true,
		MaxResponseHeaderBytes: 64 << 10,
		Protocols:              http1(),
	}
	if p.UseProxy {
		t.Transport.Proxy = http.ProxyFromEnvironment
	}
	return t
}

func http1() *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	return &p
}

func (t *Transport) begin() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.closed {
		t.dials.Add(1)
	}
	return !t.closed
}

// Close drops the kept connections, ends dials under way and waits for them. It may be called twice.
func (t *Transport) Close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.end()
	t.dials.Wait()
	t.CloseIdleConnections()
}
