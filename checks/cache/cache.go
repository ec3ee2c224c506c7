// Package cache is the shop's own knowledge about codes, in one SQLite file: the last answer for every code seen, the product
// groups learned, block lists, what was sold and taken back here. It speaks beside an offline answer or when nobody answered,
// never produces evidence, and losing it is harmless: it is learned again.
package cache

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/rs/zerolog"
)

// Cache implements checks.Known. It may be used from many goroutines; readers never wait for a writer.
type Cache struct {
	path string
	log  zerolog.Logger

	mu     sync.RWMutex // held for writing only while the file is exchanged
	f      *file        // nil after Close
	groups groupMemory
	unkept marks
}

// Params are what Open needs.
type Params struct {
	Path string // of cache.db; its folder exists
	Log  zerolog.Logger
}

// Open opens or makes the file. A file that is damaged, or no cache of ours, is moved aside to <path>.damaged and a new one is
// begun; an error means that the folder cannot be used.
func Open(ctx context.Context, p Params) (*Cache, error) {
	if p.Path == "" {
		return nil, errors.New("open offline cache: no path")
	}
	c := &Cache{path: p.Path, log: p.Log}
	f, err := openFile(ctx, p.Path)
	if err != nil && damaged(err) {
		c.log.Warn().Err(err).Msg("offline cache is damaged: moved aside, a new one is begun")
		if err := setAside(p.Path); err != nil {
			return nil, fmt.Errorf("open offline cache: %w", err)
		}
		f, err = openFile(ctx, p.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("open offline cache: %w", err)
	}
	c.f = f
	return c, nil
}

// Close writes the log back into the file and closes it. What is asked afterwards is not known.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.f == nil {
		return nil
	}
	err := c.f.close()
	c.f = nil
	if err != nil {
		return fmt.Errorf("close offline cache: %w", err)
	}
	return nil
}

var errClosed = errors.New("offline cache is closed")

// with runs do on the open file. When that finds the file damaged, the file is exchanged for a new one.
func (c *Cache) with(do func(*file) error) error {
	c.mu.RLock()
	f := c.f
	if f == nil {
		c.mu.RUnlock()
		return errClosed
	}
	err := do(f)
	c.mu.RUnlock()
	if err != nil && damaged(err) {
		c.renew(f, err)
	}
	return err
}

// renew exchanges the damaged file for a new one, once for all who found it damaged.
func (c *Cache) renew(bad *file, cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.f != bad {
		return
	}
	c.log.Warn().Err(cause).Msg("offline cache is damaged: moved aside, a new one is begun")
	_ = bad.close() // its error says what is known already
	c.f = nil
	if err := setAside(c.path); err != nil {
		c.log.Error().Err(err).Msg("offline cache cannot be moved aside; working without it")
		return
	}
	f, err := openFile(context.Background(), c.path)
	if err != nil {
		c.log.Error().Err(err).Msg("offline cache cannot be made anew; working without it")
		return
	}
	c.f = f
	c.groups.forget()
}
