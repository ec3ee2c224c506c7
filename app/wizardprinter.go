package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dobro/device/fiscal"
	"dobro/device/fiscal/fptr10"
	"dobro/device/fiscal/shtrih"
	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/ui/wizard"
)

// printer is the step of the fiscal printer.
func (w *install) printer(ctx context.Context, action string, v wizard.Values, say func(wizard.Line)) (wizard.Outcome, error) {
	if action == "find" {
		return w.findPrinters(ctx, say)
	}
	key := "fiscal.atol.url"
	if v["fiscal.driver"] == config.DriverShtrih {
		key = "fiscal.shtrih.address"
	}
	address := v["printer.address"]
	cfg := config.Default()
	if config.Refuse(key, address, policyTable()) != nil { // the maker was changed and not the address
		address = printerAddressOf(cfg, v["fiscal.driver"])
	}
	cfg, refused, err := w.keep(ctx, map[string]string{"fiscal.driver": v["fiscal.driver"], key: address})
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	t := &till{cfg: cfg, printer: w.lentPrinter(cfg)}
	if t.printer == nil {
		if t.printer, err = w.p.openPrinter(ctx, cfg); err != nil {
			return wizard.Outcome{}, err
		}
	}
	found, st := w.p.probePrinter(ctx, t)
	out := wizard.Outcome{Values: wizard.Values{"printer.address": address}}
	out.Lines, out.Good = ticks(found)
	if st.FN == "" {
		out.Good = false
		return out, nil
	}
	out.Lines = append(out.Lines, w.printerLines(st, cfg)...)
	if action == "slip" {
		out.Lines = append([]wizard.Line{w.testSlip(ctx, t.printer, st)}, out.Lines...)
	}
	return out, nil
}

// lentPrinter is the running till's printer where the settings still mean it: nobody else may open its cable.
func (w *install) lentPrinter(cfg config.Config) fiscal.Printer {
	if w.lent == nil || w.lent.cfg.Fiscal != cfg.Fiscal {
		return nil
	}
	return w.lent.printer
}

// vat22Since is when the rate of 22 % became law (425-ФЗ of 28.11.2025): no older firmware knows it.
var vat22Since = time.Date(2025, 11, 28, 0, 0, 0, 0, time.UTC)

// printerLines are the facts that an installer writes down.
func (w *install) printerLines(st fiscal.Status, cfg config.Config) []wizard.Line {
	lines := []wizard.Line{w.line(probe.Well, "wizard.printer.drive", "fn", st.FN, "ffd", st.FFD, "rnm", st.RNM, "fd", st.LastFD)}
	if !st.FNExpires.IsZero() {
		lines = append(lines, w.line(probe.Well, "wizard.printer.expires", "date", st.FNExpires.In(cfg.Shop.Location).Format("02.01.2006")))
	}
	key, level := "wizard.printer.vat22", probe.Well
	if cfg.Shop.Taxation != config.TaxGeneral {
		key = "wizard.printer.vat_other"
	} else if made, err := time.Parse("02.01.2006", lastWord(st.Firmware)); err == nil && made.Before(vat22Since) {
		key, level = "wizard.printer.vat22_old", probe.Bad
	}
	return append(lines, w.line(level, key, "firmware", st.Firmware))
}

// lastWord of a firmware is its date with printers that tell one.
func lastWord(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ' ' {
			return s[i+1:]
		}
	}
	return s
}

// testSlip prints a few lines that are no document.
func (w *install) testSlip(ctx context.Context, printer fiscal.Printer, st fiscal.Status) wizard.Line {
	tape, ok := printer.(fiscal.TextPrinter)
	if !ok {
		return w.line(probe.Warn, "wizard.printer.no_text")
	}
	ctx, cancel := context.WithTimeout(ctx, 2*probeTime)
	defer cancel()
	err := tape.PrintText(ctx, []string{w.p.words.T("wizard.printer.slip.1"), time.Now().Format("02.01.2006 15:04"), st.Model + " " + st.Serial, w.p.words.T("wizard.printer.slip.2")})
	if err != nil {
		return wizard.Line{Level: probe.Bad, Text: w.p.words.T("wizard.printer.no_slip"), Action: w.p.mended("", err)}
	}
	return w.line(probe.Well, "wizard.printer.printed")
}

