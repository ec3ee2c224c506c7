package shoptest

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// smallShop is a shop of some days on which everything happens that the logs tell apart. It is made once, and only read.
func smallShop(t *testing.T) (*store.Store, time.Time, time.Time) {
	t.Helper()
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, Moscow)
	dir, err := smallJournal()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), store.Params{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, from, from.AddDate(0, 0, 12)
}

var smallDir string

var smallJournal = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dobro-small-")
	if err != nil {
		return "", err
	}
	smallDir = dir
	_, err = Build(context.Background(), dir, Params{First: time.Date(2026, 3, 1, 0, 0, 0, 0, Moscow), Days: 12, PerDay: 40, Sweep: 6, Seed: 3}, nil)
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if smallDir != "" {
		os.RemoveAll(smallDir)
	}
	os.Exit(code)
}

// TestLogsGiveWhatTheFilterSays counts by hand what the logs give under every filter, over whole days and over spans that cut them.
func TestLogsGiveWhatTheFilterSays(t *testing.T) {
	ctx := context.Background()
	s, from, to := smallShop(t)
	receipts, err := s.Receipts(ctx, from, to)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Checks(ctx, from, to)
	if err != nil {
		t.Fatal(err)
	}
	milk, err := s.Seek(ctx, "молоко луговое")
	if err != nil || len(milk.Products) != 1 {
		t.Fatalf("milk: %+v, %v", milk, err)
	}
	spans := [][2]time.Time{{from, to}, {from.Add(10 * time.Hour), to.Add(-9 * time.Hour)}, {from.AddDate(0, 0, 3), from.AddDate(0, 0, 4)}}
	for i, span := range spans {
		in := func(at time.Time) bool { return !at.Before(span[0]) && at.Before(span[1]) }
		for name, c := range map[string]struct {
			f    store.LogFilter
			line func(store.Receipt, store.Line) bool
			mark func(store.Check) bool
		}{
			"everything":  {store.LogFilter{}, func(store.Receipt, store.Line) bool { return true }, func(store.Check) bool { return true }},
			"a cashier":   {store.LogFilter{Cashier: cashiers[1]}, func(r store.Receipt, _ store.Line) bool { return r.Cashier == cashiers[1] }, func(k store.Check) bool { return k.Cashier == cashiers[1] }},
			"a group":     {store.LogFilter{Group: 15}, func(_ store.Receipt, l store.Line) bool { return l.Group == 15 }, func(k store.Check) bool { return k.Group == 15 }},
			"returns":     {store.LogFilter{Outcome: store.OutcomeReturned}, func(r store.Receipt, _ store.Line) bool { return r.Kind == sale.Return }, nil},
			"not made":    {store.LogFilter{Outcome: store.OutcomeNotMade}, func(r store.Receipt, _ store.Line) bool { return r.State == sale.Cancelled }, nil},
			"unchecked":   {store.LogFilter{Outcome: store.OutcomeUnchecked}, func(_ store.Receipt, l store.Line) bool { return l.Approved != "" }, nil},
			"stopped":     {store.LogFilter{Outcome: store.OutcomeStopped}, nil, func(k store.Check) bool { return k.Decision == "forbid" && k.Reason != "no_code" }},
			"taken on":    {store.LogFilter{Outcome: store.OutcomeApproved}, nil, func(k store.Check) bool { return k.Approved != "" }},
			"offline":     {store.LogFilter{Outcome: store.OutcomeOffline, Channel: string(checks.ChannelLocalModule)}, nil, func(k store.Check) bool { return k.Offline }},
			"a reason":    {store.LogFilter{Reason: "expired"}, nil, func(k store.Check) bool { return k.Reason == "expired" }},
			"code wanted": {store.LogFilter{Outcome: store.OutcomeWantCode}, nil, func(k store.Check) bool { return k.Reason == "no_code" }},
			"milk":        {store.LogFilter{Found: &milk}, func(_ store.Receipt, l store.Line) bool { return "0"+l.Barcode == milk.Products[0] }, func(k store.Check) bool { return k.GTIN == milk.Products[0] }},
			"milk of one": {store.LogFilter{Found: &milk, Cashier: cashiers[0]}, func(r store.Receipt, l store.Line) bool {
				return "0"+l.Barcode == milk.Products[0] && r.Cashier == cashiers[0]
			}, nil},
			"milk stopped": {store.LogFilter{Found: &milk, Outcome: store.OutcomeStopped}, nil, func(k store.Check) bool {
				return k.GTIN == milk.Products[0] && k.Decision == "forbid" && k.Reason != "no_code"
			}},
			"nothing at all": {store.LogFilter{Found: &store.Found{}}, func(store.Receipt, store.Line) bool { return false }, func(store.Check) bool { return false }},
		} {
			c.f.From, c.f.To = span[0], span[1]
			if c.line != nil {
				var want []string
				for _, r := range receipts {
					for n, l := range r.Lines {
						if in(r.OpenedAt) && c.line(r, l) {
							want = append(want, fmt.Sprint(r.ID, " ", n+1, " ", l.Cis, " ", l.Sum))
						}
					}
				}
				log, err := s.SoldLog(ctx, c.f)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for at := 0; at < log.Count(); at += 37 {
					part, err := log.Lines(ctx, at, 37)
					if err != nil {
						t.Fatal(err)
					}
					for _, l := range part {
						got = append(got, fmt.Sprint(l.Receipt, " ", l.N, " ", l.Cis, " ", l.Sum))
					}
				}
				same(t, fmt.Sprintf("lines: %s, span %d", name, i), got, want)
			}
			if c.mark != nil {
				var want []string
				for _, k := range all {
					if in(k.At) && c.mark(k) {
						want = append(want, k.ID)
					}
				}
				log, err := s.CheckLog(ctx, c.f)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for at := 0; at < log.Count(); at += 41 {
					part, err := log.Checks(ctx, at, 41)
					if err != nil {
						t.Fatal(err)
					}
					for _, k := range part {
						got = append(got, k.ID)
					}
				}
				same(t, fmt.Sprintf("checks: %s, span %d", name, i), got, want)
			}
		}
	}
}

