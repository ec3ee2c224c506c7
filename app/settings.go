package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"dobro/internal/config"
	"dobro/internal/secrets"
)

// runSettings shows and changes the settings without a window: `dobro settings list | set KEY VALUE | export FILE | import FILE
// [--without-shop] | secret NAME | changes`. Secrets are never shown or exported; `secret` reads one line from standard input.
func runSettings(ctx context.Context, p *program, args []string) int {
	if len(args) == 0 {
		return p.fail(usage("settings.usage"))
	}
	withoutShop := false
	rest, err := flags("settings", args[1:], func(f *flag.FlagSet) { f.BoolVar(&withoutShop, "without-shop", false, "") })
	if err != nil {
		return p.fail(err)
	}
	c, ok := map[string]func() int{
		"list":    func() int { return p.listSettings() },
		"set":     func() int { return p.setSetting(ctx, rest) },
		"export":  func() int { return p.exportSettings(rest) },
		"import":  func() int { return p.importSettings(ctx, rest, withoutShop) },
		"secret":  func() int { return p.storeSecret(ctx, rest) },
		"changes": func() int { return p.listChanges(ctx) },
	}[args[0]]
	if want := map[string]int{"set": 2, "export": 1, "import": 1, "secret": 1}[args[0]]; !ok || len(rest) != want {
		return p.fail(usage("settings.usage"))
	}
	return c()
}

func (p *program) listSettings() int {
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	for _, k := range config.Keys(policyTable()) {
		value := cfg.Value(k.Name)
		if value == "" {
			value = k.Default
		}
		fmt.Fprintf(p.out, "%s\t%s\t%s\n", k.Name, value, p.words.T("setting."+k.Name))
	}
	for _, n := range secrets.Names {
		s, err := p.secrets.Get(n)
		if err != nil {
			return p.fail(err)
		}
		fmt.Fprintf(p.out, "secret.%s\t%s\t%s\n", n, s, p.words.T("setting.secret."+string(n)))
	}
	return exitYes
}

func (p *program) setSetting(ctx context.Context, args []string) int {
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	s, err := p.openJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	_, changes, err := p.changeSettings(ctx, s, map[string]string{args[0]: args[1]}, p.atTheCommand())
	if err != nil {
		return p.fail(err)
	}
	p.say("settings.changed", "count", len(changes))
	return exitYes
}

// exportSettings writes the whole file with its remarks: secrets never stand in it.
func (p *program) exportSettings(args []string) int {
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	text := config.Format(cfg, p.words)
	if cfg.Present { // as its owner wrote it
		if text, err = os.ReadFile(cfg.Path); err != nil {
			return p.fail(err)
		}
	}
	if err := p.writeFile(args[0], func(w io.Writer) error { _, err := io.WriteString(w, p.masker.Mask(string(text))); return err }); err != nil {
		return p.fail(err)
	}
	if args[0] != "-" {
		p.say("settings.exported", "file", args[0])
	}
	return exitYes
}

func (p *program) importSettings(ctx context.Context, args []string, withoutShop bool) int {
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	if _, err := os.Stat(args[0]); err != nil {
		return p.fail(usage("app.no_file", "file", args[0]))
	}
	given, err := config.Load(args[0], policyTable())
	if err != nil {
		return p.fail(err)
	}
	values := map[string]string{}
	for _, c := range config.Differences(cfg, given, policyTable()) {
		if !withoutShop || !strings.HasPrefix(c.Key, "shop.") {
			values[c.Key] = c.To
		}
	}
	if !cfg.Present {
		values = given.Values(policyTable())
	}
	s, err := p.openJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	_, changes, err := p.changeSettings(ctx, s, values, p.atTheCommand())
	if err != nil {
		return p.fail(err)
	}
	p.say("settings.changed", "count", len(changes))
	return exitYes
}

// storeSecret seals one line of standard input; an empty line forgets the secret.
func (p *program) storeSecret(ctx context.Context, args []string) int {
	name := secrets.Name(args[0])
	if !slices.Contains(secrets.Names, name) {
		return p.fail(usage("settings.no_secret", "name", args[0]))
	}
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	line, err := bufio.NewReader(io.LimitReader(p.in, secrets.MaxLength+2)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return p.fail(err)
	}
	s, err := p.openJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	if err := p.setSecret(ctx, s, name, secrets.Secret(strings.TrimSpace(line)), p.atTheCommand()); err != nil {
		return p.fail(err)
	}
	p.say("settings.secret_kept", "name", args[0])
	return exitYes
}

func (p *program) listChanges(ctx context.Context) int {
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	list, err := s.SettingChanges(ctx, 1000)
	if err != nil {
		return p.fail(err)
	}
	for _, c := range list {
		fmt.Fprintf(p.out, "%s\t%s\t%s\t%s\t%s\n", c.At.In(cfg.Shop.Location).Format("2006-01-02 15:04:05"), c.Who, c.Key, c.From, c.To)
	}
	return exitYes
}
