package trueapi

import (
	"context"
	"encoding/json"
	"time"
)

// saved is the document in the Store. The emergency mode is not part of it on purpose: a remembered one would open the till for ever.
type saved struct {
	Version int       `json:"version"`
	CDN     string    `json:"cdn"`
	Listed  time.Time `json:"listed"`
	Hosts   []Host    `json:"hosts"`
}

const savedVersion = 1

// load takes over what an earlier run knew. A document of another service, of another version or damaged is as good as none.
func (c *Client) load(ctx context.Context) {
	if c.store == nil {
		return
	}
	b, err := c.store.Load(ctx)
	if err != nil {
		return
	}
	var s saved
	if json.Unmarshal(b, &s) != nil || s.Version != savedVersion || s.CDN != c.base.Root() {
		return
	}
	addresses := make([]struct {
		Host string `json:"host"`
	}, len(s.Hosts))
	for i, h := range s.Hosts {
		addresses[i].Host = h.URL
	}
	list, err := json.Marshal(map[string]any{"hosts": addresses})
	if err != nil {
		return
	}
	urls, err := decodeList(list, c.base) // the same safety as for a fresh list
	if err != nil || len(urls) == 0 {
		return
	}
	c.pool.list(urls, s.Listed)
	for _, h := range s.Hosts {
		c.pool.change(h.URL, func(known *Host) { *known = h })
	}
}

// save writes what has changed; a store that fails is asked again with the next change.
func (c *Client) save(ctx context.Context) {
	if c.store == nil {
		return
	}
	hosts, listed, changed := c.pool.takeUnsaved()
	if !changed {
		return
	}
	b, err := json.Marshal(saved{Version: savedVersion, CDN: c.base.Root(), Listed: listed, Hosts: hosts})
	if err == nil {
		err = c.store.Save(ctx, b)
	}
	if err != nil {
		c.pool.markUnsaved()
	}
}
