package main

import "dobro/internal/store"

// finder is the search of the sale screen. Its index is made while the cashier logs in, not before the window is painted: it takes a core
// for a second and a half with 100,000 goods. Until then the database is asked. A scan never needs it.
func (w *cashier) finder(l *tillLife) *store.Finder {
	f := store.NewFinder(l.store)
	made := make(chan struct{})
	go func() {
		defer close(made)
		w.afterPaint(l.ctx, func() {
			if err := f.Refresh(l.ctx); err != nil && l.ctx.Err() == nil {
				w.p.log.Error().Err(err).Msg("make the index of goods")
			}
		})
	}()
	l.wait = append(l.wait, func() { <-made; _ = f.Close() })
	return f
}
