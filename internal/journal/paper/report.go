package paper

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dobro/internal/journal"
	"dobro/internal/money"
)

// What a report on paper lists at most; beyond it gives days instead of receipts and says where the rest is.
const (
	mostReceipts = 1500
	mostStopped  = 500
	mostPermits  = 200
)

// WriteReport writes the report of the request's days: a sentence, the sums, what was stopped and why, and the receipts, or the days of
// a span with too many of them.
func WriteReport(ctx context.Context, w io.Writer, f Fonts, words Words, l journal.Log, r journal.Request) error {
	g, err := gather(ctx, l, r)
	if err != nil {
		return err
	}
	from, to := r.First.In(r.Zone).Format("02.01.2006"), r.Last.In(r.Zone).Format("02.01.2006")
	title := words.T("report.title", "from", from, "to", to)
	if from == to {
		title = words.T("report.title_day", "day", from)
	}
	p := newPage(f, words, r.Shop, title)
	if filter := r.Filtered(); filter != "" {
		p.lead(filter)
	}
	p.lead(p.sentence(g.all))
	p.totals(g.all)
	p.stopped(g, r.Zone)
	p.permits(g, r.Zone)
	if g.receipts > mostReceipts {
		p.days(g)
	} else {
		p.receipts(g, r.Zone)
	}
	return p.write(w)
}

// gathered is what the report shows. Memory is bounded by the limits and by a row a day.
type gathered struct {
	all      journal.Totals
	perDay   []dayTotals
	list     []journal.ReceiptRow
	receipts int
	stops    []journal.CheckRow
	stopped  int
	permits  []journal.Permit
	allowed  int
}

type dayTotals struct {
	day    time.Time
	totals journal.Totals
}

func gather(ctx context.Context, l journal.Log, r journal.Request) (g gathered, err error) {
	err = l.EachDay(ctx, r, func(d journal.Day) error {
		g.all = g.all.Plus(d.Totals)
		if d.Totals.Receipts+d.Totals.Returns+d.Totals.Checks > 0 {
			g.perDay = append(g.perDay, dayTotals{d.From, d.Totals})
		}
		for _, row := range slices.Backward(d.Receipts) {
			g.receipts++
			if len(g.list) < mostReceipts {
				g.list = append(g.list, row)
			}
		}
		g.allowed += len(d.Permits)
		g.permits = append(g.permits, d.Permits[:min(len(d.Permits), mostPermits-len(g.permits))]...)
		for _, row := range slices.Backward(d.Checks) {
			if !row.Stopped() {
				continue
			}
			g.stopped++
			if len(g.stops) < mostStopped {
				g.stops = append(g.stops, row)
			}
		}
		return nil
	})
	return g, err
}

func (p *page) sentence(t journal.Totals) string {
	w := p.words
	text := strings.Join([]string{w.N("report.checks", t.Checks), w.N("report.stops", t.Stopped), w.T("report.offline", "n", t.Offline), w.T("report.unchecked", "n", t.Unchecked)}, ", ")
	return text + "; " + w.T("report.revenue", "sum", rubles(t.Revenue)) + "."
}

func (p *page) totals(t journal.Totals) {
	w := p.words
	p.section(w.T("report.totals"))
	p.pair(w.T("report.total.revenue"), rubles(t.Revenue))
	p.pair(w.T("report.total.cash"), rubles(t.Cash))
	p.pair(w.T("report.total.card"), rubles(t.Card))
	p.pair(w.T("report.total.receipts"), fmt.Sprint(t.Receipts))
	if t.Receipts > 0 {
		p.pair(w.T("report.total.average"), rubles(t.Sales/money.Kopecks(t.Receipts)))
	}
	p.pair(w.T("report.total.returns"), fmt.Sprint(t.Returns))
	p.pair(w.T("report.total.checks"), w.T("report.total.checks_text", "all", t.Checks, "allowed", t.Allowed, "stopped", t.Stopped, "offline", t.Offline, "emergency", t.Emergency))
	p.pair(w.T("report.total.unchecked"), fmt.Sprint(t.Unchecked))
}

