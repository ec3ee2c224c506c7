package main

import (
	"context"

	"dobro/internal/marking"
	"dobro/ui"
)

// scanning lets the window's scan doctor teach the till what its scanner puts around every code: the settings file is changed first,
// then the reading, from the next scan on. The demo shop has no file and learns until it is closed.
func (p *program) scanning(t *till) ui.Scanning {
	reading := readingOf(t.cfg)
	return ui.Scanning{Reading: reading, Learn: func(ctx context.Context, a marking.Affixes) error {
		a = a.Bare()
		if !p.demo {
			if err := p.keepAffixes(ctx, t, a); err != nil {
				return err
			}
		}
		reading.Affixes = a
		p.log.Info().Str("prefix", marking.WriteAffix(a.Prefix)).Str("suffix", marking.WriteAffix(a.Suffix)).Msg("the scanner's affixes were learnt")
		return t.register.SetReading(ctx, reading)
	}}
}

// scanning lets the scan doctor learn before there is a till: what it learns stands in the settings that the till is opened with.
func (w *install) scanning() ui.Scanning {
	return ui.Scanning{Learn: func(ctx context.Context, a marking.Affixes) error {
		s, err := w.journal(ctx)
		if err != nil {
			return err
		}
		_, _, err = w.p.changeSettings(ctx, s, affixSettings(a.Bare()), w.name())
		return err
	}}
}

// affixSettings are the keys that hold what a scanner adds.
func affixSettings(a marking.Affixes) map[string]string {
	return map[string]string{"scanner.prefix": marking.WriteAffix(a.Prefix), "scanner.suffix": marking.WriteAffix(a.Suffix)}
}

// keepAffixes writes [scanner] prefix and suffix; the journal says who had the scan doctor open.
func (p *program) keepAffixes(ctx context.Context, t *till, a marking.Affixes) error {
	who := ""
	if user := t.register.View().User; user != nil {
		who = user.Name
	}
	_, _, err := p.changeSettings(ctx, t.store, affixSettings(a), who)
	return err
}
