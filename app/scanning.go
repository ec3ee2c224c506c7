package main

import (
	"context"
	"path/filepath"

	"dobro/internal/config"
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
			if err := p.keepAffixes(a); err != nil {
				return err
			}
		}
		reading.Affixes = a
		p.log.Info().Str("prefix", marking.WriteAffix(a.Prefix)).Str("suffix", marking.WriteAffix(a.Suffix)).Msg("the scanner's affixes were learnt")
		return t.register.SetReading(ctx, reading)
	}}
}

// keepAffixes writes [scanner] prefix and suffix.
func (p *program) keepAffixes(a marking.Affixes) error {
	file := filepath.Join(p.dir, config.FileName)
	cfg, err := config.Load(file, policyTable())
	if err != nil {
		return err
	}
	cfg.Scanner.Prefix, cfg.Scanner.Suffix = marking.WriteAffix(a.Prefix), marking.WriteAffix(a.Suffix)
	return config.Write(file, cfg, p.words)
}
