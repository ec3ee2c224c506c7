package wire

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Base is the address of a service: scheme, host and a path to put before the service's own.
type Base struct {
	root     string
	host     string // host:port
	Plain    bool   // http
	Loopback bool
}

// ParseBase reads an address as it stands in the settings: http or https, a host, nothing secret in it.
func ParseBase(raw string) (Base, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return Base{}, errors.New("address cannot be read") // the parse error would repeat a password
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return Base{}, errors.New("address must begin with http:// or https://")
	case u.Hostname() == "":
		return Base{}, errors.New("address has no host")
	case u.User != nil:
		return Base{}, errors.New("address must not hold a password")
	case u.RawQuery != "" || u.Fragment != "":
		return Base{}, errors.New("address must not have a query")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return Base{
		root: u.Scheme + "://" + u.Host + strings.TrimRight(u.EscapedPath(), "/"),
		host: net.JoinHostPort(u.Hostname(), port), Plain: u.Scheme == "http", Loopback: Loopback(u.Hostname()),
	}, nil
}

// URL is the address of path, which begins with a slash.
func (b Base) URL(path string) string { return b.root + path }

// Host is host:port.
func (b Base) Host() string { return b.host }

// Root is the address without a slash at its end.
func (b Base) Root() string { return b.root }

// SafePlain refuses plain http to any host but this machine.
func (b Base) SafePlain() error {
	if b.Plain && !b.Loopback {
		return fmt.Errorf("plain http is allowed only on this machine, not for %s", b.host)
	}
	return nil
}

// Private tells whether the host lies on this machine or in the shop's own network; a name cannot tell and counts as private.
func (b Base) Private() bool {
	host, _, _ := net.SplitHostPort(b.host)
	ip, err := netip.ParseAddr(host)
	return err != nil || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
}

// Loopback tells whether the host is this machine.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.Unmap().IsLoopback()
}
