package selftest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/lang"
	"dobro/internal/marking"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// bench is a real register with a journal of its own in a folder that goes with it, and a permit engine over the given channels.
// It has no printer: what it would let through could not be sold either.
type bench struct {
	dir    string
	store  *store.Store
	engine *checks.Engine
	till   *register.Register
}

const pin = "4711" // of the bench's only person, whose journal is thrown away

func newBench(ctx context.Context, p Params, online []checks.Source, local checks.Source) (*bench, error) {
	b := &bench{}
	var err error
	if b.dir, err = os.MkdirTemp(p.Dir, "dobro-selftest-"); err != nil {
		return nil, fmt.Errorf("make a folder for the self-test: %w", err)
	}
	if err := b.open(ctx, p, online, local); err != nil {
		return nil, errors.Join(fmt.Errorf("make a register for the self-test: %w", err), b.close())
	}
	return b, nil
}

func (b *bench) open(ctx context.Context, p Params, online []checks.Source, local checks.Source) error {
	var err error
	if b.store, err = store.Open(ctx, store.Params{Dir: b.dir}); err != nil {
		return err
	}
	marked := goods.Product{Code: "1", Name: p.Words.T("selftest.product"), Price: 8990, Unit: "piece", VAT: "10", Group: milk, Barcodes: []string{ean}}
	err = b.store.Write(ctx, p.Now(), func(tx *store.Tx) error {
		_, _, err := tx.ImportGoods([]goods.Product{marked}, func(barcode string) string {
			g, _ := marking.GTIN14(barcode)
			return g
		})
		return err
	})
	if err != nil {
		return err
	}
	people := staff.New(b.store, p.Now)
	if _, err := people.Add(ctx, "self-test", staff.Senior, pin); err != nil {
		return err
	}
	if b.engine, err = checks.NewEngine(checks.Params{Rules: p.Rules, Words: p.Words, Online: online, Local: local, Deadline: func() time.Duration { return p.Deadline },
		Known: register.Knowledge{Store: b.store, Log: zerolog.Nop()}, Log: p.Log}); err != nil {
		return err
	}
	b.till, err = register.New(ctx, register.Params{Store: b.store, Staff: people, Checks: b.engine, Words: p.Words, Groups: excise{p.Schedule}, Log: p.Log, Now: p.Now,
		Reading: p.Reading})
	if err != nil {
		return err
	}
	return b.till.Login(ctx, pin)
}

func (b *bench) close() error {
	var err error
	if b.till != nil {
		b.till.Close()
	}
	if b.engine != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		err = b.engine.Close(ctx)
	}
	if b.store != nil {
		err = errors.Join(err, b.store.Close())
	}
	return errors.Join(err, os.RemoveAll(b.dir))
}

// try scans one code as a cashier would and says what became of it; the basket is emptied for the next.
func (b *bench) try(ctx context.Context, raw string) (Seen, error) {
	began := time.Now()
	if err := b.till.Scan(ctx, raw); err != nil {
		var f *register.Fault
		if !errors.As(err, &f) {
			return Seen{}, err
		}
		if v := b.till.View(); v.Permit.Verdict == nil { // not a code at all: told without a verdict
			return Seen{Stopped: len(v.Receipt.Lines) == 0, Empty: len(v.Receipt.Lines) == 0, Text: f.Text, Took: time.Since(began)}, nil
		}
	}
	v := b.till.View()
	s := Seen{Empty: len(v.Receipt.Lines) == 0, Text: v.Permit.Text, Took: time.Since(began)}
	s.Stopped = v.Permit.State == register.PermitForbidden || v.Permit.State == register.PermitNeedCode || v.Permit.State == register.PermitUnknown
	if d := v.Permit.Verdict; d != nil {
		s.Channel, s.Offline, s.Decision, s.Evidence = d.Channel, d.Offline, d.Decision, d.Evidence.ReqID
		for _, r := range d.Reasons {
			s.Reasons = append(s.Reasons, r.Code)
		}
		if len(d.Reasons) > 0 && s.Text == "" {
			s.Text = d.Reasons[0].Text
		}
	}
	if err := b.till.Dismiss(ctx); err != nil {
		return s, err
	}
	if !s.Empty {
		return s, b.till.Cancel(ctx)
	}
	return s, nil
}

type excise struct{ *checks.Schedule }

// Excise implements register.Groups.
func (e excise) Excise(id int) bool {
	g, ok := e.ByID(id)
	return ok && g.Excise
}

// Final implements register.Groups.
func (e excise) Final(id int) bool {
	g, ok := e.ByID(id)
	return ok && g.Final
}

var _ register.Words = (*lang.Catalogue)(nil)
