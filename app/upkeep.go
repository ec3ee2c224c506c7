package main

import (
	"context"
	"io"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/journal/central"
	"dobro/internal/journal/keeping"
	"dobro/internal/journal/latertruth"
	"dobro/internal/journal/sheets"
	"dobro/internal/marking"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/internal/store"
	"dobro/ui"
	"dobro/ui/office"
)

const (
	laterEvery  = time.Minute
	senderEvery = 5 * time.Second
	senderMost  = 10 * time.Minute
)

// upkeep is what runs beside a till for its owner: copies, daily files, late questions, the common database. wait returns when all of it
// ended after ctx; when it begins is for after to say.
func (p *program) upkeep(ctx context.Context, t *till, after starter) (office ui.Office, wait func()) {
	var all sync.WaitGroup
	k, deaf := p.keeper(ctx, t)
	all.Go(func() { after(ctx, func() { k.Serve(ctx) }) })
	if !p.demo {
		all.Go(func() { after(ctx, func() { p.updater(ctx, t) }) })
	}
	if t.permit.later != nil {
		w := latertruth.New(latertruth.Params{Store: t.store, Asker: lateAsker{t.permit.later}, Busy: func() bool { return t.permit.engine.Pending() > 0 }, Now: time.Now,
			Log: p.log, Every: laterEvery, Found: func(l store.Later) {
				p.light(ctx, t, p.found("later", probe.Warn, "ban", "name", l.Name), time.Now())
			}})
		all.Go(func() { after(ctx, func() { w.Serve(ctx) }) })
	}
	d := &desk{p: p, t: t, keeper: k}
	if t.cfg.Owner.Postgres != "" {
		s := p.sender(ctx, t)
		all.Go(func() { after(ctx, func() { s.Serve(ctx) }) })
	}
	return ui.Office{Desk: d, Disputes: disputes{p: p, cfg: t.cfg, store: t.store}}, func() {
		all.Wait()
		deaf()
	}
}

// lateAsker asks online about a code as of its sale.
type lateAsker struct{ engine *checks.Engine }

// Ask implements latertruth.Asker.
func (a lateAsker) Ask(ctx context.Context, l store.Later) (checks.Verdict, error) {
	code, err := marking.Parse(l.Code)
	if err != nil {
		return checks.Verdict{}, err
	}
	v := a.engine.Check(ctx, checks.Request{Code: code, Raw: l.Code, Price: l.Price, HasPrice: l.Price > 0, Group: l.Group, At: time.UnixMilli(l.SoldAt)})
	if v.Offline || v.Emergency || v.Channel != checks.ChannelTSPIoT && v.Channel != checks.ChannelTrueAPI {
		return v, latertruth.ErrAway
	}
	return v, nil
}

// openCentral connects to the owner's database.
func (p *program) openCentral(ctx context.Context, t *till) (*central.Database, error) {
	password, err := p.secret(secrets.PostgresPass)
	if err != nil {
		return nil, err
	}
	return central.Open(ctx, central.Params{URL: t.cfg.Owner.Postgres, Password: password})
}

// sender delivers the journal to the owner's database; a lamp tells when it does not arrive.
func (p *program) sender(ctx context.Context, t *till) *central.Sender {
	var since time.Time
	return &central.Sender{Store: t.store, Log: p.log, Every: senderEvery, Most: senderMost,
		Till: func() string { return tillName(ctx, t) },
		Open: func(ctx context.Context) (*central.Database, error) { return p.openCentral(ctx, t) },
		Changed: func(waiting int64, trouble error) {
			f := p.found("owner", probe.Well, "well", "count", waiting)
			if trouble != nil {
				if since.IsZero() {
					since = time.Now()
				}
				f = p.found("owner", probe.Warn, "away")
			} else {
				since = time.Time{}
			}
			p.light(ctx, t, f, since)
		}}
}

