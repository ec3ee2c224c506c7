package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"dobro/device/scanner"
	"dobro/internal/marking"
	"dobro/internal/probe"
	"dobro/internal/selftest"
	"dobro/internal/staff"
	"dobro/ui/wizard"
)

// scanner is the step that tries the scanner: a marking code, read as at a sale. Only such a read is a tick: a port that opens proves
// nothing, and a scanner of stripes alone would be found out at the first sale.
func (w *install) scanner(ctx context.Context, action string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	cfg, refused, err := w.keep(ctx, pick(v, "scanner.mode"))
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	if action != wizard.Scan {
		out := wizard.Outcome{}
		var there bool
		out.Lines, there = ticks([]probe.Finding{w.p.probeScanner(cfg)})
		if out.Good = there && w.read == cfg.Scanner.Mode; out.Good {
			out.Lines = append(out.Lines, w.line(probe.Well, "wizard.scanner.was_read"))
		} else {
			out.Lines = append(out.Lines, w.line(probe.Off, "wizard.scanner.now_scan"))
		}
		return out, nil
	}
	from := w.p.words.T("wizard.scanner.port", "port", v["scan.source"])
	if v["scan.source"] == scanner.SourceWedge {
		from = w.p.words.T("wizard.scanner.keyboard")
	}
	out := wizard.Outcome{Good: true, Lines: []wizard.Line{w.line(probe.Well, "wizard.scanner.came", "from", from)}}
	code, err := marking.ParseWith(v["scan"], readingOf(cfg))
	var bad *marking.Error
	switch {
	case errors.As(err, &bad):
		out.Good = false
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.scanner.unread"))
	case err != nil:
		return out, err
	case code.Restored:
		w.read = cfg.Scanner.Mode
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.scanner.no_gs"))
	case code.Kind == marking.KindBarcode:
		out.Good = false
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.scanner.barcode", "code", code.Full), w.line(probe.Off, "wizard.scanner.now_matrix"))
	default:
		w.read = cfg.Scanner.Mode
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.scanner.code", "cis", code.Cis))
	}
	if v["scan.ending"] == "none" {
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.scanner.no_ending"))
	}
	return out, nil
}

// people is the step that makes those who may use the till; an owner there must be.
func (w *install) people(ctx context.Context, _ string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	s, err := w.journal(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	people := staff.New(s, time.Now)
	var out wizard.Outcome
	if name, pin := strings.TrimSpace(v["person.name"]), v["person.pin"]; name != "" || pin != "" {
		role, _ := staff.ParseRole(v["person.role"])
		_, err := people.Add(ctx, name, role, pin)
		key := map[error]string{staff.ErrBadName: "wizard.people.bad_name", staff.ErrBadPIN: "wizard.people.bad_pin", staff.ErrTaken: "wizard.people.taken"}
		for known, text := range key {
			if errors.Is(err, known) {
				return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, text)}}, nil
			}
		}
		if err != nil {
			return out, err
		}
		out.Values = wizard.Values{"person.name": "", "person.pin": "", "person.role": "cashier"}
	}
	list, err := people.List(ctx)
	if err != nil {
		return out, err
	}
	for _, who := range list {
		out.Good = out.Good || who.Role == staff.Owner
		out.Lines = append(out.Lines, wizard.Line{Level: probe.Well, Text: w.p.words.T("role."+string(who.Role)) + ": " + who.Name})
	}
	if !out.Good {
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.people.no_owner"))
	} else {
		out.Lines = append(out.Lines, w.line(probe.Off, "wizard.people.more"))
	}
	return out, nil
}

// selftest is the step that proves the bans, saves the page and prints the slip.
func (w *install) selftest(ctx context.Context, action string, v wizard.Values, say func(wizard.Line)) (wizard.Outcome, error) {
	if action == wizard.Scan { // a code that the real services shall be asked about
		return wizard.Outcome{Values: wizard.Values{"selftest.code": v["scan"]}, Lines: []wizard.Line{w.line(probe.Off, "wizard.selftest.code")}}, nil
	}
	cfg, err := w.settings()
	if err != nil {
		return wizard.Outcome{}, err
	}
	t, err := w.probing(ctx, cfg)
	if err != nil {
		return wizard.Outcome{}, err
	}
	r, about, err := w.p.selfTest(ctx, t, v["selftest.code"], strings.TrimSpace(v["selftest.name"]), func(done, all int) {
		say(wizard.Line{Text: w.p.words.T("wizard.selftest.step", "done", done, "all", all)})
	})
	if err != nil {
		return wizard.Outcome{}, err
	}
	file, err := w.p.saveSelfTest(r, about)
	if err != nil {
		return wizard.Outcome{}, err
	}
	s, err := w.journal(ctx)
	if err == nil {
		err = noteSelfTest(ctx, s, r, about)
	}
	if err != nil {
		return wizard.Outcome{}, err
	}
	level := probe.Well
	if !r.Passed() {
		level = probe.Bad
	}
	out := wizard.Outcome{Good: r.Passed(), Lines: []wizard.Line{{Level: level, Text: r.Verdict(w.p.words)}, w.line(probe.Well, "wizard.selftest.saved", "file", file)}}
	if action == "slip" {
		if err := w.p.printSelfTest(ctx, t.printer, r, about); err != nil {
			out.Lines = append(out.Lines, wizard.Line{Level: probe.Warn, Text: w.p.words.T("wizard.printer.no_slip"), Action: w.p.mended("", err)})
		} else {
			out.Lines = append(out.Lines, w.line(probe.Well, "wizard.printer.printed"))
		}
	}
	out.Lines = append(out.Lines, w.selfTestLines(r)...)
	return out, nil
}

func (w *install) selfTestLines(r selftest.Result) (lines []wizard.Line) {
	t := w.p.words.T
	for _, o := range r.Real {
		level, said := probe.Well, t("selftest.stopped")
		if !o.Stopped {
			level, said = probe.Off, t("selftest.through")
		}
		lines = append(lines, wizard.Line{Level: level, Text: fmt.Sprintf("%s: %s. %s", t("selftest.way."+string(o.Way)), said, o.Text)})
	}
	for _, o := range r.Bans {
		level := probe.Well
		if !o.Good() {
			level = probe.Bad
		}
		lines = append(lines, wizard.Line{Level: level, Text: fmt.Sprintf("%s: %s. %s", t("selftest.way."+string(o.Way)), t("selftest.reason."+string(o.Want)), o.Text)})
	}
	return lines
}

// summary examines everything once more.
func (w *install) summary(ctx context.Context, _ string, _ wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	cfg, err := w.settings()
	if err != nil {
		return wizard.Outcome{}, err
	}
	t, err := w.probing(ctx, cfg)
	if err != nil {
		return wizard.Outcome{}, err
	}
	if t.store, err = w.journal(ctx); err != nil {
		return wizard.Outcome{}, err
	}
	lines, good := ticks(w.p.examine(ctx, t))
	head := w.line(probe.Well, "wizard.summary.good")
	if !good {
		head = w.line(probe.Warn, "wizard.summary.ill")
	}
	sort.SliceStable(lines, func(i, j int) bool { return weight(lines[i].Level) < weight(lines[j].Level) })
	return wizard.Outcome{Good: true, Lines: append([]wizard.Line{head, w.line(probe.Off, "wizard.summary.train")}, lines...)}, nil
}

func weight(level string) int {
	return map[string]int{probe.Bad: 0, probe.Warn: 1, probe.Well: 2, probe.Off: 3}[level]
}
