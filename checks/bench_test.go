package checks

import (
	"context"
	"slices"
	"testing"
	"time"
)

// BenchmarkVerdict is a check whose sources answer at once: nothing but the engine. Its floor is what two questions in goroutines of
// their own cost, without anybody who decides.
func BenchmarkVerdict(b *testing.B) {
	e := engine(b, Params{Online: []Source{answers(online(good(8)))}, Local: answers(local(unsaid())), Known: &memory{known: map[string]Knowledge{}}})
	q := Query{Code: milkCode()}
	var all, bare []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		began := time.Now()
		ended := make(chan error, 2)
		for _, s := range []*slot{e.online[0], e.local} {
			go func() { _, err := s.Ask(context.Background(), q); ended <- err }()
		}
		<-ended
		<-ended
		bare = append(bare, time.Since(began))
		began = time.Now()
		if v := e.Check(context.Background(), Request{Code: milkCode(), At: today}); v.Decision != Allow {
			b.Fatalf("%+v", v)
		}
		all = append(all, time.Since(began))
	}
	for name, of := range map[string][]time.Duration{"": all, "bare-": bare} {
		slices.Sort(of)
		b.ReportMetric(float64(of[len(of)/2].Nanoseconds())/1000, name+"p50-µs")
		b.ReportMetric(float64(of[len(of)*99/100].Nanoseconds())/1000, name+"p99-µs")
	}
}

// BenchmarkDecide is the rules alone.
func BenchmarkDecide(b *testing.B) {
	rules := rulesWith(b, nil)
	c := Case{Request: Request{Code: milkCode()}, At: today, Online: online(good(8)), Local: local(unsaid())}
	b.ReportAllocs()
	for b.Loop() {
		rules.Decide(c)
	}
}
