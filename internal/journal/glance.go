package journal

import (
	"context"
	"slices"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/store"
)

// Part narrows what the owner looks at; zero fields want everything.
type Part struct {
	Cashier string
	Group   int
	Text    string // a product's name or barcode
}

// View is a span of time to look at, with the one before it to compare with. Step is how time is cut in charts: hours of a day, days of
// longer spans.
type View struct {
	From, To             time.Time // instants, To excluded
	BeforeFrom, BeforeTo time.Time
	Step                 time.Duration
	Now                  time.Time // of a span that still runs, else zero
}

// Seen is the view as it stands now: a span that still runs is compared with the same part of the one before.
func (v View) Seen(now time.Time) View {
	if !now.Before(v.From) && now.Before(v.To) {
		v.Now = now
	}
	return v
}

// Kinds of views.
const (
	OneDay   = "day"
	OneWeek  = "week"
	OneMonth = "month"
)

// ViewOf is the day, the week from Monday or the month in which the instant lies; before it come the same weekday of the last week, the last
// week, the last month.
func ViewOf(kind string, at time.Time, zone *time.Location) View {
	y, m, d := at.In(zone).Date()
	midnight := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, zone) }
	switch kind {
	case OneWeek:
		d -= (int(at.In(zone).Weekday()) + 6) % 7
		return View{From: midnight(y, m, d), To: midnight(y, m, d+7), BeforeFrom: midnight(y, m, d-7), BeforeTo: midnight(y, m, d), Step: 24 * time.Hour}
	case OneMonth:
		return View{From: midnight(y, m, 1), To: midnight(y, m+1, 1), BeforeFrom: midnight(y, m-1, 1), BeforeTo: midnight(y, m, 1), Step: 24 * time.Hour}
	}
	return View{From: midnight(y, m, d), To: midnight(y, m, d+1), BeforeFrom: midnight(y, m, d-7), BeforeTo: midnight(y, m, d-6), Step: time.Hour}
}

// Glance is a span at one look.
type Glance struct {
	View      View
	Totals    Totals
	Before    Totals
	SoFar     money.Kopecks // of Before, what had been taken by the same moment of a span that still runs
	WantCode  int           // barcodes of marked products: the code was asked for
	Approved  int           // taken on himself by a senior
	Goods     bool          // narrowed to goods: what was paid in cash and by card is not known, receipts are paid whole
	ByChannel map[checks.Channel]int
	Steps     []money.Kopecks // revenue of each step of the view
	StepsWere []money.Kopecks
	Waits     Waits
	Platforms []Waits // the busiest first
}

// Waits says how long answers took.
type Waits struct {
	Name     string // host that was asked, or the channel
	Checks   int
	P50, P95 time.Duration
	Inside   float64 // share of answers inside Prompt, 0 to 1
}

// Prompt is how long an answer may take by the rules of the permit mode.
const Prompt = 1500 * time.Millisecond

// Glance looks at a span. Under a search that fits no product everything is nought.
func (l Log) Glance(ctx context.Context, v View, part Part) (g Glance, err error) {
	g = Glance{View: v, Goods: part.Group != 0 || part.Text != "", ByChannel: map[checks.Channel]int{}}
	f := store.SumFilter{Cashier: part.Cashier, Group: part.Group}
	if part.Text != "" {
		if f.Products, err = l.Store.ProductsLike(ctx, part.Text); err != nil {
			return g, err
		}
	}
	if g.Totals, g.Steps, err = l.tookIn(ctx, v.From, v.To, v.Step, f); err != nil {
		return g, err
	}
	if g.Before, g.StepsWere, err = l.tookIn(ctx, v.BeforeFrom, v.BeforeTo, v.Step, f); err != nil {
		return g, err
	}
	if !v.Now.IsZero() {
		if g.SoFar, err = l.soFar(ctx, v, g.StepsWere, f); err != nil {
			return g, err
		}
	}
	counted, err := l.Store.Checked(ctx, v.From, v.To, f)
	if err != nil {
		return g, err
	}
	g.count(counted)
	if counted, err = l.Store.Checked(ctx, v.BeforeFrom, v.BeforeTo, f); err != nil {
		return g, err
	}
	before := Glance{Totals: g.Before, ByChannel: map[checks.Channel]int{}}
	before.count(counted)
	g.Before = before.Totals
	if g.Totals.Unchecked, err = l.Store.SoldUnchecked(ctx, v.From, v.To, f); err != nil {
		return g, err
	}
	drawer, err := l.Store.Drawer(ctx)
	if err != nil {
		return g, err
	}
	g.Totals.Drawer = money.Kopecks(drawer)
	waited, err := l.Store.Waited(ctx, v.From, v.To, f, v.Step < 24*time.Hour)
	if err != nil {
		return g, err
	}
	g.wait(waited)
	return g, nil
}

