package main

import (
	"context"
	"os"
	"path/filepath"

	"dobro/checks"
	"dobro/checks/cache"
	"dobro/internal/register"
)

// openCache opens the shop's own knowledge. Losing it is harmless, so a folder that cannot hold it is no more than a line in the log.
func (p *program) openCache(ctx context.Context) checks.Known {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		p.log.Error().Err(err).Msg("open cache")
		return nil
	}
	c, err := cache.Open(ctx, cache.Params{Path: filepath.Join(p.dir, "cache.db"), Log: p.log})
	if err != nil {
		p.log.Error().Err(err).Msg("open cache")
		return nil
	}
	p.later(c.Close)
	p.cache = c
	return c
}

// memory is what the register tells of sales; a nil interface when there is no cache.
func (p *program) memory() register.Memory {
	if p.cache == nil {
		return nil
	}
	return p.cache
}
