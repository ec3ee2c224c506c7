package day

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Picture is a span with all its texts ready.
type Picture struct {
	Sentence string
	Tiles    [tileCount]Tile
	Revenue  ColumnsData
	Outcomes BarsData
	Waits    BarsData
}

// Make prepares a span; on any goroutine. Lamps are the till's health, now those of the window.
func Make(w *lang.Catalogue, zone *time.Location, kind string, g journal.Glance, lamps []register.Lamp) Picture {
	t := g.Totals
	p := Picture{Sentence: sentence(w, t)}
	average := money.Kopecks(0)
	if t.Receipts > 0 {
		average = t.Sales / money.Kopecks(t.Receipts)
	}
	unchecked := Tile{Name: w.T("ui.day.unchecked"), Value: strconv.Itoa(t.Unchecked), Note: w.T("ui.day.unchecked.none"), Icon: "lamp-ok", Ink: look.ColorAllowedInk}
	if t.Unchecked > 0 {
		unchecked.Note, unchecked.Icon, unchecked.Shout = w.T("ui.day.unchecked.look"), "warning", true
	}
	p.Tiles = [tileCount]Tile{
		{Name: w.T("ui.day.revenue"), Value: rubles(w, t.Revenue), Note: compared(w, kind, g)},
		{Name: w.T("ui.day.receipts"), Value: look.Count(t.Receipts), Note: w.T("ui.day.average", "sum", rubles(w, average))},
		{Name: w.T("ui.day.returns"), Value: look.Count(t.Returns), Note: w.T("ui.day.returned", "sum", rubles(w, t.Sales-t.Revenue))},
		{Name: w.T("ui.day.cash"), Value: rubles(w, t.Cash), Note: w.T("ui.day.card", "sum", rubles(w, t.Card))},
		{Name: w.T("ui.day.drawer"), Value: rubles(w, t.Drawer), Note: w.T("ui.day.drawer.now")},
		{Name: w.T("ui.day.checked"), Value: look.Count(t.Checks), Note: channels(w, g)},
		{Name: w.T("ui.day.stopped"), Value: look.Count(t.Stopped), Note: reasons(w, t)},
		unchecked,
		{Name: w.T("ui.day.waits"), Value: answers(w, g.Waits), Note: w.T("ui.day.inside", "share", share(w, g.Waits.Inside))},
		healthTile(w, lamps),
	}
	if t.Stopped > 0 { // a red cross over nought frightens for nothing
		p.Tiles[6].Icon, p.Tiles[6].Ink = "cross", look.ColorForbiddenInk
	}
	if g.Goods {
		p.Tiles[3].Value, p.Tiles[3].Note = "—", w.T("ui.day.cash.goods")
	}
	if g.Waits.Checks == 0 {
		p.Tiles[8].Value, p.Tiles[8].Note = "—", w.T("ui.day.no_checks")
	}
	p.Revenue = revenue(w, zone, kind, g)
	p.Outcomes = outcomes(w, g)
	p.Waits = platforms(w, g)
	return p
}

func sentence(w *lang.Catalogue, t journal.Totals) string {
	return many(w, "ui.day.say.checks", t.Checks) + ", " + many(w, "ui.day.say.stops", t.Stopped) + ", " +
		w.T("ui.day.say.rest", "offline", look.Count(t.Offline), "unchecked", look.Count(t.Unchecked), "sum", rubles(w, t.Revenue), "drawer", rubles(w, t.Drawer))
}

// many is a number with its noun; a month has tens of thousands of checks.
func many(w *lang.Catalogue, key string, n int) string {
	return strings.Replace(w.N(key, n), strconv.Itoa(n), look.Count(n), 1)
}

// rubles leaves kopecks out: the evening is about thousands.
func rubles(w *lang.Catalogue, k money.Kopecks) string {
	whole := (k + 50) / 100
	if k < 0 {
		whole = (k - 50) / 100
	}
	text, _, _ := strings.Cut(look.Plainly(w, whole*100), w.T("ui.decimal"))
	return w.T("ui.money", "sum", text)
}

