package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire"
	"dobro/device/fiscal"
	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/internal/secrets"
)

// finding is short for what every probe gives.
type finding = probe.Finding

// found makes a finding: its sentence is "probe.<part>.<what>", the remedy the same with ".do".
func (p *program) found(part, level, what string, pairs ...any) finding {
	key := "probe." + part + "." + what
	f := finding{Part: part, Code: part + "." + what, Title: p.words.T("probe." + part), Level: level, Text: p.words.T(key, pairs...)}
	if level != probe.Well && level != probe.Off {
		f.Action = p.words.T(key+".do", pairs...)
	}
	return f
}

// strangers are the findings that a cashier has to know before the first sale: who checks the codes is bound to another printer or shop.
var strangers = []string{"chz.fn", "chz.inn", "lm.other_inn"}

// aloud tells whether a finding is said over the basket, not by a lamp alone: a stranger, and a disk on which soon no receipt can be written.
func aloud(f finding) bool { return slices.Contains(strangers, f.Code) || f.Code == "disk.full" }

func lampOf(f finding, since time.Time) register.Lamp {
	return register.Lamp{ID: f.Part, Title: f.Title, Level: f.Level, Text: f.Text, Action: f.Action, Since: since, Emergency: f.Emergency,
		Aloud: aloud(f)}
}

// emergency is the finding of a channel whose operator answers 203.
func (p *program) emergency(t *till, since time.Time) finding {
	out := p.found("chz", "warn", "emergency", "since", since.In(t.cfg.Shop.Location).Format("15:04"))
	out.Emergency = since
	return out
}

const probeTime = 5 * time.Second

// clockSlack is how far the printer's clock may be off before a person hears of it.
const clockSlack = 5 * time.Minute

