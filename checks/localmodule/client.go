// Package localmodule asks «Локальный модуль Честный ЗНАК», the service on the shop's own network that holds the black lists of
// state bodies and answers when the operator cannot be reached. It speaks both versions of the module's interface, finds out which
// one is there, and watches over the module's state.
package localmodule

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// Params of New. Empty fields take the defaults in their comments.
type Params struct {
	URL      string // http://127.0.0.1:5995; plain http inside the shop's network only
	API      string // "auto" (default), "v1", "v2"
	Login    string // admin
	Password wire.Secret

	// Both may come later: UseFiscalDrive when the printer answers, UseToken from the information of ТС ПИоТ.
	FiscalDrive string      // number of the ФН, sent as X-ClientId
	Token       wire.Secret // token authorization of version 2

	Timeout     time.Duration // of one check, 5s; the caller's context usually ends before
	StatusLimit time.Duration // of one status request, 2s
	InitLimit   time.Duration // of the init request, 15s; it goes on inside the module after that
}

// DefaultURL is the module's address as installed.
const DefaultURL = "http://127.0.0.1:5995"

// Client is one local module. All methods may be called from many goroutines.
type Client struct {
	base        wire.Base
	transport   *wire.Transport
	timeout     time.Duration
	statusLimit time.Duration
	initLimit   time.Duration

	forced version
	found  atomic.Int32 // discovered version, 0 is none yet
	closed atomic.Bool

	mu      sync.Mutex // guards what follows
	auth    auth
	refused wire.Secret // the token that the module did not take
}

var _ checks.Source = (*Client)(nil)

// New refuses settings with which no safe request can be made.
func New(p Params) (*Client, error) {
	if p.URL == "" {
		p.URL = DefaultURL
	}
	base, err := wire.ParseBase(p.URL)
	if err == nil && base.Plain && !base.Private() {
		err = errors.New("plain http carries the password and is allowed inside the shop's network only")
	}
	if err != nil {
		return nil, fmt.Errorf("local module url: %w", err)
	}
	forced, err := parseAPI(p.API)
	if err != nil {
		return nil, err
	}
	if p.Login == "" {
		p.Login = "admin"
	}
	p.Timeout = orDefault(p.Timeout, 5*time.Second)
	p.StatusLimit = orDefault(p.StatusLimit, 2*time.Second)
	p.InitLimit = orDefault(p.InitLimit, 15*time.Second)
	return &Client{
		base: base, forced: forced, timeout: p.Timeout, statusLimit: p.StatusLimit, initLimit: p.InitLimit,
		auth:      auth{login: p.Login, password: p.Password, token: p.Token, drive: p.FiscalDrive},
		transport: wire.NewTransport(wire.TransportParams{Dial: min(p.Timeout, 3*time.Second), IdleFor: 5 * time.Minute}),
	}, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// Channel implements checks.Source.
func (c *Client) Channel() checks.Channel { return checks.ChannelLocalModule }

// Host is host:port of the module.
func (c *Client) Host() string { return c.base.Host() }

// API is the version in use: "v1", "v2", or "" when it is not known yet.
func (c *Client) API() string { return c.version().String() }

// Close drops the connections. An Ask after it is skipped. It may be called twice.
func (c *Client) Close() error {
	c.closed.Store(true)
	c.transport.Close()
	return nil
}