// compared says how the span goes beside the one before; one that still runs beside the same part of it.
func compared(w *lang.Catalogue, kind string, g journal.Glance) string {
	switch runs := !g.View.Now.IsZero(); {
	case g.Before.Revenue <= 0:
		return w.T("ui.day.before.none." + kind)
	case runs && g.SoFar <= 0:
		return w.T("ui.day.sofar.none." + kind)
	case runs:
		return w.T("ui.day.sofar."+kind, "change", change(g.Totals.Revenue, g.SoFar))
	}
	return w.T("ui.day.before."+kind, "change", change(g.Totals.Revenue, g.Before.Revenue), "sum", rubles(w, g.Before.Revenue))
}

// change is by how much it is more than it was, in percent with its sign.
func change(now, was money.Kopecks) string {
	percent := float64(now-was) / float64(was) * 100
	sign := "+"
	if percent < 0 {
		sign, percent = "−", -percent
	}
	return sign + strconv.Itoa(int(percent+0.5)) + "\u00a0%"
}

func channels(w *lang.Catalogue, g journal.Glance) string {
	type one struct {
		name string
		n    int
	}
	var list []one
	for c, n := range g.ByChannel {
		list = append(list, one{w.T("ui.day.channel." + string(c)), n})
	}
	slices.SortFunc(list, func(a, b one) int { return b.n - a.n })
	var said []string
	for _, x := range list[:min(len(list), 2)] {
		said = append(said, x.name+" "+look.Count(x.n))
	}
	return strings.Join(said, " · ")
}

func reasons(w *lang.Catalogue, t journal.Totals) string {
	var codes []checks.ReasonCode
	for c := range t.ByReason {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b checks.ReasonCode) int {
		if t.ByReason[a] != t.ByReason[b] {
			return t.ByReason[b] - t.ByReason[a]
		}
		return strings.Compare(string(a), string(b))
	})
	if len(codes) == 0 {
		return ""
	}
	return ReasonName(w, codes[0]) + " " + look.Count(t.ByReason[codes[0]]) // the commonest; the log knows the others
}

// ReasonName is a reason in one or two words.
func ReasonName(w *lang.Catalogue, c checks.ReasonCode) string {
	key := "ui.day.reason." + string(c)
	if name := w.T(key); name != key {
		return name
	}
	return string(c)
}

func answers(w *lang.Catalogue, x journal.Waits) string {
	return w.T("ui.day.seconds2", "a", seconds(w, x.P50), "b", seconds(w, x.P95))
}

func seconds(w *lang.Catalogue, d time.Duration) string {
	return strings.Replace(strconv.FormatFloat(d.Seconds(), 'f', 2, 64), ".", w.T("ui.decimal"), 1)
}

func share(w *lang.Catalogue, s float64) string {
	text := strconv.FormatFloat(float64(int(s*1000))/10, 'f', -1, 64)
	return strings.Replace(text, ".", w.T("ui.decimal"), 1)
}

func healthTile(w *lang.Catalogue, lamps []register.Lamp) Tile {
	t := Tile{Name: w.T("ui.day.health"), Value: w.T("ui.day.health.good"), Icon: "lamp-ok", Ink: look.ColorAllowedInk, Note: w.T("ui.day.health.note")}
	worst := 0
	for _, l := range lamps {
		rank := map[string]int{"warn": 1, "bad": 2}[l.Level]
		if rank <= worst {
			continue
		}
		worst = rank
		t.Value, t.Note, t.Icon, t.Ink = l.Title, w.T("ui.day.health.look"), "lamp-warn", look.ColorAmberInk
		if rank == 2 {
			t.Icon, t.Ink = "lamp-bad", look.ColorForbiddenInk
		}
	}
	return t
}