// same compares two lists that may differ in the order of equal moments.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	count := map[string]int{}
	for _, x := range want {
		count[x]++
	}
	for _, x := range got {
		count[x]--
	}
	for x, n := range count {
		if n != 0 {
			t.Errorf("%s: got %d, want %d; %q differs by %d", what, len(got), len(want), x, n)
			return
		}
	}
}

// TestSeekUnderstandsWhatIsTyped looks for one sold line in every way that the hand knows.
func TestSeekUnderstandsWhatIsTyped(t *testing.T) {
	ctx := context.Background()
	s, from, to := smallShop(t)
	log, err := s.SoldLog(ctx, store.LogFilter{From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := log.Lines(ctx, log.Count()/2, 40)
	if err != nil {
		t.Fatal(err)
	}
	var want store.SoldLine
	for _, l := range lines {
		if l.Cis != "" && l.Kind == sale.Sale {
			want = l
		}
	}
	for name, typed := range map[string]string{
		"document":      fmt.Sprint(want.FD),
		"receipt's ID":  want.Receipt,
		"part of an ID": strings.ToUpper(want.Receipt[:13]),
		"code":          want.Cis,
		"a whole scan":  want.Cis + "\x1d93dGVz",
		"serial":        want.Cis[18:26],
		"tail":          want.Cis[len(want.Cis)-7:],
		"middle":        want.Cis[20:26],
		"digits inside": strings.TrimLeft(want.Cis[len(want.Cis)-5:], "0"),
		"name":          strings.ToUpper(want.Name[:len(want.Name)/2-len(want.Name)/2%2]),
		"barcode":       want.Product[1:],
	} {
		found, err := s.Seek(ctx, typed)
		if err != nil {
			t.Fatal(err)
		}
		log, err := s.SoldLog(ctx, store.LogFilter{From: from, To: to, Found: &found})
		if err != nil {
			t.Fatal(err)
		}
		list, err := log.Lines(ctx, 0, log.Count())
		if err != nil {
			t.Fatal(err)
		}
		seen := false
		for _, l := range list {
			seen = seen || reflect.DeepEqual(l, want)
		}
		if !seen {
			t.Errorf("%s %q: the line is not among %d", name, typed, len(list))
		}
		checks, err := s.CheckLog(ctx, store.LogFilter{From: from, To: to, Found: &found})
		if err != nil {
			t.Fatal(err)
		}
		marks, err := checks.Checks(ctx, 0, checks.Count())
		if err != nil {
			t.Fatal(err)
		}
		seen = false
		for _, k := range marks {
			seen = seen || k.ID == want.CheckID
		}
		if !seen {
			t.Errorf("%s %q: the check is not among %d", name, typed, len(marks))
		}
	}
	soon, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	if err := s.WarmCodes(soon); err != nil {
		t.Errorf("codes are not read ahead: %v", err)
	}
	for _, nothing := range []string{"нет такого товара", "00000000-dead", "zzzzzzzzzz", "99999999999999", "9999999"} {
		found, err := s.Seek(ctx, nothing)
		if err != nil {
			t.Fatal(err)
		}
		if log, err := s.SoldLog(ctx, store.LogFilter{From: from, To: to, Found: &found}); err != nil || log.Count() != 0 {
			t.Errorf("%q found %d lines, %v", nothing, log.Count(), err)
		}
	}
}

// TestSumsOfASpanAreThoseOfItsDocuments adds up by hand.
func TestSumsOfASpanAreThoseOfItsDocuments(t *testing.T) {
	ctx := context.Background()
	s, from, to := smallShop(t)
	receipts, err := s.Receipts(ctx, from, to)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]store.SumFilter{"all": {}, "cashier": {Cashier: cashiers[0]}, "group": {Group: 8}} {
		want, unchecked := int64(0), 0
		for _, r := range receipts {
			if r.State != sale.Fiscalized || f.Cashier != "" && r.Cashier != f.Cashier {
				continue
			}
			sign := int64(1)
			if r.Kind == sale.Return {
				sign = -1
			}
			for _, l := range r.Lines {
				if f.Group != 0 && l.Group != f.Group {
					continue
				}
				want += sign * l.Sum
				if l.Approved != "" && r.Kind == sale.Sale {
					unchecked++
				}
			}
		}
		list, err := s.Took(ctx, from, to, time.Hour, f)
		if err != nil {
			t.Fatal(err)
		}
		got := int64(0)
		for _, x := range list {
			if x.Kind == "return" {
				got -= x.Sum
			} else {
				got += x.Sum
			}
		}
		n, err := s.SoldUnchecked(ctx, from, to, f)
		if err != nil || got != want || n != unchecked {
			t.Errorf("%s: took %d, want %d; unchecked %d, want %d; %v", name, got, want, n, unchecked, err)
		}
		counted, err := s.Checked(ctx, from.Add(5*time.Hour), to.Add(-7*time.Hour), f)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range counted {
			sum += c.Checks
		}
		log, err := s.CheckLog(ctx, store.LogFilter{From: from.Add(5 * time.Hour), To: to.Add(-7 * time.Hour), Cashier: f.Cashier, Group: f.Group})
		if err != nil || sum == 0 || log.Count() != sum {
			t.Errorf("%s: %d checks, the log has %d, %v", name, sum, log.Count(), err)
		}
	}
}
