package shoptest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/journal"
)

// quantiles asks many times and reports how long the middle and the slow answers took.
func quantiles(b *testing.B, ask func(rnd *rand.Rand) error) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var took []float64
	for b.Loop() {
		start := time.Now()
		if err := ask(rnd); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
	b.ReportMetric(0, "ns/op")
}

// opened are the two logs as their screen opens them: the rows are counted and the first fifty read.
var opened = []struct {
	name string
	open func(ctx context.Context, l journal.Log, a journal.Ask) error
}{
	{"sales", func(ctx context.Context, l journal.Log, a journal.Ask) error {
		p, err := l.SaleLog(ctx, a)
		if err == nil {
			_, err = p.Read(ctx, 0, 50)
		}
		return err
	}},
	{"checks", func(ctx context.Context, l journal.Log, a journal.Ask) error {
		p, err := l.CheckLog(ctx, a)
		if err == nil {
			_, err = p.Read(ctx, 0, 50)
		}
		return err
	}},
}

// BenchmarkOwner is what the owner's screens ask of five years: a span at one look, any filter of the logs with the first rows in sight, a
// jump to any place of a list, a story.
func BenchmarkOwner(b *testing.B) {
	s := big(b)
	ctx := context.Background()
	l := journal.Log{Store: s}
	begun, ended, err := s.Reach(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []string{journal.OneDay, journal.OneWeek, journal.OneMonth} {
		b.Run("look/"+kind, func(b *testing.B) {
			quantiles(b, func(rnd *rand.Rand) error {
				_, err := l.Glance(ctx, journal.ViewOf(kind, someDay(rnd, begun, ended), Moscow), journal.Part{})
				return err
			})
		})
	}
	for name, part := range map[string]journal.Part{"cashier": {Cashier: cashiers[2]}, "group": {Group: 8}, "product": {Text: "молоко"}} {
		b.Run("look/day/"+name, func(b *testing.B) {
			quantiles(b, func(rnd *rand.Rand) error {
				_, err := l.Glance(ctx, journal.ViewOf(journal.OneDay, someDay(rnd, begun, ended), Moscow), part)
				return err
			})
		})
	}
	sample, err := l.SaleLog(ctx, journal.Ask{From: begun, To: ended})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range filters(b, l, sample, begun, ended) {
		for _, log := range opened {
			b.Run(log.name+"/"+f.name, func(b *testing.B) {
				quantiles(b, func(rnd *rand.Rand) error { return log.open(ctx, l, f.ask(rnd)) })
			})
		}
	}
	b.Run("sales/jump", func(b *testing.B) {
		quantiles(b, func(rnd *rand.Rand) error {
			_, err := sample.Read(ctx, rnd.IntN(sample.Count-50), 50)
			return err
		})
	})
	b.Run("story", func(b *testing.B) {
		quantiles(b, func(rnd *rand.Rand) error {
			x, err := markedLine(ctx, sample, rnd)
			if err != nil {
				return err
			}
			_, err = l.StoryOfLine(ctx, x.Receipt, x.N, Moscow)
			return err
		})
	})
}

// someDay is a day of the shop, but none of its first weeks.
func someDay(rnd *rand.Rand, begun, ended time.Time) time.Time {
	days := int(ended.Sub(begun).Hours() / 24)
	return begun.AddDate(0, 0, 40+rnd.IntN(days-40))
}

// markedLine is a line of the log with a code and a document.
func markedLine(ctx context.Context, sample journal.Pages[journal.LineRow], rnd *rand.Rand) (journal.LineRow, error) {
	for {
		list, err := sample.Read(ctx, rnd.IntN(sample.Count), 1)
		if err != nil {
			return journal.LineRow{}, err
		}
		if len(list) == 1 && list[0].Cis != "" && list[0].FD > 0 {
			return list[0], nil
		}
	}
}

// filter is one way to narrow a log; each call of ask is another choice of it.
type filter struct {
	name string
	ask  func(rnd *rand.Rand) journal.Ask
}

// filters are all ways to narrow the logs of a shop whose sale log is sample.
func filters(b *testing.B, l journal.Log, sample journal.Pages[journal.LineRow], begun, ended time.Time) []filter {
	ctx := context.Background()
	choices, err := l.Choices(ctx)
	if err != nil {
		b.Fatal(err)
	}
	every := journal.Ask{From: begun, To: ended.Add(time.Hour)}
	narrowed := func(change func(rnd *rand.Rand, a *journal.Ask)) func(rnd *rand.Rand) journal.Ask {
		return func(rnd *rand.Rand) journal.Ask { a := every; change(rnd, &a); return a }
	}
	reason := func(rnd *rand.Rand) checks.ReasonCode { return choices.Reasons[rnd.IntN(len(choices.Reasons))] }
	who := func(rnd *rand.Rand) string { return choices.Cashiers[rnd.IntN(len(choices.Cashiers))] }
	group := func(rnd *rand.Rand) int { return choices.Groups[rnd.IntN(len(choices.Groups))] }
	goods := []string{"молоко", "молоко луговое", "пиво", "сигареты синие волга", "вода", "хлеб", "и"}
	typed := func(part func(journal.LineRow) string) func(rnd *rand.Rand) journal.Ask {
		return func(rnd *rand.Rand) journal.Ask {
			x, err := markedLine(ctx, sample, rnd)
			if err != nil {
				b.Fatal(err)
			}
			a := every
			a.Text = part(x)
			return a
		}
	}
	return []filter{
		{"nothing", narrowed(func(*rand.Rand, *journal.Ask) {})},
		{"month", narrowed(func(rnd *rand.Rand, a *journal.Ask) {
			v := journal.ViewOf(journal.OneMonth, someDay(rnd, begun, ended), Moscow)
			a.From, a.To = v.From, v.To
		})},
		{"cashier", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Cashier = who(rnd) })},
		{"group", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Group = group(rnd) })},
		{"cashier+group", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Cashier, a.Group = who(rnd), group(rnd) })},
		{"reason", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Reason, a.Outcome = reason(rnd), "stopped" })},
		{"reason+cashier", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Reason, a.Cashier = reason(rnd), who(rnd) })},
		{"unchecked or offline", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Outcome = []string{"unchecked", "offline"}[rnd.IntN(2)] })},
		{"goods", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Text = goods[rnd.IntN(len(goods))] })},
		{"goods+cashier", narrowed(func(rnd *rand.Rand, a *journal.Ask) { a.Text, a.Cashier = goods[rnd.IntN(len(goods))], who(rnd) })},
		{"any mix", narrowed(func(rnd *rand.Rand, a *journal.Ask) {
			for _, set := range []func(){func() { a.Cashier = who(rnd) }, func() { a.Group = group(rnd) }, func() { a.Reason = reason(rnd) }, func() { a.Text = goods[rnd.IntN(len(goods))] },
				func() {
					a.Outcome = []string{"stopped", "approved", "offline", "emergency", "returned", "not_made", "unchecked"}[rnd.IntN(7)]
				},
				func() {
					a.Channel = []checks.Channel{checks.ChannelTSPIoT, checks.ChannelTrueAPI, checks.ChannelLocalModule, checks.ChannelNone}[rnd.IntN(4)]
				}} {
				if rnd.IntN(5) < 2 {
					set()
				}
			}
		})},
		{"document", typed(func(x journal.LineRow) string { return fmt.Sprint(x.FD) })},
		{"receipt", typed(func(x journal.LineRow) string { return x.Receipt })},
		{"code", typed(func(x journal.LineRow) string { return x.Cis })},
		{"serial", typed(func(x journal.LineRow) string { return x.Cis[18:24] })},
		{"middle", typed(func(x journal.LineRow) string { return x.Cis[20:25] })},
		{"tail", typed(func(x journal.LineRow) string { return x.Cis[len(x.Cis)-6:] })},
	}
}
