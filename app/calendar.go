package main

import (
	"context"
	"slices"
	"strconv"
	"time"

	"dobro/checks/localmodule"
	"dobro/device/fiscal"
	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/ui/office"
)

// How long before a day a person is told of it.
const (
	soon   = 30 * 24 * time.Hour
	urgent = 3 * 24 * time.Hour
)

// ofdLimit is how long documents may wait for the ОФД before the drive locks (54-ФЗ).
const ofdLimit = 30 * 24 * time.Hour

// deadlines is everything that ends or begins on some day, the nearest first; what has no day of its own comes last.
func (p *program) deadlines(ctx context.Context, t *till) []office.Deadline {
	now := time.Now()
	var out []office.Deadline
	add := func(part, what string, due time.Time, pairs ...any) {
		d := office.Deadline{Title: p.words.T("calendar." + part), Text: p.words.T("calendar."+part+"."+what, pairs...), Due: due, Level: probe.Well}
		if left := due.Sub(now); !due.IsZero() && left < soon {
			d.Level = probe.Warn
			if left < urgent {
				d.Level = probe.Bad
			}
		}
		out = append(out, d)
	}
	level := func(l string) { out[len(out)-1].Level = l }
	p.licenceDays(ctx, t, add, level)
	p.keyDay(t, add, level)
	p.printerDays(ctx, t, now, add, level)
	p.moduleDay(ctx, t, now, add, level)
	p.groupDays(ctx, t, now, add, level)
	for _, f := range p.probeCopies(t.cfg) {
		out = append(out, office.Deadline{Title: f.Title, Text: f.Text, Level: f.Level})
	}
	slices.SortStableFunc(out, func(a, b office.Deadline) int {
		switch {
		case a.Due.IsZero() != b.Due.IsZero():
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Due.Compare(b.Due)
	})
	return out
}

type (
	addDay   func(part, what string, due time.Time, pairs ...any)
	setLevel func(level string)
)

func (p *program) licenceDays(ctx context.Context, t *till, add addDay, level setLevel) {
	if t.permit.tspiot == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	c, err := t.permit.tspiot.Control(ctx)
	if err != nil {
		add("licence", "away", time.Time{})
		level(probe.Off)
		return
	}
	for _, i := range c.Instances {
		if i.LicenseActive {
			add("licence", "till", i.LicenseTill, "id", i.ID)
		} else {
			add("licence", "ended", i.LicenseTill, "id", i.ID)
			level(probe.Bad)
		}
	}
}

// keyDay tells how the key of the direct channel is: the operator names no last day of it, a refusal is how one learns.
func (p *program) keyDay(t *till, add addDay, level setLevel) {
	if t.permit.direct == nil {
		return
	}
	if since, refused := t.permit.direct.TokenRefusedSince(); refused {
		add("token", "refused", since, "since", since.In(t.cfg.Shop.Location).Format("02.01 15:04"))
		level(probe.Bad)
		return
	}
	add("token", "well", time.Time{})
}

func (p *program) printerDays(ctx context.Context, t *till, now time.Time, add addDay, level setLevel) {
	if t.printer == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	st, err := t.printer.Status(ctx)
	if err != nil {
		add("fn", "away", time.Time{})
		level(probe.Off)
		return
	}
	p.drive(st, add)
	if st.OFDQueue > 0 && !st.OFDOldest.IsZero() {
		add("ofd", "waits", st.OFDOldest.Add(ofdLimit), "count", st.OFDQueue)
		if now.Sub(st.OFDOldest) < queueWorry {
			level(probe.Well) // a document an hour old is no news
		}
		return
	}
	add("ofd", "well", time.Time{})
}

func (p *program) drive(st fiscal.Status, add addDay) {
	if st.FNExpires.IsZero() {
		add("fn", "unknown", time.Time{}, "fn", st.FN)
		return
	}
	add("fn", "till", st.FNExpires, "fn", st.FN)
}

func (p *program) moduleDay(ctx context.Context, t *till, now time.Time, add addDay, level setLevel) {
	if t.permit.module == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	w, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: t.permit.module, INN: t.cfg.Shop.INN})
	if err != nil {
		return
	}
	f := p.moduleFinding(t, w.Look(ctx), now)
	h := w.Health()
	if left, known := h.Status.Left(now); known {
		add("lm", "locks", now.Add(left), "hours", strconv.Itoa(int(left.Hours())))
	} else {
		add("lm", "state", time.Time{}, "text", f.Text)
	}
	level(f.Level) // 72 hours are always near; how the module is decides
}

// groupDays are the days on which the obligation begins for goods that the shop deals in.
func (p *program) groupDays(ctx context.Context, t *till, now time.Time, add addDay, level setLevel) {
	if t.store == nil {
		return
	}
	ids, err := t.store.ShopGroups(ctx, now.AddDate(0, 0, -90))
	if err != nil {
		p.log.Error().Err(err).Msg("read product groups")
		return
	}
	coming := false
	for _, id := range ids {
		g, ok := t.permit.schedule.ByID(id)
		if !ok {
			continue
		}
		name := g.RU
		if p.lang != "ru" {
			name = g.EN
		}
		dates := g.DatesFor(t.cfg.Shop.Chain)
		for _, d := range []struct {
			what string
			at   time.Time
			none bool
		}{{"online", dates.Online.In(t.cfg.Shop.Location), dates.Online.IsZero()}, {"offline", dates.Offline.In(t.cfg.Shop.Location), dates.Offline.IsZero()}} {
			if d.none || d.at.Before(now.AddDate(0, 0, -14)) {
				continue
			}
			coming = true
			add("group", d.what, d.at, "group", name)
			if d.at.Before(now) || t.cfg.Checks.StartEarly {
				level(probe.Well) // it has begun, or the till checks the group already
			}
		}
	}
	if !coming {
		add("group", "none", time.Time{}, "count", len(ids))
	}
}

// probeCalendar is the doctor's line about obligations to come; the other days have lines of their own.
func (p *program) probeCalendar(ctx context.Context, t *till) []finding {
	var next *office.Deadline
	p.groupDays(ctx, t, time.Now(), func(part, what string, due time.Time, pairs ...any) {
		if !due.IsZero() && (next == nil || due.Before(next.Due)) {
			next = &office.Deadline{Text: p.words.T("calendar."+part+"."+what, pairs...), Due: due}
		}
	}, func(string) {})
	if t.store == nil {
		return nil
	}
	if next == nil {
		return []finding{p.found("groups", probe.Well, "none")}
	}
	at := next.Due.In(t.cfg.Shop.Location).Format("02.01.2006")
	if time.Until(next.Due) < soon && t.cfg.Checks.Channel == config.ChannelNone {
		return []finding{p.found("groups", probe.Warn, "coming", "text", next.Text, "at", at)}
	}
	return []finding{p.found("groups", probe.Well, "next", "text", next.Text, "at", at)}
}
