// Package trueapi asks the operator's service directly (True API v4) through his delivery platforms: it keeps their list, ranks
// them by their answers, leaves a failing one alone for a quarter of an hour and goes on with the next, all inside the time that the
// caller gives. The channel is for the sandbox, for tests and for shops whose key still works.
package trueapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// Params of New. Empty fields take the defaults in their comments.
type Params struct {
	CDN   string      // https://cdn.crpt.ru; plain http only on this machine
	Token wire.Secret // X-API-KEY; may come later by UseToken

	FiscalDrive string // 16 digits of the ФН, "" until known; see UseFiscalDrive
	TimeZone    int    // 1…11 as the operator numbers the zones (2 is Moscow); 0 leaves it out

	Store Store // keeps platforms, ranking and blocks over a restart; nil forgets them
	Sort  Sort  // ByAverage

	CheckTimeout  time.Duration // of one request, 1.5s
	HealthTimeout time.Duration // of one health check, 2s
	RootCAs       *x509.CertPool

	Now    func() time.Time // time.Now
	Random func() float64   // 0 ≤ x < 1, spreads the refreshes of many tills; math/rand
}

// Store keeps one small JSON document. Both may be called from a goroutine of the client, never at the same time.
type Store interface {
	Load(ctx context.Context) ([]byte, error) // nil when nothing was saved
	Save(ctx context.Context, saved []byte) error
}

// DefaultCDN lists the platforms of the real service; it answers no checks itself.
const DefaultCDN = "https://cdn.crpt.ru"

// Client is the channel. All methods may be called from many goroutines; Close must be called once it is not needed.
type Client struct {
	base      wire.Base
	pool      *pool
	store     Store
	transport *wire.Transport
	check     time.Duration
	health    time.Duration
	zone      int
	now       func() time.Time
	random    func() float64

	mu    sync.Mutex
	token wire.Secret
	drive string

	emergent wire.Emergency
	refused  atomic.Int64 // Unix ms of the first refusal of the present token, 0 is none

	listing chan struct{} // holds one: only one goroutine fetches the list
	wake    chan struct{}
	urgent  atomic.Bool // the list is wanted before its time
	end     context.CancelFunc
	done    chan struct{}
}

var _ checks.Source = (*Client)(nil)

// New loads what was saved and begins to look after the platforms in the background: the list at once and then every 6 to 7 hours,
// their health, the end of their blocks.
func New(p Params) (*Client, error) {
	if p.CDN == "" {
		p.CDN = DefaultCDN
	}
	base, err := wire.ParseBase(p.CDN)
	if err == nil {
		err = base.SafePlain()
	}
	if err != nil {
		return nil, fmt.Errorf("trueapi cdn: %w", err)
	}
	if p.TimeZone < 0 || p.TimeZone > 11 {
		return nil, fmt.Errorf("trueapi time zone %d: allowed are 1 to 11, and 0 for none", p.TimeZone)
	}
	if p.Sort == "" {
		p.Sort = ByAverage
	}
	if !p.Sort.valid() {
		return nil, fmt.Errorf("trueapi sort %q: allowed are %s, %s, %s", p.Sort, ByAverage, ByMeasured, BySum)
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Random == nil {
		p.Random = rand.Float64
	}
	c := &Client{
		base: base, store: p.Store, zone: p.TimeZone, now: p.Now, random: p.Random, token: p.Token, drive: p.FiscalDrive,
		check: orDefault(p.CheckTimeout, 1500*time.Millisecond), health: orDefault(p.HealthTimeout, 2*time.Second),
		pool:    newPool(p.Sort),
		listing: make(chan struct{}, 1), wake: make(chan struct{}, 1), done: make(chan struct{}),
		transport: wire.NewTransport(wire.TransportParams{
			TLS: &tls.Config{
				MinVersion: tls.VersionTLS12, RootCAs: p.RootCAs, ClientSessionCache: tls.NewLRUClientSessionCache(32),
			},
			IdleFor: 170 * time.Second, UseProxy: true, // the server lets go after 180 s
		}),
	}
	ctx, end := context.WithCancel(context.Background())
	c.end = end
	c.load(ctx)
	go c.lookAfter(ctx)
	return c, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// Channel implements checks.Source.
func (c *Client) Channel() checks.Channel { return checks.ChannelTrueAPI }

// UseToken replaces the key, as soon as the owner has entered a new one.
func (c *Client) UseToken(token wire.Secret) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = token
	c.refused.Store(0)
}

// UseFiscalDrive tells the number of the fiscal drive, as soon as the printer has named it.
func (c *Client) UseFiscalDrive(number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drive = number
}

func (c *Client) who() (wire.Secret, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.token, c.drive
}

// EmergencySince is when the present emergency mode was first seen, for the lamp; false when there is none. While it lasts the
// operator is asked again every few minutes; it is never kept over a restart.
func (c *Client) EmergencySince() (time.Time, bool) { return c.emergent.Since(c.now()) }

// TokenRefusedSince is when the present key was first refused (401, 410), for the owner's notice; false while it is accepted.
func (c *Client) TokenRefusedSince() (time.Time, bool) {
	ms := c.refused.Load()
	return time.UnixMilli(ms), ms != 0
}

func (c *Client) sawRefusal() { c.refused.CompareAndSwap(0, c.now().UnixMilli()) }

// Hosts are the platforms in the order in which they would be asked now, blocked ones last, for doctor.
func (c *Client) Hosts() []Host { return c.pool.all(c.now()) }

// Close ends the work in the background, waits for it and drops the connections. It may be called twice.
func (c *Client) Close() error {
	c.end()
	<-c.done
	c.transport.Close()
	return nil
}

func (c *Client) closed() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

func (c *Client) get(ctx context.Context, url string, token wire.Secret) wire.Reply {
	req, err := wire.Get(ctx, url)
	if err != nil {
		return wire.Reply{Began: time.Now(), Outcome: checks.OutcomeSkipped, Err: err}
	}
	sign(req, token)
	return wire.Do(c.transport, req)
}

func sign(req *http.Request, token wire.Secret) {
	if token != "" {
		req.Header["X-API-KEY"] = []string{token.Reveal()} // spelt as in the operator's document
	}
}

// Host is host:port of whom a question goes to first: the best platform, or the service that lists them while none is known. A trace
// names it for a question that had not got as far as a request when the verdict was made.
func (c *Client) Host() string {
	if url, ok := c.pool.best(c.now(), nil); ok {
		if b, err := wire.ParseBase(url); err == nil {
			return b.Host()
		}
	}
	return c.base.Host()
}
