package main

import (
	"context"
	"fmt"
	"time"

	"dobro/checks/localmodule"
	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/ui/wizard"
)

// tspiot is the step of ТС ПИоТ.
func (w *install) tspiot(ctx context.Context, action string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	if err := w.keepSecret(ctx, secrets.TSPIoTToken, v["secret.tspiot_token"]); err != nil {
		return wizard.Outcome{}, err
	}
	cfg, refused, err := w.keep(ctx, pick(v, "checks.channel", "checks.tspiot.url", "checks.tspiot.client_id"))
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	t, err := w.probing(ctx, cfg)
	if err != nil {
		return wizard.Outcome{}, err
	}
	if t.permit.tspiot == nil {
		return wizard.Outcome{Good: true, Lines: []wizard.Line{w.line(probe.Warn, "wizard.tspiot.not_used")}}, nil
	}
	_, printer := w.p.probePrinter(ctx, t) // it has a step of its own; here its drive is compared
	if action == "find" {
		return w.findInstances(ctx, t, printer.FN)
	}
	list := append(w.p.probeOnline(ctx, t, printer), w.p.probeControl(ctx, t)...)
	var out wizard.Outcome
	out.Lines, out.Good = ticks(list)
	if pinned := w.p.pinned(cfg.Checks.TSPIoT.URL); pinned != "" {
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.tspiot.pinned", "fingerprint", pinned[:16]))
	}
	if info, err := t.permit.tspiot.Info(ctx); err == nil {
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.tspiot.who", "fn", info.FNSerial, "inn", info.KKTINN))
	}
	return out, nil
}

// findInstances lists what the control interface knows and takes the instance of the connected printer.
func (w *install) findInstances(ctx context.Context, t *till, fn string) (wizard.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*probeTime)
	defer cancel()
	c, err := t.permit.tspiot.Control(ctx)
	if err != nil {
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.tspiot.no_control")}}, nil
	}
	var out wizard.Outcome
	for _, i := range c.Instances {
		level := probe.Well
		if fn != "" && i.FNSerial != fn || t.cfg.Shop.INN != "" && i.KKTINN != "" && i.KKTINN != t.cfg.Shop.INN {
			level = probe.Off
		}
		l := w.line(level, "wizard.tspiot.instance", "id", i.ID, "port", i.ClientPort, "fn", i.FNSerial, "inn", i.KKTINN)
		if i.ClientPort > 0 {
			l.Picks = wizard.Values{"checks.tspiot.url": fmt.Sprintf("https://127.0.0.1:%d", i.ClientPort)}
		}
		out.Lines = append(out.Lines, l)
	}
	w.offer(out.Lines)
	in, ok := instanceFor(c.Instances, fn, t.cfg.Shop.INN)
	if !ok {
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.tspiot.none"))
		return out, nil
	}
	out.Values = wizard.Values{"checks.tspiot.url": fmt.Sprintf("https://127.0.0.1:%d", in.ClientPort)}
	return out, nil
}

// probing opens channels and printer for one action, the printer of a running till where there is one.
func (w *install) probing(ctx context.Context, cfg config.Config) (*till, error) {
	t := &till{cfg: cfg, printer: w.lentPrinter(cfg)}
	var err error
	if t.permit, err = w.p.openPermit(ctx, cfg, nil); err != nil {
		return nil, err
	}
	if t.printer == nil && cfg.Fiscal.Driver != config.DriverSim {
		t.printer, err = w.p.openPrinter(ctx, cfg)
	}
	return t, err
}

// token is the step of the key for the direct way, which also starts a local module.
func (w *install) token(ctx context.Context, _ string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	if err := w.keepSecret(ctx, secrets.TrueAPIToken, v["secret.trueapi_token"]); err != nil {
		return wizard.Outcome{}, err
	}
	kept, err := w.p.secrets.Get(secrets.TrueAPIToken)
	if err != nil {
		return wizard.Outcome{}, err
	}
	out := wizard.Outcome{Values: wizard.Values{"secret.trueapi_token": ""}}
	if kept == "" {
		out.Lines = []wizard.Line{w.line(probe.Warn, "wizard.token.none")}
		return out, nil
	}
	out.Good = true
	out.Lines = []wizard.Line{w.line(probe.Well, "wizard.token.kept")}
	if len(kept) != 36 {
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.token.odd", "count", len(kept)))
	}
	out.Lines = append(out.Lines, w.line(probe.Off, "wizard.token.ends"))
	return out, nil
}

// module is the step of the local module.
func (w *install) module(ctx context.Context, action string, v wizard.Values, say func(wizard.Line)) (wizard.Outcome, error) {
	if err := w.keepSecret(ctx, secrets.LMPassword, v["secret.lm_password"]); err != nil {
		return wizard.Outcome{}, err
	}
	if action == "without" {
		v["checks.local_module.url"] = ""
	}
	cfg, refused, err := w.keep(ctx, pick(v, "checks.local_module.url", "checks.local_module.login"))
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	out := wizard.Outcome{Values: wizard.Values{"secret.lm_password": "", "checks.local_module.url": cfg.Checks.LocalModule.URL}}
	t, err := w.probing(ctx, cfg)
	if err != nil {
		return out, err
	}
	if t.permit.module == nil {
		out.Good = true
		out.Lines = []wizard.Line{w.line(probe.Warn, "wizard.module.off")}
		return out, nil
	}
	if action == "init" {
		if err := w.p.initModule(ctx, t); err != nil {
			out.Lines = []wizard.Line{{Level: probe.Bad, Text: w.p.mended(probe.InitModule, err)}}
			return out, nil
		}
		w.watchLoading(ctx, t.permit.module, say)
	}
	list := append(w.p.probeModule(ctx, t), w.p.probeModulePassword(t)...)
	out.Lines, out.Good = ticks(list)
	if list[0].Code == "lm."+string(localmodule.Unreachable) {
		for n := 1; n <= 5; n++ {
			out.Lines = append(out.Lines, w.line(probe.Off, fmt.Sprintf("wizard.module.how.%d", n)))
		}
	}
	if list[0].Code == "lm."+string(localmodule.Loading) { // it loads for hours: the installer need not wait
		out.Good = true
	}
	out.Lines = append(out.Lines, w.moduleFacts(ctx, t, cfg)...)
	return out, nil
}

func (w *install) moduleFacts(ctx context.Context, t *till, cfg config.Config) []wizard.Line {
	st, err := t.permit.module.Status(ctx)
	if err != nil {
		return nil
	}
	lines := []wizard.Line{w.line(probe.Well, "wizard.module.who", "version", st.Version, "api", st.API, "inn", st.INN)}
	if !st.LastSync.IsZero() {
		lines = append(lines, w.line(probe.Well, "wizard.module.synced", "at", st.LastSync.In(cfg.Shop.Location).Format("02.01.2006 15:04")))
	}
	if share, known := st.Loaded(); known {
		lines = append(lines, w.line(probe.Well, "wizard.module.loaded", "percent", int(share*100)))
	}
	return lines
}

// loadingShown is how long the wizard stays to show the loading; it goes on inside the module.
const loadingShown = 20 * time.Second

func (w *install) watchLoading(ctx context.Context, m *localmodule.Client, say func(wizard.Line)) {
	ctx, cancel := context.WithTimeout(ctx, loadingShown)
	defer cancel()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		st, err := m.Status(ctx)
		if err == nil && st.State != localmodule.Initialization {
			return
		}
		share, _ := st.Loaded()
		say(wizard.Line{Text: w.p.words.T("wizard.module.loading", "percent", int(share*100))})
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
