package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/ui"
	recorderui "dobro/ui/recorder"
	"dobro/ui/settings"
	"dobro/ui/wizard"
)

// care is what the owner's and the installer's screens ask of the program, over the running till. The window asks for one thing after
// the other.
type care struct {
	w    *cashier
	mu   sync.Mutex
	last []probe.Finding // of the last examination
}

var _ ui.Care = (*care)(nil)

// probing is the running till with its own clients; what the probes open besides is closed by done.
func (c *care) probing() (t *till, done func(), err error) {
	p := c.w.p
	if c.w.till == nil || c.w.till.till == nil {
		return nil, nil, errors.New("no till is open")
	}
	mark := len(p.closers)
	return c.w.till.till, func() { p.closeTo(mark) }, nil
}

// Examine implements ui.Care.
func (c *care) Examine(ctx context.Context) ([]probe.Finding, error) {
	t, done, err := c.probing()
	if err != nil {
		return nil, err
	}
	defer done()
	list := c.w.p.examine(ctx, t)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = list
	return list, nil
}

// Mend implements ui.Care.
func (c *care) Mend(ctx context.Context, fix probe.Fix) (string, error) {
	t, done, err := c.probing()
	if err != nil {
		return "", err
	}
	defer done()
	return c.w.p.mended(fix, c.w.p.mend(ctx, t, fix)), nil
}

// Bundle implements ui.Care.
func (c *care) Bundle(ctx context.Context) (string, error) {
	t, done, err := c.probing()
	if err != nil {
		return "", err
	}
	defer done()
	p := c.w.p
	c.mu.Lock()
	list := c.last
	c.mu.Unlock()
	if list == nil {
		list = p.examine(ctx, t)
	}
	dir := filepath.Join(p.dir, "reports")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "support-"+time.Now().Format("20060102-150405")+".zip")
	return file, p.writeFile(file, func(w io.Writer) error { return p.bundle(ctx, w, t, list) })
}

// Wizard implements ui.Care.
func (c *care) Wizard() wizard.Backend {
	t := c.w.till.till
	return &install{p: c.w.p, who: c.who(), store: t.store, lent: t}
}

// who is logged in.
func (c *care) who() string {
	if u := c.w.till.register.View().User; u != nil {
		return u.Name
	}
	return ""
}

// Reopen implements ui.Care.
func (c *care) Reopen(context.Context) (ui.Opened, error) {
	p := c.w.p
	c.w.shutTill()
	cfg, err := p.settings()
	if err != nil {
		return ui.Opened{}, err
	}
	if pr, err := p.readProgress(); err == nil && pr.At != "" && len(cfg.Wanted()) == 0 {
		if err := p.finishWizard(); err != nil {
			return ui.Opened{}, err
		}
	}
	return c.w.open(cfg)
}

// Settings implements ui.Care.
func (c *care) Settings() settings.Backend { return &settingsDesk{c} }

// Recorder implements ui.Care.
func (c *care) Recorder() recorderui.Backend { return recorderDesk{c} }

// settingsDesk is the settings' screen over dobro.toml and the sealed secrets.
type settingsDesk struct{ c *care }

// Groups implements settings.Backend: every table of the file in its order, then the secrets.
func (d *settingsDesk) Groups(context.Context) ([]settings.Group, error) {
	p := d.c.w.p
	cfg, err := config.Load(filepath.Join(p.dir, config.FileName), policyTable())
	if err != nil {
		return nil, err
	}
	var all []settings.Group
	for _, k := range config.Keys(policyTable()) {
		if len(all) == 0 || all[len(all)-1].ID != k.Table {
			all = append(all, settings.Group{ID: k.Table, Title: p.words.T("setting.group." + k.Table)})
		}
		g := &all[len(all)-1]
		g.Keys = append(g.Keys, p.settingKey(cfg, k))
	}
	return append(all, p.secretGroup()), nil
}

func (p *program) settingKey(cfg config.Config, k config.Key) settings.Key {
	value := cfg.Value(k.Name)
	if value == "" {
		value = k.Default
	}
	out := settings.Key{Name: k.Name, Label: p.words.T("setting." + k.Name), Help: p.words.T("setting." + k.Name + ".help"), Value: value,
		Shown: k.Word(p.words, value), Default: k.Word(p.words, k.Default), Digits: k.Kind == config.Number || k.Name == "shop.inn"}
	choices := k.Choices
	if k.Kind == config.Flag {
		choices = []string{"true", "false"}
	}
	for _, c := range choices {
		out.Choices = append(out.Choices, settings.Choice{Value: c, Label: k.Word(p.words, c)})
	}
	return out
}

// secretGroup shows of a secret only that there is one.
func (p *program) secretGroup() settings.Group {
	g := settings.Group{ID: "secrets", Title: p.words.T("setting.group.secrets")}
	for _, n := range secrets.Names {
		shown := p.words.T("settings.secret.none")
		if s, err := p.secrets.Get(n); err != nil {
			shown = p.words.T("settings.secret.sealed")
		} else if s != "" {
			shown = p.words.T("settings.secret.kept")
		}
		g.Keys = append(g.Keys, settings.Key{Name: "secret." + string(n), Label: p.words.T("setting.secret." + string(n)),
			Help: p.words.T("setting.secret." + string(n) + ".help"), Shown: shown, Secret: true})
	}
	return g
}

// Tell implements settings.Backend.
func (d *settingsDesk) Tell(key, value string) string {
	if strings.HasPrefix(key, "secret.") {
		return ""
	}
	return d.c.w.p.refusal(key, value)
}

// Set implements settings.Backend.
func (d *settingsDesk) Set(ctx context.Context, who, key, value string) error {
	p, s := d.c.w.p, d.c.w.till.store
	if name, ok := strings.CutPrefix(key, "secret."); ok {
		return p.setSecret(ctx, s, secrets.Name(name), secrets.Secret(strings.TrimSpace(value)), who)
	}
	_, _, err := p.changeSettings(ctx, s, map[string]string{key: strings.TrimSpace(value)}, who)
	return err
}

// exportName of the settings in the data folder.
const exportName = "dobro-settings.toml"

// Export implements settings.Backend.
func (d *settingsDesk) Export(context.Context) (string, error) {
	p := d.c.w.p
	text, err := os.ReadFile(filepath.Join(p.dir, config.FileName))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(p.dir, "reports")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(dir, exportName)
	return file, p.writeFile(file, func(w io.Writer) error { _, err := io.WriteString(w, p.masker.Mask(string(text))); return err })
}

// Import implements settings.Backend.
func (d *settingsDesk) Import(ctx context.Context, who, file string) (int, error) {
	p := d.c.w.p
	cfg, err := p.settings()
	if err != nil {
		return 0, err
	}
	given, err := config.Load(strings.Trim(strings.TrimSpace(file), `"`), policyTable())
	if err != nil {
		return 0, err
	}
	values := map[string]string{}
	for _, c := range config.Differences(cfg, given, policyTable()) {
		values[c.Key] = c.To
	}
	_, changes, err := p.changeSettings(ctx, d.c.w.till.store, values, who)
	return len(changes), err
}
