package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/internal/selftest"
	"dobro/internal/store"
)

// runSelfTest proves that bans work and saves the page: `dobro selftest [--code CODE] [--name NAME] [--print] --out FILE.pdf`. It works
// beside a running till, whose printer and journal it leaves alone but for a line in the journal.
func runSelfTest(ctx context.Context, p *program, args []string) int {
	var code, name, out string
	var slip bool
	rest, err := flags("selftest", args, func(f *flag.FlagSet) {
		f.StringVar(&code, "code", "", "")
		f.StringVar(&name, "name", "", "")
		f.StringVar(&out, "out", "", "")
		f.BoolVar(&slip, "print", false, "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(rest) > 0 || out == "" {
		return p.fail(usage("selftest.usage"))
	}
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	t, err := p.openForProbing(ctx, cfg)
	if err != nil {
		return p.fail(err)
	}
	r, about, err := p.selfTest(ctx, t, code, name, nil)
	if err != nil {
		return p.fail(err)
	}
	if err := p.writeFile(out, func(w io.Writer) error { return p.selfTestPage(w, r, about) }); err != nil {
		return p.fail(err)
	}
	s, err := p.openJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	if err := noteSelfTest(ctx, s, r, about); err != nil {
		return p.fail(err)
	}
	fmt.Fprintln(p.out, r.Verdict(p.words))
	if slip {
		if err := p.printSelfTest(ctx, t.printer, r, about); err != nil {
			return p.fail(err)
		}
	}
	if !r.Passed() {
		return exitNo
	}
	return exitYes
}

// selfTest runs it with the rules of the shop; the shop's own channels are asked when there is a code.
func (p *program) selfTest(ctx context.Context, t *till, code, installer string, step func(done, all int)) (selftest.Result, selftest.About, error) {
	about := selftest.About{Shop: shopOf(t.cfg), Zone: t.cfg.Shop.Location, Version: version, Installer: installer}
	policy, err := policyOf(t.cfg)
	if err != nil {
		return selftest.Result{}, about, err
	}
	rules, err := checks.NewRules(checks.RulesParams{Schedule: t.permit.schedule, Policy: policy, Zone: t.cfg.Shop.Location})
	if err != nil {
		return selftest.Result{}, about, err
	}
	params := selftest.Params{Words: p.words, Rules: rules, Schedule: t.permit.schedule, Reading: readingOf(t.cfg), Log: p.log, Step: step, Code: code}
	p.identify(ctx, t, &about)
	if c := t.permit.tspiot; c != nil {
		params.Real = append(params.Real, selftest.Channel{Way: selftest.ByTSPIoT, Host: c.Host(), Source: c})
	}
	if c := t.permit.direct; c != nil {
		c.UseFiscalDrive(about.FN)
		params.Real = append(params.Real, selftest.Channel{Way: selftest.ByTrueAPI, Source: c})
	}
	if c := t.permit.module; c != nil {
		params.Real = append(params.Real, selftest.Channel{Way: selftest.ByModule, Host: c.Host(), Source: c})
	}
	r, err := selftest.Run(ctx, params)
	return r, about, err
}

// identify fills in who the devices and services are; what does not answer is left out.
func (p *program) identify(ctx context.Context, t *till, a *selftest.About) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if t.printer != nil {
		if st, err := t.printer.Status(ctx); err == nil {
			a.Printer, a.Serial, a.FN = st.Model, st.Serial, st.FN
		}
	}
	if t.permit.tspiot != nil {
		if info, err := t.permit.tspiot.Info(ctx); err == nil {
			a.TSPIoT = info.TSPIoTID
		}
	}
	if t.permit.module != nil {
		if st, err := t.permit.module.Status(ctx); err == nil {
			a.Module = st.Inst + "  " + st.Version
		}
	}
}

func (p *program) selfTestPage(w io.Writer, r selftest.Result, a selftest.About) error {
	fonts, err := paperFonts()
	if err != nil {
		return err
	}
	return r.WritePDF(w, fonts, p.words, a)
}

// slipWidth fits the narrow tape of 57 mm.
const slipWidth = 32

func (p *program) printSelfTest(ctx context.Context, printer fiscal.Printer, r selftest.Result, a selftest.About) error {
	tape, ok := printer.(fiscal.TextPrinter)
	if !ok {
		return errors.New("the printer prints no plain text")
	}
	ctx, cancel := context.WithTimeout(ctx, 2*probeTime)
	defer cancel()
	return tape.PrintText(ctx, r.Slip(p.words, a, slipWidth))
}

// noteSelfTest leaves the outcome in the chain of the journal.
func noteSelfTest(ctx context.Context, s *store.Store, r selftest.Result, a selftest.About) error {
	note := store.SelfTest{Passed: r.Passed(), Held: r.Held(), All: len(r.Bans), Rules: r.Rules, Version: a.Version, FN: a.FN, Installer: a.Installer}
	for _, o := range r.Real {
		note.Real = append(note.Real, store.RealAnswer{Way: string(o.Way), Cis: r.Cis, Stopped: o.Stopped, Evidence: o.Evidence})
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error { return tx.NoteSelfTest(note) })
}

// saveSelfTest keeps the page in the data folder and names it.
func (p *program) saveSelfTest(r selftest.Result, a selftest.About) (file string, err error) {
	dir := filepath.Join(p.dir, "reports")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make folder of reports: %w", err)
	}
	file = filepath.Join(dir, "selftest-"+r.At.Format("20060102-150405")+".pdf")
	return file, p.writeFile(file, func(w io.Writer) error { return p.selfTestPage(w, r, a) })
}