// soFar sums whole steps of the span before, and asks for the part of the one that runs. A longer span before, a month of 31 days, ends in time.
func (l Log) soFar(ctx context.Context, v View, were []money.Kopecks, f store.SumFilter) (sum money.Kopecks, err error) {
	whole := int(v.Now.Sub(v.From) / v.Step)
	for _, step := range were[:min(whole, len(were))] {
		sum += step
	}
	if whole >= len(were) {
		return sum, nil
	}
	from := v.BeforeFrom.Add(time.Duration(whole) * v.Step)
	part, _, err := l.tookIn(ctx, from, v.BeforeFrom.Add(v.Now.Sub(v.From)), v.Step, f)
	return sum + part.Revenue, err
}

func (l Log) tookIn(ctx context.Context, from, to time.Time, step time.Duration, f store.SumFilter) (t Totals, steps []money.Kopecks, err error) {
	t.ByReason = map[checks.ReasonCode]int{}
	steps = make([]money.Kopecks, int((to.Sub(from)+step-1)/step))
	list, err := l.Store.Took(ctx, from, to, step, f)
	if err != nil {
		return t, nil, err
	}
	for _, x := range list {
		sign := money.Kopecks(1)
		if x.Kind == "return" || x.Back {
			sign = -1
		}
		if x.Kind == "return" {
			t.Returns += x.Receipts
		} else {
			t.Receipts += x.Receipts
			t.Sales += sign * money.Kopecks(x.Sum)
		}
		t.Revenue += sign * money.Kopecks(x.Sum)
		t.Cash += sign * money.Kopecks(x.Cash)
		t.Card += sign * money.Kopecks(x.Card)
		if x.Step >= 0 && int(x.Step) < len(steps) {
			steps[x.Step] += sign * money.Kopecks(x.Sum)
		}
	}
	return t, steps, nil
}

func (g *Glance) count(list []store.Checked) {
	t := &g.Totals
	for _, c := range list {
		if checks.ReasonCode(c.Reason) == checks.NoCode {
			g.WantCode += c.Checks
			continue
		}
		t.Checks += c.Checks
		g.ByChannel[checks.Channel(c.Channel)] += c.Checks
		if c.Offline {
			t.Offline += c.Checks
		}
		if c.Emergency {
			t.Emergency += c.Checks
		}
		if c.Approved {
			g.Approved += c.Checks
		}
		switch {
		case c.Decision == string(checks.Allow):
			t.Allowed += c.Checks
		case c.Decision == string(checks.Forbid), !c.Approved:
			t.Stopped += c.Checks
			t.ByReason[checks.ReasonCode(c.Reason)] += c.Checks
		}
	}
}

// wait makes the answer times of all and of each platform from counts by steps.
func (g *Glance) wait(list []store.Waited) {
	all := map[int]int{}
	each := map[string]map[int]int{}
	for _, w := range list {
		name := w.Channel
		if w.Host != "" {
			name = w.Host
		}
		if each[name] == nil {
			each[name] = map[int]int{}
		}
		each[name][w.Step] += w.Checks
		all[w.Step] += w.Checks
	}
	g.Waits = waitsOf("", all)
	for name, steps := range each {
		g.Platforms = append(g.Platforms, waitsOf(name, steps))
	}
	slices.SortFunc(g.Platforms, func(a, b Waits) int {
		if a.Checks != b.Checks {
			return b.Checks - a.Checks
		}
		return strings.Compare(a.Name, b.Name)
	})
}

func waitsOf(name string, steps map[int]int) Waits {
	w := Waits{Name: name}
	order := make([]int, 0, len(steps))
	inside := 0
	for step, n := range steps {
		order = append(order, step)
		w.Checks += n
		// A step holds times up to its end.
		if time.Duration(step)*store.WaitStep < Prompt {
			inside += n
		}
	}
	if w.Checks == 0 {
		return w
	}
	w.Inside = float64(inside) / float64(w.Checks)
	slices.Sort(order)
	seen := 0
	for _, step := range order {
		seen += steps[step]
		at := time.Duration(step)*store.WaitStep + store.WaitStep/2
		if w.P50 == 0 && seen*2 >= w.Checks {
			w.P50 = at
		}
		if w.P95 == 0 && seen*100 >= w.Checks*95 {
			w.P95 = at
		}
	}
	return w
}