// tillName is the name that the owner gave, or the number of the drive of the last receipt.
func tillName(ctx context.Context, t *till) string {
	if t.cfg.Owner.Till != "" {
		return t.cfg.Owner.Till
	}
	fn, err := t.store.LastDrive(ctx)
	if err != nil {
		return ""
	}
	return fn
}

// desk is the owner's desk over one till.
type desk struct {
	p      *program
	t      *till
	keeper *keeping.Keeper
}

// Deadlines implements ui.Desk.
func (d *desk) Deadlines(ctx context.Context) ([]office.Deadline, error) {
	return d.p.deadlines(ctx, d.t), nil
}

// Tasks implements ui.Desk.
func (d *desk) Tasks(ctx context.Context) ([]office.Task, error) {
	list, err := d.t.store.LaterIn(ctx, store.LaterBan)
	if err != nil {
		return nil, err
	}
	var out []office.Task
	for _, l := range list {
		out = append(out, office.Task{ID: l.CheckID, Name: l.Name, Cis: l.Cis, Reason: l.Reason, SoldAt: time.UnixMilli(l.SoldAt)})
	}
	return out, nil
}

// Settle implements ui.Desk. The last task put away puts out its lamp.
func (d *desk) Settle(ctx context.Context, id, by string) error {
	if err := d.t.store.SettleLater(ctx, id, by, "", time.Now()); err != nil {
		return err
	}
	if left, err := d.t.store.LaterIn(ctx, store.LaterBan); err == nil && len(left) == 0 {
		d.p.light(ctx, d.t, d.p.found("later", probe.Well, "none"), time.Now())
	}
	return nil
}

// Copies implements ui.Desk.
func (d *desk) Copies(context.Context) (office.Copies, error) {
	folder := d.p.copiesFolder(d.t.cfg)
	s := keeping.Look(d.p.dir, folder, freeSpace, time.Now())
	return office.Copies{Folder: folder, Count: s.Copies, Last: s.LastCopy, Size: s.CopySize, Journal: s.Journal}, nil
}

// CopyNow implements ui.Desk.
func (d *desk) CopyNow(ctx context.Context) error { return d.keeper.CopyNow(ctx) }

// ShareTasks implements ui.Desk: everything that was asked again, as a workbook in the owner's documents.
func (d *desk) ShareTasks(ctx context.Context) (string, error) {
	list, err := d.t.store.LaterIn(ctx, store.LaterBan, store.LaterSettled, store.LaterSilent, store.LaterWaiting, store.LaterGood)
	if err != nil {
		return "", err
	}
	zone := d.t.cfg.Shop.Location
	now := time.Now()
	r := journal.Request{Shop: shopOf(d.t.cfg), First: now, Last: now, Zone: zone, Words: d.p.words}
	out := days{p: d.p, cfg: d.t.cfg}
	return out.write("dobro-later-"+now.In(zone).Format("2006-01-02-150405")+".xlsx", func(w io.Writer) error { return sheets.WriteTable(w, r, journal.TableLater, r.LaterRows(list)) })
}

// Tills implements ui.Desk: the sums of every till in a span, none without a common database.
func (d *desk) Tills(ctx context.Context, span string) (out []office.Till, first, last time.Time, err error) {
	v := journal.ViewOf(span, time.Now(), d.t.cfg.Shop.Location)
	first, last = v.From, v.To.Add(-time.Millisecond)
	if d.t.cfg.Owner.Postgres == "" {
		return nil, first, last, nil
	}
	db, err := d.p.openCentral(ctx, d.t)
	if err != nil {
		return nil, first, last, err
	}
	defer db.Close()
	sums, err := db.Sums(ctx, v.From, v.To)
	if err != nil {
		return nil, first, last, err
	}
	for _, s := range sums {
		out = append(out, office.Till{Name: s.Till, Receipts: s.Receipts, Revenue: s.Revenue, Checks: s.Checks, Stopped: s.Stopped, Last: time.UnixMilli(s.LastAt)})
	}
	return out, first, last, nil
}
