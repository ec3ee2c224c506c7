package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/internal/store"
	"dobro/ui/wizard"
)

// wizardFile in the data folder keeps where the installer left.
const wizardFile = "wizard.json"

// install is the wizard's backend: every step writes what was filled in, tries it with the real clients and tells how it went.
// Its actions run one after the other.
type install struct {
	p     *program
	who   string       // whom changes are recorded under; "" is the installer of the first start
	store *store.Store // nil: opened for the time of an action
	read  string       // how the scanner was connected when a marking code came whole; "": none came yet
	lent  *till        // of a running till: its printer is on a cable that nobody else may open; nil at the first start
}

var _ wizard.Backend = (*install)(nil)

// progress is wizardFile.
type progress struct {
	At       string                 `json:"at"`
	Marks    map[string]wizard.Mark `json:"marks"`
	Finished bool                   `json:"finished"`
}

func (p *program) readProgress() (progress, error) {
	var pr progress
	b, err := os.ReadFile(filepath.Join(p.dir, wizardFile))
	if errors.Is(err, fs.ErrNotExist) {
		return pr, nil
	}
	if err == nil && json.Unmarshal(b, &pr) != nil {
		pr = progress{} // begin anew: the settings themselves are elsewhere
	}
	return pr, err
}

func (p *program) writeProgress(pr progress) error {
	b, err := json.Marshal(pr)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	part := filepath.Join(p.dir, wizardFile+".part")
	if err := os.WriteFile(part, b, 0o644); err != nil {
		return fmt.Errorf("keep where the wizard is: %w", err)
	}
	return os.Rename(part, filepath.Join(p.dir, wizardFile))
}

// wizardWanted tells whether the window must open the wizard: there are no settings, or it was begun and left.
func (p *program) wizardWanted(cfg config.Config) (bool, error) {
	if !cfg.Present {
		return true, nil
	}
	pr, err := p.readProgress()
	return pr.At != "" && !pr.Finished, err
}

// Load implements wizard.Backend.
func (w *install) Load(ctx context.Context) (wizard.Values, wizard.Progress, error) {
	cfg, err := w.settings()
	if err != nil {
		return nil, wizard.Progress{}, err
	}
	vals := wizard.Values{}
	for k, v := range cfg.Values(policyTable()) {
		vals[k] = v
	}
	if vals["fiscal.driver"] == "" {
		vals["fiscal.driver"] = config.DriverAtol
	}
	vals["printer.address"] = printerAddressOf(cfg, vals["fiscal.driver"])
	for _, n := range secrets.Names { // that there is one is shown by its tick, never by its value
		delete(vals, "secret."+string(n))
	}
	vals["person.role"] = "owner"
	pr, err := w.p.readProgress()
	return vals, wizard.Progress{At: pr.At, Marks: pr.Marks}, err
}

// Keep implements wizard.Backend.
func (w *install) Keep(_ context.Context, p wizard.Progress) error {
	return w.p.writeProgress(progress{At: p.At, Marks: p.Marks})
}

// Tell implements wizard.Backend.
func (w *install) Tell(key, value string) string {
	t := w.p.words.T
	switch {
	case key == "shop.name" && strings.TrimSpace(value) == "":
		return t("setup.name_wanted")
	case key == "shop.inn" && value == "":
		return t("setup.inn_wanted")
	case key == "person.pin" && value != "" && len(value) < 4:
		return t("ui.owner.pin.do")
	case strings.HasPrefix(key, "secret.") || !strings.Contains(key, "."):
		return ""
	case key == "keeping.backup_folder": // tried as a whole by its step
		return ""
	case key == "printer.address", strings.HasPrefix(key, "person."), strings.HasPrefix(key, "goods."), strings.HasPrefix(key, "selftest."):
		return ""
	}
	return w.p.refusal(key, value)
}

// refusal is what is wrong with a value of a setting, short enough to stand beside a field; "" when nothing is.
func (p *program) refusal(key, value string) string {
	bad := config.Refuse(key, strings.TrimSpace(value), policyTable())
	if bad == nil {
		return ""
	}
	if p.words.Has("setup." + string(bad.Problem)) {
		return p.words.T("setup."+string(bad.Problem), "value", bad.Value, "allowed", bad.Allowed)
	}
	return p.words.T("setup."+string(config.BadValue), "value", bad.Value, "allowed", bad.Allowed)
}

