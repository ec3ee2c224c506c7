package trueapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dobro/checks"
	"dobro/checks/wire"
)

const (
	infoPath   = "/api/v4/true-api/cdn/info"
	healthPath = "/api/v4/true-api/cdn/health/check"
	checkPath  = "/api/v4/true-api/codes/check"
)

// What the operator may say where a list or a health check was asked for: 203, or 401 and 410. Neither is held against a platform.
var (
	errEmergency = errors.New("emergency mode")
	errRefused   = errors.New("key is refused")
)

// fallback are the platforms when the operator gave none and none are saved: the built-in list for the real service, the address
// itself for every other, such as the sandbox.
func (c *Client) fallback() []string {
	if c.base.Root() != DefaultCDN {
		return []string{c.base.Root()}
	}
	const known = 11
	urls := make([]string, 0, known)
	for n := 1; n <= known; n++ {
		urls = append(urls, fmt.Sprintf("https://cdn%02d.crpt.ru", n))
	}
	return urls
}

// fetchList asks for the platforms. An empty list of a service that has no platforms is the service itself.
func (c *Client) fetchList(ctx context.Context) ([]string, wire.Reply, error) {
	token, _ := c.who()
	reply := c.get(ctx, c.base.URL(infoPath), token)
	if reply.Err != nil {
		return nil, reply, fmt.Errorf("ask for platforms: %w", reply.Err)
	}
	switch wire.Judge(reply.Status) {
	case "":
	case checks.OutcomeEmergency:
		c.emergent.Saw(true, c.now())
		return nil, reply, errEmergency
	case checks.OutcomeTokenRefused:
		c.sawRefusal()
		return nil, reply, errRefused
	default:
		return nil, reply, fmt.Errorf("ask for platforms: status %d", reply.Status)
	}
	urls, err := decodeList(reply.Body, c.base)
	if err == nil && len(urls) == 0 {
		urls = c.fallback()
	}
	return urls, reply, err
}

// decodeList reads {"code":0,"hosts":[{"host":"https://…"}]}. Platforms to which the key may not be sent are left out: plain http,
// or this machine when the service is elsewhere.
func decodeList(body []byte, base wire.Base) ([]string, error) {
	var b struct {
		Code  wire.Int        `json:"code"`
		Hosts json.RawMessage `json:"hosts"`
	}
	switch {
	case !wire.Object(body, &b):
		return nil, wire.ErrNotJSON
	case b.Code.N != 0:
		return nil, fmt.Errorf("ask for platforms: code %d", b.Code.N)
	}
	var urls []string
	for _, raw := range wire.Elements(b.Hosts) {
		var one struct {
			Host json.RawMessage `json:"host"`
		}
		if !wire.Object(raw, &one) {
			one.Host = raw // a list of plain strings
		}
		var address string
		if json.Unmarshal(one.Host, &address) != nil {
			continue
		}
		if address = strings.TrimSpace(address); address != "" && !strings.Contains(address, "://") {
			address = "https://" + address
		}
		host, err := wire.ParseBase(address)
		if err != nil || host.SafePlain() != nil || host.Loopback && !base.Loopback {
			continue
		}
		urls = append(urls, host.Root())
	}
	return urls, nil
}