func (p *page) stopped(g gathered, zone *time.Location) {
	w := p.words
	p.section(w.T("report.stopped"))
	if g.stopped == 0 {
		p.note(w.T("report.stopped_none"))
		return
	}
	cols := []column{{w.T("export.col.at"), 30, "L"}, {w.T("export.col.name"), 42, "L"}, {w.T("export.col.cis"), 50, "L"}, {w.T("export.col.reason"), 38, "L"}, {w.T("export.col.cashier"), width - 160, "L"}}
	p.head(cols)
	for _, c := range g.stops {
		p.row(cols, c.At.In(zone).Format("02.01.2006 15:04:05"), c.Name, c.Cis, c.Reason, c.Cashier)
	}
	if more := g.stopped - len(g.stops); more > 0 {
		p.note(w.T("report.more", "n", more))
	}
}

// permits lists what seniors permitted on the spot; a span without any has no such section.
func (p *page) permits(g gathered, zone *time.Location) {
	if g.allowed == 0 {
		return
	}
	w := p.words
	p.section(w.T("export.table.permits"))
	cols := []column{{w.T("export.col.at"), 30, "L"}, {w.T("export.col.senior"), 28, "L"}, {w.T("export.col.cashier"), 28, "L"}, {w.T("export.col.permit"), 44, "L"}, {w.T("export.col.why"), width - 130, "L"}}
	p.head(cols)
	for _, x := range g.permits {
		why := x.Reason
		if x.Name != "" {
			why = strings.Trim(x.Name+"; "+why, "; ")
		}
		p.row(cols, x.At.In(zone).Format("02.01.2006 15:04:05"), x.Senior, x.Cashier, w.T("export.permit."+x.Right), why)
	}
	if more := g.allowed - len(g.permits); more > 0 {
		p.note(w.T("report.more", "n", more))
	}
}

func (p *page) receipts(g gathered, zone *time.Location) {
	w := p.words
	p.section(w.T("report.receipts"))
	if g.receipts == 0 {
		p.note(w.T("report.receipts_none"))
		return
	}
	cols := []column{{w.T("export.col.at"), 32, "L"}, {w.T("export.col.kind"), 22, "L"}, {w.T("export.col.state"), 26, "L"}, {w.T("export.col.fd"), 16, "R"},
		{w.T("export.col.cashier"), 26, "L"}, {w.T("export.col.lines"), 14, "R"}, {w.T("report.way"), 28, "L"}, {w.T("export.col.total"), width - 164, "R"}}
	p.head(cols)
	for _, r := range g.list {
		fd := ""
		if r.FD > 0 {
			fd = fmt.Sprint(r.FD)
		}
		var ways []string
		for _, way := range strings.Split(r.Payments, "+") {
			if way != "" {
				ways = append(ways, w.T("export.pay."+way))
			}
		}
		p.row(cols, r.At.In(zone).Format("02.01.2006 15:04:05"), w.T("export.kind."+string(r.Kind)), w.T("export.state."+string(r.State)), fd, r.Cashier,
			fmt.Sprint(r.Lines), strings.Join(ways, "+"), rubles(r.Total))
	}
}

func (p *page) days(g gathered) {
	w := p.words
	p.section(w.T("report.days"))
	p.note(w.T("report.days_note", "n", g.receipts))
	cols := []column{{w.T("report.day"), 26, "L"}, {w.T("report.total.receipts"), 22, "R"}, {w.T("report.total.returns"), 22, "R"}, {w.T("report.total.checks"), 24, "R"},
		{w.T("report.stopped_short"), 26, "R"}, {w.T("report.total.unchecked"), 26, "R"}, {w.T("report.total.revenue"), width - 146, "R"}}
	p.head(cols)
	for _, d := range g.perDay {
		t := d.totals
		p.row(cols, d.day.Format("02.01.2006"), fmt.Sprint(t.Receipts), fmt.Sprint(t.Returns), fmt.Sprint(t.Checks), fmt.Sprint(t.Stopped), fmt.Sprint(t.Unchecked), rubles(t.Revenue))
	}
}

// rubles is a sum for people: 48 310,00 with narrow gaps.
func rubles(k money.Kopecks) string {
	text := k.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "\u2212", text[1:]
	}
	whole, part, _ := strings.Cut(text, ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(d)
	}
	return sign + b.String() + "," + part + "\u00a0\u20bd"
}