// Where a Shtrih-M with a network plug answers as it comes, and where the simulated one does.
var shtrihAddresses = []string{"tcp://192.168.137.111:7778", "tcp://" + shtrihAddress}

// shtrihBauds are the speeds that printers of this make are found at.
var shtrihBauds = []int{115200, 4800}

// findPrinters looks where the makers put their printers: the web server of ATOL's driver, its library, a Shtrih-M on every serial port
// and on the network. The first that answers fills in the fields; of several each can be picked.
func (w *install) findPrinters(ctx context.Context, say func(wizard.Line)) (wizard.Outcome, error) {
	cfg, err := w.settings()
	if err != nil {
		return wizard.Outcome{}, err
	}
	var out wizard.Outcome
	found := func(driver, address string, st fiscal.Status) {
		l := w.line(probe.Well, "wizard.printer.found", "model", st.Model, "serial", st.Serial, "address", address)
		l.Picks = wizard.Values{"fiscal.driver": driver, "printer.address": address}
		out.Lines = append(out.Lines, l)
		if out.Values == nil {
			out.Values = l.Picks
		}
	}
	for _, url := range atolAddresses(cfg) {
		say(wizard.Line{Text: w.p.words.T("wizard.printer.looking", "address", url)})
		if st, err := w.p.askAtol(ctx, cfg, url); err == nil {
			found(config.DriverAtol, url, st)
		} else {
			out.Lines = append(out.Lines, w.line(probe.Off, "wizard.printer.nobody", "address", url))
		}
	}
	if lib, err := fptr10.Open(fptr10.Params{}); err == nil {
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.printer.driver_there"))
		if err := lib.Close(); err != nil {
			w.p.log.Warn().Err(err).Msg("close the driver's library")
		}
	}
	for _, address := range append(serialAddresses(cfg), shtrihAddresses...) {
		say(wizard.Line{Text: w.p.words.T("wizard.printer.looking", "address", address)})
		st, err := w.askShtrih(ctx, cfg, address)
		if err == nil {
			found(config.DriverShtrih, address, st)
			continue
		}
		w.p.log.Debug().Err(err).Str("address", address).Msg("no Shtrih-M here")
	}
	if out.Values == nil {
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.printer.none"))
	}
	w.offer(out.Lines)
	return out, nil
}

// offer says of things that were found that a tap takes one, where there are several.
func (w *install) offer(lines []wizard.Line) {
	several := 0
	for _, l := range lines {
		if l.Picks != nil {
			several++
		}
	}
	for i := range lines {
		if lines[i].Picks != nil && several > 1 {
			lines[i].Action = w.p.words.T("wizard.pick")
		}
	}
}

// serialAddresses are the serial ports, as a Shtrih-M may hang on any of them. A scanner does not answer its questions.
func serialAddresses(cfg config.Config) (all []string) {
	ports, err := scanner.System{}.List()
	if err != nil {
		return nil
	}
	for _, p := range ports {
		if p.Name == cfg.Scanner.Port {
			continue
		}
		for _, b := range shtrihBauds {
			all = append(all, p.Name+":"+strconv.Itoa(b))
		}
	}
	return all
}

func (w *install) askShtrih(ctx context.Context, cfg config.Config, address string) (st fiscal.Status, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	printer, err := shtrih.New(shtrih.Params{Address: address, Zone: cfg.Shop.Location, Logger: w.p.log})
	if err != nil {
		return st, fmt.Errorf("open %s: %w", address, err)
	}
	defer func() { err = errors.Join(err, printer.Close()) }()
	return printer.Status(ctx)
}
