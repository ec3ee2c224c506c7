package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dobro/internal/config"
	"dobro/internal/probe"
)

// runDoctor probes every device and service: `dobro doctor [--json] [--fix] [--bundle FILE.zip]`. It works beside a running till and
// changes nothing; with --fix it mends what the program can and needs nobody's word for; --bundle writes what it found, with settings
// and logs, for the support.
func runDoctor(ctx context.Context, p *program, args []string) int {
	var asJSON, fix bool
	var bundle string
	rest, err := flags("doctor", args, func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
		f.BoolVar(&fix, "fix", false, "")
		f.StringVar(&bundle, "bundle", "", "")
	})
	if err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("app.help")))
	}
	cfg, err := p.begin()
	if refused := config.Refusals(err); len(refused) > 0 {
		return p.tellRefused(refused, asJSON)
	}
	if err != nil {
		return p.fail(err)
	}
	t, err := p.openForProbing(ctx, cfg)
	if err != nil {
		return p.fail(err)
	}
	list := p.examine(ctx, t)
	if fix {
		list = p.mendAll(ctx, t, list)
	}
	for _, f := range list {
		if err := p.print(f, asJSON); err != nil {
			return p.fail(err)
		}
	}
	if bundle != "" {
		if err := p.writeFile(bundle, func(w io.Writer) error { return p.bundle(ctx, w, t, list) }); err != nil {
			return p.fail(err)
		}
		p.say("doctor.bundled", "file", bundle)
	}
	for _, f := range list {
		if f.Ill() {
			return exitNo
		}
	}
	return exitYes
}

// print writes one finding as a line of JSON, or as text.
func (p *program) print(f probe.Finding, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(f)
	}
	when := ""
	if at := f.From(); !at.IsZero() && f.Level != probe.Well && f.Level != probe.Off {
		when = " (" + p.words.T("ui.health.since", "at", at.Local().Format("02.01 15:04")) + ")"
	}
	_, err := fmt.Fprintf(p.out, "%s  %s: %s%s\n", p.words.T("level."+f.Level), f.Title, f.Text, when)
	if err == nil && f.Action != "" {
		_, err = fmt.Fprintf(p.out, "        %s\n", f.Action)
	}
	return err
}

// tellRefused is all that the doctor finds where the settings cannot be read: nothing else can be asked.
func (p *program) tellRefused(refused []*config.Error, asJSON bool) int {
	for _, f := range p.probeRefused(refused) {
		if err := p.print(f, asJSON); err != nil {
			return p.fail(err)
		}
	}
	return exitUsage
}

func (p *program) probeRefused(refused []*config.Error) (list []finding) {
	for _, e := range refused {
		list = append(list, p.found("settings", probe.Bad, "refused", "text", e.Sentence(p.words)))
	}
	return p.dated(list)
}

// openForProbing opens what the probes need, beside a running till: the journal for reading only, no lock.
func (p *program) openForProbing(ctx context.Context, cfg config.Config) (*till, error) {
	t := &till{cfg: cfg}
	var err error
	if _, serr := os.Stat(filepath.Join(p.dir, "journal.db")); serr == nil {
		if t.store, err = p.readJournal(ctx); err != nil {
			p.log.Error().Err(err).Msg("open journal")
			t.store = nil
		}
	}
	if t.permit, err = p.openPermit(ctx, cfg, t.store); err != nil {
		return nil, err
	}
	if cfg.Fiscal.Driver != config.DriverSim { // the simulated printer belongs to the till that runs it; another one would be another drive
		if t.printer, err = p.openPrinter(ctx, cfg); err != nil {
			p.log.Error().Err(err).Msg("open printer")
			t.printer, t.driverless = nil, true
		}
	}
	return t, nil
}

// examine asks every part. It never fails: what cannot be asked is a finding.
func (p *program) examine(ctx context.Context, t *till) []probe.Finding {
	list := []probe.Finding{p.probeSettings(t.cfg), p.probeSecrets(), p.probeDisk(), p.probeCrash(), p.probeUpdate(t), p.probeDrawing(t.cfg)}
	list = append(list, p.probeKeeping(ctx, t)...)
	list = append(list, p.missed(ctx, t, p.probeCopies(t.cfg))...)
	list = append(list, p.probeOwner(ctx, t)...)
	list = append(list, p.probeCalendar(ctx, t)...)
	found, printer := p.probePrinter(ctx, t)
	list = append(list, found...)
	list = append(list, p.probeOnline(ctx, t, printer)...)
	list = append(list, p.probeControl(ctx, t)...)
	list = append(list, p.probeModule(ctx, t)...)
	list = append(list, p.probeModulePassword(t)...)
	return p.dated(append(list, p.probeScanner(t.cfg)))
}

// dated tells of each finding since when it is so.
func (p *program) dated(list []finding) []finding {
	if p.since == nil {
		p.since = newSince(p.dir)
	}
	now := time.Now()
	for i := range list {
		list[i].Since = p.since.of(list[i], now).UTC().Format(time.RFC3339)
	}
	return list
}