func revenue(w *lang.Catalogue, zone *time.Location, kind string, g journal.Glance) ColumnsData {
	d := ColumnsData{Title: w.T("ui.day.chart.revenue." + kind), Legend: w.T("ui.day.chart.legend." + kind)}
	first, last := 0, len(g.Steps)
	if kind == journal.OneDay { // the hours of the shop, not the whole night
		first, last = 8, 20
		for i := range g.Steps {
			if g.Steps[i] != 0 || i < len(g.StepsWere) && g.StepsWere[i] != 0 {
				first, last = min(first, i), max(last, i+1)
			}
		}
	}
	top := money.Kopecks(1)
	for i := first; i < last; i++ {
		top = max(top, g.Steps[i])
		if i < len(g.StepsWere) {
			top = max(top, g.StepsWere[i])
		}
	}
	if top > 1 {
		d.Top = rubles(w, top)
	}
	for i := first; i < last; i++ {
		d.Now = append(d.Now, float32(g.Steps[i])/float32(top))
		before := float32(0)
		if i < len(g.StepsWere) {
			before = float32(g.StepsWere[i]) / float32(top)
		}
		d.Before = append(d.Before, before)
		at := g.View.From.Add(time.Duration(i) * g.View.Step).In(zone)
		label := ""
		switch {
		case kind == journal.OneDay && i%2 == 0:
			label = strconv.Itoa(i)
		case kind == journal.OneWeek:
			label = weekday(w, at)
		case kind == journal.OneMonth && (at.Day() == 1 || at.Day()%5 == 0):
			label = strconv.Itoa(at.Day())
		}
		d.Labels = append(d.Labels, label)
	}
	return d
}

func outcomes(w *lang.Catalogue, g journal.Glance) BarsData {
	t := g.Totals
	d := BarsData{Title: w.T("ui.day.chart.outcomes"), None: w.T("ui.day.no_checks")}
	if t.Checks == 0 {
		return d
	}
	most := float32(max(t.Allowed, t.Stopped, t.Offline, t.Emergency, g.Approved))
	for _, x := range []struct {
		key, icon string
		ink       fyne.ThemeColorName
		n         int
	}{
		{"allowed", "check", look.ColorAllowedInk, t.Allowed}, {"stopped", "cross", look.ColorForbiddenInk, t.Stopped},
		{"offline", "offline", look.ColorAmberInk, t.Offline}, {"approved", "senior", look.ColorAskInk, g.Approved},
		{"emergency", "warning", look.ColorPrimaryInk, t.Emergency},
	} {
		d.Bars = append(d.Bars, Bar{Name: w.T("ui.day.outcome." + x.key), Value: look.Count(x.n), Icon: x.icon, Ink: x.ink, Share: float32(x.n) / most})
	}
	return d
}

func platforms(w *lang.Catalogue, g journal.Glance) BarsData {
	d := BarsData{Title: w.T("ui.day.chart.waits"), None: w.T("ui.day.no_checks"), Says: w.T("ui.day.chart.limit")}
	longest := journal.Prompt
	list := g.Platforms[:min(len(g.Platforms), 5)]
	for _, x := range list {
		longest = max(longest, x.P95)
	}
	d.Limit = float32(journal.Prompt) / float32(longest)
	for _, x := range list {
		name := x.Name
		switch {
		case strings.HasPrefix(name, "127.0.0.1") || strings.HasPrefix(name, "localhost"):
			name = w.T("ui.day.channel.tspiot")
		default:
			key := "ui.day.channel." + name
			if said := w.T(key); said != key {
				name = said
			}
		}
		ink := look.ColorPrimaryInk
		if x.P95 > journal.Prompt {
			ink = look.ColorAmberInk
		}
		d.Bars = append(d.Bars, Bar{Name: name, Value: answers(w, x), Icon: "clock", Ink: ink, Share: float32(x.P95) / float32(longest), Mark: float32(x.P50) / float32(longest)})
	}
	return d
}

// SpanName is a day, a week or a month in words.
func SpanName(w *lang.Catalogue, kind string, v journal.View, zone *time.Location) string {
	from, to := v.From.In(zone), v.To.In(zone).Add(-time.Hour)
	switch kind {
	case journal.OneWeek:
		return from.Format("02.01") + " – " + to.Format("02.01.2006")
	case journal.OneMonth:
		return w.T("ui.day.month."+strconv.Itoa(int(from.Month()))) + " " + from.Format("2006")
	}
	return weekday(w, from) + ", " + from.Format("02.01.2006")
}

func groupName(w *lang.Catalogue, group int) string {
	if group == 0 {
		return ""
	}
	return GroupName(w, group)
}

// GroupName is a product group in words.
func GroupName(w *lang.Catalogue, group int) string {
	key := "ui.group." + strconv.Itoa(group)
	if name := w.T(key); name != key {
		return name
	}
	return w.T("ui.group.other", "n", strconv.Itoa(group))
}

func weekday(w *lang.Catalogue, at time.Time) string {
	return w.T("ui.day.weekday." + strconv.Itoa((int(at.Weekday())+6)%7+1))
}
