package shoptest

import (
	"context"
	"testing"
	"time"

	"dobro/internal/journal"
	"dobro/internal/money"
	"dobro/internal/sale"
)

// TestASpanThatRunsIsComparedWithTheSamePartOfTheOneBefore adds up by hand what the earlier day, week or month had taken by the same moment.
func TestASpanThatRunsIsComparedWithTheSamePartOfTheOneBefore(t *testing.T) {
	ctx := context.Background()
	s, from, _ := smallShop(t)
	day := func(n int, clock time.Duration) time.Time { return from.AddDate(0, 0, n).Add(clock) }
	for name, c := range map[string]struct {
		kind string
		now  time.Time
		runs bool
	}{
		"a day at noon":                    {journal.OneDay, day(9, 12*time.Hour), true},
		"a day at seven and seven minutes": {journal.OneDay, day(9, 19*time.Hour+7*time.Minute), true},
		"a day before it opens":            {journal.OneDay, day(9, 3*time.Hour), true},
		"a week on Wednesday":              {journal.OneWeek, day(10, 15*time.Hour+30*time.Minute), true},
		"a month after the short one":      {journal.OneMonth, time.Date(2026, 3, 31, 12, 0, 0, 0, Moscow).AddDate(0, 1, -2), true},
		"a day that is over":               {journal.OneDay, day(9, 12*time.Hour), false},
	} {
		v := journal.ViewOf(c.kind, c.now, Moscow)
		seen := v.Seen(c.now)
		if !c.runs {
			seen = v.Seen(v.To)
		}
		g, err := journal.Log{Store: s}.Glance(ctx, seen, journal.Part{})
		if err != nil {
			t.Fatal(err)
		}
		want := money.Kopecks(0)
		if c.runs {
			until := v.BeforeFrom.Add(c.now.Sub(v.From))
			if until.After(v.BeforeTo) {
				until = v.BeforeTo
			}
			receipts, err := s.Receipts(ctx, v.BeforeFrom, until)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range receipts {
				switch {
				case r.State != sale.Fiscalized:
				case r.Kind == sale.Return:
					want -= money.Kopecks(r.Total)
				default:
					want += money.Kopecks(r.Total)
				}
			}
		}
		if g.SoFar != want {
			t.Errorf("%s: by then %s had been taken, the glance says %s", name, want, g.SoFar)
		}
		if c.runs != !g.View.Now.IsZero() {
			t.Errorf("%s: runs is told as %t", name, !g.View.Now.IsZero())
		}
	}
}
