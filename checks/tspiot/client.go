// Package tspiot asks ТС ПИоТ, the certified module on the shop's own machine that checks a code at the operator's service and
// falls back to the local module by itself. It speaks the three versions of the module's REST interface and finds out which one
// is there.
package tspiot

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// Params of New. Empty fields take the defaults in their comments.
type Params struct {
	URL string // https://127.0.0.1:51401; plain http only on this machine
	API string // "auto" (default), "v1", "v2", "v3"

	// Who asks: the name and version of this program, its id and token from the registry of the operator.
	ClientName    string
	ClientVersion string
	ClientID      string
	Token         wire.Secret

	// Fingerprint is the SHA-256 of the module's certificate. Empty is allowed on this machine only: then the certificate of the
	// first good answer is pinned and handed to Pin, which saves it.
	Fingerprint string
	Pin         func(fingerprint string)

	ControlURL string        // http://127.0.0.1:51077; "" switches the control interface off for modules on other machines
	Timeout    time.Duration // of one request, 5s; the caller's context usually ends before

	Now func() time.Time // time.Now
}

// DefaultURL and DefaultControlURL are the module's addresses as installed.
const (
	DefaultURL        = "https://127.0.0.1:51401"
	DefaultControlURL = "http://127.0.0.1:51077"
)

// Client is one ТС ПИоТ instance. All methods may be called from many goroutines.
type Client struct {
	base      wire.Base
	control   *wire.Base
	pin       *wire.Pin
	transport *wire.Transport
	timeout   time.Duration
	pause     time.Duration // before a repeat
	now       func() time.Time
	mask      wire.Mask

	who      clientInfo
	forced   version
	found    atomic.Int32 // discovered version, 0 is none yet
	closed   atomic.Bool
	emergent wire.Emergency
}

var _ checks.Source = (*Client)(nil)

// New refuses settings with which no safe request can be made.
func New(p Params) (*Client, error) {
	if p.URL == "" {
		p.URL = DefaultURL
	}
	base, err := wire.ParseBase(p.URL)
	if err == nil {
		err = base.SafePlain()
	}
	if err != nil {
		return nil, fmt.Errorf("tspiot url: %w", err)
	}
	forced, err := parseAPI(p.API)
	if err != nil {
		return nil, err
	}
	pin, err := wire.NewPin(p.Fingerprint, p.Pin)
	if err != nil {
		return nil, fmt.Errorf("tspiot fingerprint: %w", err)
	}
	if !base.Loopback && !pin.Set() {
		return nil, errors.New("tspiot fingerprint: required for a module on another machine")
	}
	control, err := controlBase(p.ControlURL, base)
	if err != nil {
		return nil, fmt.Errorf("tspiot control url: %w", err)
	}
	if p.Timeout <= 0 {
		p.Timeout = 5 * time.Second
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	return &Client{
		base: base, control: control, pin: pin, timeout: p.Timeout, pause: 30 * time.Millisecond, now: p.Now,
		mask: wire.NewMask(p.Token),
		who: clientInfo{
			Name: p.ClientName, Version: p.ClientVersion, ID: p.ClientID, Token: p.Token.Reveal(),
		},
		forced: forced,
		transport: wire.NewTransport(wire.TransportParams{
			TLS: pin.TLS(), Dial: min(p.Timeout, 3*time.Second), IdleFor: 5 * time.Minute,
		}),
	}, nil
}

// Channel implements checks.Source.
func (c *Client) Channel() checks.Channel { return checks.ChannelTSPIoT }

// Host is host:port of the module.
func (c *Client) Host() string { return c.base.Host() }

// Fingerprint is the SHA-256 of the certificate that the module showed last, "" before the first connection or without TLS. The
// wizard offers it when another certificate is pinned.
func (c *Client) Fingerprint() string { return c.pin.Seen() }

// API is the version in use: "v1", "v2", "v3", or "" when it is not known yet.
func (c *Client) API() string { return c.version().String() }

// EmergencySince is when the present emergency mode was first seen, for the lamp; false when there is none. It ends with the
// first ordinary answer, or by itself when nobody has asked for some minutes.
func (c *Client) EmergencySince() (time.Time, bool) { return c.emergent.Since(c.now()) }

// Close drops the connections. An Ask after it is skipped. It may be called twice.
func (c *Client) Close() error {
	c.closed.Store(true)
	c.transport.Close()
	return nil
}
