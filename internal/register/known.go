package register

import (
	"context"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// Knowledge is what the shop knows by itself: the cache, which may be lost, corrected by the journal, which may not. The journal
// alone says what this shop has sold.
type Knowledge struct {
	Cache checks.Known // nil: no cache
	Store *store.Store
	Log   zerolog.Logger
}

// Look implements checks.Known.
func (k Knowledge) Look(code marking.Code) checks.Knowledge {
	var out checks.Knowledge
	if k.Cache != nil {
		out = k.Cache.Look(code)
	}
	if k.Store == nil {
		return out
	}
	receipt, at, sold, err := k.Store.SoldHere(context.Background(), code.Cis)
	if err != nil {
		k.Log.Error().Err(err).Msg("look for a former sale")
		return out
	}
	if sold {
		out.SoldHere, out.SoldAt, out.SoldIn = true, at, receipt
	} else {
		// The cache may remember a sale that became no document.
		out.SoldHere, out.SoldAt, out.SoldIn = false, time.Time{}, ""
	}
	return out
}

// Group implements checks.Known.
func (k Knowledge) Group(gtin string) int {
	if k.Cache == nil {
		return 0
	}
	return k.Cache.Group(gtin)
}

// GroupNow implements checks.Prompt: the channels are asked while cache and journal are still being looked into.
func (k Knowledge) GroupNow(gtin string) (group int, known bool) {
	if k.Cache == nil {
		return 0, true
	}
	if p, ok := k.Cache.(checks.Prompt); ok {
		return p.GroupNow(gtin)
	}
	return 0, false
}

// Learn implements checks.Known.
func (k Knowledge) Learn(code marking.Code, a checks.Answer, at time.Time) {
	if k.Cache != nil {
		k.Cache.Learn(code, a, at)
	}
}
