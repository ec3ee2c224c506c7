package main

import (
	"context"
	"time"

	"dobro/internal/probe"
)

// roomEvery is how often the till asks how much room is left: something else on the computer may fill the disk in seconds.
const roomEvery = 5 * time.Second

// watchDisk keeps the lamp of the disk until ctx ends. It is a lamp only once something was wrong; the owner's page tells the rest.
func (p *program) watchDisk(ctx context.Context, t *till) {
	tick := time.NewTicker(roomEvery)
	defer tick.Stop()
	var lit finding
	since := time.Now()
	for {
		f := p.probeDisk()
		if f.Level != lit.Level {
			since = time.Now()
		}
		if (f.Level != probe.Well || lit.Level != "") && (f.Level != lit.Level || f.Text != lit.Text) {
			p.light(ctx, t, f, since)
			lit = f
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