// Do implements wizard.Backend. What an action opens is closed when it ends.
func (w *install) Do(ctx context.Context, step, action string, v wizard.Values, say func(wizard.Line)) (wizard.Outcome, error) {
	mark := len(w.p.closers)
	defer w.p.closeTo(mark)
	do, ok := map[string]func(context.Context, string, wizard.Values, func(wizard.Line)) (wizard.Outcome, error){
		"shop": w.shop, "printer": w.printer, "scanner": w.scanner, "tspiot": w.tspiot, "token": w.token, "module": w.module,
		"goods": w.goods, "people": w.people, "quick": w.quick, "backup": w.backup, "selftest": w.selftest, "summary": w.summary,
	}[step]
	if !ok {
		return wizard.Outcome{}, fmt.Errorf("no such step %q", step)
	}
	return do(ctx, action, v, say)
}

func (w *install) settings() (config.Config, error) {
	return config.Load(filepath.Join(w.p.dir, config.FileName), policyTable())
}

// journal is the till's own, or one opened for the time of an action.
func (w *install) journal(ctx context.Context) (*store.Store, error) {
	if w.store != nil {
		return w.store, nil
	}
	return w.p.openJournal(ctx)
}

// keep writes settings of a step; what is refused is a line, not an error.
func (w *install) keep(ctx context.Context, values map[string]string) (config.Config, []wizard.Line, error) {
	s, err := w.journal(ctx)
	if err != nil {
		return config.Config{}, nil, err
	}
	for k := range values {
		values[k] = strings.TrimSpace(values[k])
	}
	cfg, _, err := w.p.changeSettings(ctx, s, values, w.name())
	if refused := config.Refusals(err); len(refused) > 0 {
		var lines []wizard.Line
		for _, e := range refused {
			text := w.p.words.T("setting."+e.Key) + ": " + w.p.refusalOf(e)
			lines = append(lines, wizard.Line{Level: probe.Bad, Text: text})
		}
		return cfg, lines, nil
	}
	return cfg, nil, err
}

func (p *program) refusalOf(e *config.Error) string {
	if p.words.Has("setup." + string(e.Problem)) {
		return p.words.T("setup."+string(e.Problem), "value", e.Value, "allowed", e.Allowed)
	}
	return p.words.T("setup."+string(config.BadValue), "value", e.Value, "allowed", e.Allowed)
}

// keepSecret keeps a secret that was typed; "" leaves the one there is.
func (w *install) keepSecret(ctx context.Context, name secrets.Name, typed string) error {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil
	}
	s, err := w.journal(ctx)
	if err != nil {
		return err
	}
	return w.p.setSecret(ctx, s, name, secrets.Secret(typed), w.name())
}

func (w *install) name() string {
	if w.who != "" {
		return w.who
	}
	return w.p.words.T("settings.by_installer")
}

// line makes a tick of the wizard; a bad or doubtful one says what to do under the same key with ".do".
func (w *install) line(level, key string, pairs ...any) wizard.Line {
	l := wizard.Line{Level: level, Text: w.p.words.T(key, pairs...)}
	if level == probe.Bad || level == probe.Warn {
		l.Action = w.p.words.T(key+".do", pairs...)
	}
	return l
}

// ticks turns findings into lines; good tells that none is ill.
func ticks(list []probe.Finding) (lines []wizard.Line, good bool) {
	good = true
	for _, f := range list {
		text := f.Text
		if !strings.HasPrefix(text, f.Title) {
			text = f.Title + ": " + text
		}
		lines = append(lines, wizard.Line{Level: f.Level, Text: text, Action: f.Action})
		good = good && !f.Ill()
	}
	return lines, good
}

// shop is the first step: the seller.
func (w *install) shop(ctx context.Context, _ string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	cfg, refused, err := w.keep(ctx, pick(v, "shop.name", "shop.inn", "shop.address", "shop.taxation", "shop.timezone"))
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	kind := "wizard.shop.company"
	if len(cfg.Shop.INN) == 12 {
		kind = "wizard.shop.person"
	}
	out := wizard.Outcome{Good: true, Lines: []wizard.Line{w.line(probe.Well, kind, "name", cfg.Shop.Name, "inn", cfg.Shop.INN)}}
	if cfg.Shop.Address == "" {
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.shop.no_address"))
	}
	clock := time.Now().In(cfg.Shop.Location)
	out.Lines = append(out.Lines, w.line(probe.Well, "wizard.shop.clock", "at", clock.Format("15:04"), "date", clock.Format("02.01.2006")))
	if wanted := cfg.Wanted(); len(wanted) > 1 || len(wanted) == 1 && wanted[0] != "fiscal.driver" {
		out.Good = false
		out.Lines = append(out.Lines, w.line(probe.Bad, "wizard.shop.wanted"))
	}
	return out, nil
}

func pick(v wizard.Values, keys ...string) map[string]string {
	out := map[string]string{}
	for _, k := range keys {
		out[k] = v[k]
	}
	return out
}
