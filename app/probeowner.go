package main

import (
	"context"

	"dobro/internal/probe"
	"dobro/internal/store"
)

// probeOwner looks at what waits for the owner: codes that should not have been sold, and his database where the shop has one.
func (p *program) probeOwner(ctx context.Context, t *till) (out []finding) {
	if t.store == nil {
		return nil
	}
	if list, err := t.store.LaterIn(ctx, store.LaterBan); err != nil {
		p.log.Error().Err(err).Msg("read the owner's tasks")
	} else if len(list) > 0 {
		out = append(out, p.found("later", probe.Warn, "ban", "name", list[0].Name))
	} else {
		out = append(out, p.found("later", probe.Well, "none"))
	}
	if t.cfg.Owner.Postgres == "" {
		return out
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	waiting, err := p.unsent(ctx, t)
	if err != nil {
		p.log.Error().Err(err).Msg("ask the owner's database")
		return append(out, p.found("owner", probe.Warn, "away"))
	}
	return append(out, p.found("owner", probe.Well, "well", "count", waiting))
}

// unsent is how many records of the journal the owner's database does not have yet.
func (p *program) unsent(ctx context.Context, t *till) (int64, error) {
	db, err := p.openCentral(ctx, t)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	head, err := t.store.Head(ctx)
	if err != nil {
		return 0, err
	}
	name := tillName(ctx, t)
	if name == "" { // nothing was printed yet, so nothing is sent either
		return head.Seq, nil
	}
	last, err := db.Last(ctx, name)
	if err != nil {
		return 0, err
	}
	return max(head.Seq-last.Seq, 0), nil
}