// probePrinter asks the fiscal printer: itself, its queue to the ОФД, its drive, its clock. The status is zero when it did not answer.
func (p *program) probePrinter(ctx context.Context, t *till) ([]finding, fiscal.Status) {
	if t.cfg.Fiscal.Driver == config.DriverSim && t.printer == nil {
		return []finding{p.found("kkt", "ok", "simulated")}, fiscal.Status{}
	}
	switch {
	case t.driverless:
		return []finding{p.found("kkt", "bad", "driver")}, fiscal.Status{}
	case t.printer == nil:
		return []finding{p.found("kkt", "bad", "none")}, fiscal.Status{}
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	st, err := t.printer.Status(ctx)
	if err != nil {
		return []finding{p.silentPrinter(err)}, fiscal.Status{}
	}
	kkt := p.found("kkt", "ok", "well", "model", st.Model, "serial", st.Serial)
	switch {
	case st.CoverOpen:
		kkt = p.found("kkt", "bad", "cover")
	case !st.Paper:
		kkt = p.found("kkt", "bad", "paper")
	case st.Blocked:
		kkt = p.found("kkt", "bad", "blocked")
	case st.Shift == fiscal.ShiftExpired:
		kkt = p.found("kkt", "bad", "shift")
	case st.DocumentOpen:
		kkt = p.found("kkt", "warn", "document")
		kkt.Fix = probe.AbandonDocument
	case st.INN != "" && t.cfg.Shop.INN != "" && st.INN != t.cfg.Shop.INN:
		kkt = p.found("kkt", "bad", "inn", "have", st.INN, "want", t.cfg.Shop.INN)
	case st.FFD != "" && st.FFD < "1.2":
		kkt = p.found("kkt", "warn", "ffd", "ffd", st.FFD)
	}
	kkt.Facts = map[string]string{"model": st.Model, "serial": st.Serial, "firmware": st.Firmware, "fn": st.FN, "ffd": st.FFD, "rnm": st.RNM,
		"shift": string(st.Shift), "lastFd": fmt.Sprint(st.LastFD)}
	return []finding{kkt, p.probeQueue(st), p.probeDrive(st), p.probeClock(st)}, st
}

// silentPrinter is a printer that did not tell how it is, in the words of its sales.
func (p *program) silentPrinter(err error) finding {
	fe := &fiscal.Error{Trouble: fiscal.Offline}
	errors.As(err, &fe)
	key := "fiscal." + string(fe.Trouble)
	f := finding{Part: "kkt", Code: "kkt." + string(fe.Trouble), Title: p.words.T("probe.kkt"), Level: probe.Bad, Text: p.words.T(key, "text", fe.Text, "code", fe.Code), Action: p.words.T(key + ".do")}
	if fe.Trouble == fiscal.Offline {
		f.Fix = probe.FindPrinter
	}
	return f
}

// Days without handing documents over after which the drive locks (order of the tax service), and when to begin to worry.
const (
	queueWorry = 3 * 24 * time.Hour
	queueLimit = 25 * 24 * time.Hour
)

func (p *program) probeQueue(st fiscal.Status) finding {
	age := time.Duration(0)
	if st.OFDQueue > 0 && !st.OFDOldest.IsZero() {
		age = time.Since(st.OFDOldest)
	}
	days := int(age.Hours() / 24)
	switch {
	case age > queueLimit:
		return p.found("ofd", "bad", "old", "count", st.OFDQueue, "days", days)
	case age > queueWorry:
		return p.found("ofd", "warn", "old", "count", st.OFDQueue, "days", days)
	}
	return p.found("ofd", "ok", "well", "count", st.OFDQueue)
}

func (p *program) probeDrive(st fiscal.Status) finding {
	left := int(time.Until(st.FNExpires).Hours() / 24)
	switch {
	case st.FNWarning != "":
		return p.found("fn", "warn", "warning", "text", st.FNWarning)
	case st.FNExpires.IsZero():
		return p.found("fn", "ok", "well", "fn", st.FN)
	case left < 3:
		return p.found("fn", "bad", "ends", "days", max(left, 0))
	case left < 30:
		return p.found("fn", "warn", "ends", "days", left)
	}
	return p.found("fn", "ok", "days", "days", left)
}

func (p *program) probeClock(st fiscal.Status) finding {
	if st.Clock.IsZero() {
		return p.found("clock", "ok", "unknown")
	}
	off := time.Since(st.Clock).Round(time.Minute)
	if off.Abs() > clockSlack {
		f := p.found("clock", "warn", "off", "minutes", int(off.Abs().Minutes()))
		f.Fix = probe.SetPrinterClock
		return f
	}
	return p.found("clock", "ok", "well")
}

// probeOnline asks ТС ПИоТ who it is and holds that against the printer and the shop.
func (p *program) probeOnline(ctx context.Context, t *till, printer fiscal.Status) []finding {
	if t.permit.direct != nil {
		t.permit.direct.UseFiscalDrive(printer.FN)
		if f, refused := p.keyRefused(t); refused {
			return []finding{f}
		}
	}
	if t.permit.tspiot == nil {
		return []finding{p.probeDirect(ctx, t)}
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	info, err := t.permit.tspiot.Info(ctx)
	if err != nil {
		var f *checks.Failure
		what := "away"
		if errors.As(err, &f) && f.Outcome == checks.OutcomeCertificate {
			what = "certificate"
		}
		out := p.found("chz", "bad", what, "host", t.permit.tspiot.Host())
		out.Fix = probe.UseInstance
		if what == "certificate" {
			out.Fix = probe.TrustCertificate
		}
		return []finding{out}
	}
	if info.CheckTimeout > 0 {
		t.permit.allowed.Store(int64(info.CheckTimeout))
	}
	if t.permit.module != nil && info.LM.Token != "" {
		t.permit.module.UseToken(info.LM.Token)
	}
	owner := cmp.Or(printer.INN, t.cfg.Shop.INN)
	out := p.found("chz", "ok", "well", "host", t.permit.tspiot.Host())
	if since, on := t.permit.tspiot.EmergencySince(); on {
		out = p.emergency(t, since)
	}
	switch {
	case printer.FN != "" && info.FNSerial != "" && info.FNSerial != printer.FN:
		out = p.found("chz", "bad", "fn", "have", info.FNSerial, "want", printer.FN)
		out.Fix = probe.UseInstance
	case info.KKTINN != "" && owner != "" && info.KKTINN != owner:
		out = p.found("chz", "bad", "inn", "have", info.KKTINN, "want", owner)
		out.Fix = probe.UseInstance
	}
	out.Facts = map[string]string{"id": info.TSPIoTID, "fn": info.FNSerial, "inn": info.KKTINN, "kkt": info.KKTSerial, "api": t.permit.tspiot.API()}
	return []finding{out}
}

// acquaintTime bounds the first questions of a command: a module that hangs must not hold it up.
const acquaintTime = 1500 * time.Millisecond

// acquaint tells the channels the number of the fiscal drive and asks ТС ПИоТ for its own time limit, before the first check. What is
// ill by then is said at once: a module of another till or shop is told before the first sale.
func (p *program) acquaint(ctx context.Context, t *till) []finding {
	ctx, cancel := context.WithTimeout(ctx, acquaintTime)
	defer cancel()
	var printer fiscal.Status
	if t.printer != nil {
		// A printer that is away is told by the first action that needs it.
		printer, _ = t.printer.Status(ctx)
	}
	if printer.FN != "" && t.permit.module != nil {
		t.permit.module.UseFiscalDrive(printer.FN)
	}
	if t.permit.tspiot == nil && t.permit.direct == nil {
		return nil
	}
	var ill []finding
	for _, f := range p.probeOnline(ctx, t, printer) {
		if f.Level == "bad" {
			ill = append(ill, f)
		}
	}
	return ill
}

// keyRefused is the lasting notice that the shop's key of True API was cut off (401, 410): no other platform would take it.
func (p *program) keyRefused(t *till) (finding, bool) {
	since, refused := t.permit.direct.TokenRefusedSince()
	return p.found("chz", "bad", "token", "since", since.In(t.cfg.Shop.Location).Format("02.01 15:04")), refused
}

// probeDirect judges the direct channel of a shop without ТС ПИоТ.
func (p *program) probeDirect(ctx context.Context, t *till) finding {
	if t.permit.direct == nil {
		return p.found("chz", "warn", "off")
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	err := t.permit.direct.Warm(ctx)
	if f, refused := p.keyRefused(t); refused {
		return f
	}
	if since, on := t.permit.direct.EmergencySince(); on {
		return p.emergency(t, since)
	}
	if err != nil {
		return p.found("chz", "bad", "direct_away")
	}
	return p.found("chz", "warn", "direct")
}

// probeControl asks the control interface of ТС ПИоТ for the end of its licences and for how its controller sees the local module.
func (p *program) probeControl(ctx context.Context, t *till) []finding {
	if t.permit.tspiot == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	c, err := t.permit.tspiot.Control(ctx)
	if err != nil {
		return []finding{p.found("licence", "off", "away")}
	}
	if len(c.Instances) == 0 {
		return []finding{p.found("licence", "bad", "no_instance")}
	}
	var out []finding
	for _, i := range c.Instances {
		left := int(time.Until(i.LicenseTill).Hours() / 24)
		f := p.found("licence", "ok", "well", "id", i.ID, "days", left)
		switch {
		case !i.LicenseActive || left < 0:
			f = p.found("licence", "bad", "ended", "id", i.ID)
		case left < 30:
			f = p.found("licence", "warn", "ends", "id", i.ID, "days", left)
		}
		f.Facts = map[string]string{"id": i.ID, "state": i.State, "version": i.Version, "till": i.LicenseTill.Format(time.DateOnly)}
		out = append(out, f)
		if t.permit.module != nil && i.LM.Error != "" {
			f := p.found("controller", "warn", "blind", "id", i.ID, "text", i.LM.Error)
			f.Fix = probe.StartController
			out = append(out, f)
		}
	}
	return out
}

// moduleFinding turns the local module's health into a finding.
func (p *program) moduleFinding(t *till, h localmodule.Health, now time.Time) finding {
	left, known := h.Status.Left(now)
	level := "bad"
	switch h.Trouble {
	case localmodule.Well:
		f := p.found("lm", "ok", "well")
		if known {
			f = p.found("lm", "ok", "hours", "hours", int(left.Hours()))
		}
		f.Facts = map[string]string{"version": h.Status.Version, "api": h.Status.API, "inn": h.Status.INN, "inst": h.Status.Inst, "state": string(h.Status.State)}
		return f
	case localmodule.Unknown, localmodule.Loading, localmodule.Ageing, localmodule.OtherState:
		level = "warn"
	}
	host := t.permit.module.Host()
	if name, port, err := net.SplitHostPort(host); err == nil && h.Trouble == localmodule.Unreachable && !wire.Loopback(name) {
		return p.found("lm", level, "far", "host", host, "port", port) // its service is not ours to start
	}
	f := p.found("lm", level, string(h.Trouble), "hours", int(left.Hours()), "inn", h.Status.INN, "state", string(h.Status.State))
	f.Fix = map[localmodule.Trouble]probe.Fix{localmodule.Unconfigured: probe.InitModule, localmodule.Stale: probe.InitModule,
		localmodule.Unreachable: probe.StartModule, localmodule.BaseDown: probe.StartModuleBase}[h.Trouble]
	return f
}

func (p *program) probeModule(ctx context.Context, t *till) []finding {
	if t.permit.module == nil {
		return []finding{p.found("lm", "off", "off")}
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	w, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: t.permit.module, INN: t.cfg.Shop.INN})
	if err != nil {
		p.log.Error().Err(err).Msg("watch local module")
		return []finding{p.found("lm", "bad", string(localmodule.Unknown))}
	}
	return []finding{p.moduleFinding(t, w.Look(ctx), time.Now())}
}

// probeModulePassword advises another password where the module still has the one that every installer knows.
func (p *program) probeModulePassword(t *till) []finding {
	if t.permit.module == nil {
		return nil
	}
	password, err := p.secrets.Get(secrets.LMPassword)
	if err != nil || password != "" && password != "admin" || t.cfg.Checks.LocalModule.Login != "admin" {
		return nil
	}
	return []finding{p.found("lm_password", "warn", "usual")}
}
