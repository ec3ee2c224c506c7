package main

import "dobro/internal/store"

// finder is the search of the sale screen. Its index is made while the cashier logs in; until then the database is asked.
func (w *cashier) finder(s *store.Store) *store.Finder {
	f := store.NewFinder(s)
	made := make(chan struct{})
	go func() {
		defer close(made)
		if err := f.Refresh(w.ctx); err != nil && w.ctx.Err() == nil {
			w.p.log.Error().Err(err).Msg("make the index of goods")
		}
	}()
	w.wait = append(w.wait, func() { <-made; _ = f.Close() })
	return f
}
