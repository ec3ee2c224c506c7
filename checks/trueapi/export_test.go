package trueapi

import (
	"context"
	"time"

	"dobro/checks/wire"
)

// Rouse lets the loop look at the clock now.
func (c *Client) Rouse() { c.rouse() }

// DecodeList and DecodeHealth are what the fuzz tests feed.
var (
	DecodeList   = decodeList
	DecodeHealth = decodeHealth
)

// Fallback is the list without a list.
func Fallback(c *Client) []string { return c.fallback() }

// Loaded are the platforms that a client takes over from a saved document.
func Loaded(document []byte) []Host {
	base, err := wire.ParseBase("https://cdn.crpt.ru")
	if err != nil {
		panic(err)
	}
	c := &Client{base: base, store: kept(document), pool: newPool(ByAverage)}
	c.load(context.Background())
	return c.pool.all(time.Unix(1_790_000_000, 0))
}

type kept []byte

func (k kept) Load(context.Context) ([]byte, error) { return k, nil }

func (kept) Save(context.Context, []byte) error { return nil }
