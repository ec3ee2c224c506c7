package main

import "dobro/internal/store"

// finder is the search of the sale screen. Its index is made while the cashier logs in; until then the database is asked.
func (w *cashier) finder(l *tillLife) *store.Finder {
	f := store.NewFinder(l.store)
	made := make(chan struct{})
	go func() {
		defer close(made)
		if err := f.Refresh(l.ctx); err != nil && l.ctx.Err() == nil {
			w.p.log.Error().Err(err).Msg("make the index of goods")
		}
	}()
	l.wait = append(l.wait, func() { <-made; _ = f.Close() })
	return f
}
