package main

import (
	"context"
	"fmt"
	"strings"

	"dobro/internal/config"
	"dobro/ui"
)

// beginSetup makes this process the folder's one register and opens the wizard over it; a serial scanner, if there is one, is heard for
// the step that tries it.
func (w *cashier) beginSetup(params *ui.Params, cfg config.Config) error {
	p := w.p
	if err := p.lockFolder(); err != nil {
		return err
	}
	if err := p.openLog(cfg); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(w.ctx)
	scans, ended, err := w.listen(ctx, cfg)
	if err != nil { // the step says what is wrong with the scanner
		p.log.Warn().Err(err).Msg("no serial scanner for the wizard")
		ended = func() {}
	}
	w.wait = append(w.wait, func() { stop(); ended() })
	p.dress(params, cfg.Window, cfg.Shop.Name)
	wizard := &install{p: p}
	params.Scanning = wizard.scanning()
	params.Setup = &ui.Setup{Wizard: wizard, Scans: scans, Open: func(context.Context) (ui.Opened, error) {
		stop()
		ended()
		made, err := p.settings()
		if err != nil {
			return ui.Opened{}, err
		}
		if err := p.finishWizard(); err != nil {
			return ui.Opened{}, err
		}
		return w.open(made)
	}}
	return nil
}

// finishWizard writes down that the installer is done.
func (p *program) finishWizard() error {
	pr, err := p.readProgress()
	if err != nil {
		return fmt.Errorf("read where the wizard was: %w", err)
	}
	pr.Finished = true
	return p.writeProgress(pr)
}

// portOf is the port in an address like COM3:115200; "" for a network address.
func portOf(address string) string {
	if strings.Contains(address, "://") {
		return ""
	}
	port, _, _ := strings.Cut(address, ":")
	return port
}
