package main

import (
	"dobro/internal/config"
	"dobro/internal/logging"
	"dobro/internal/secrets"
)

// openLog starts the log of the data folder, with every secret of the till masked, and reads the secrets' store.
func (p *program) openLog(config.Config) error {
	masker := &logging.Masker{}
	l, err := logging.Open(logging.Params{Dir: p.dir, Masker: masker})
	if err != nil {
		p.say("app.log_failed", "dir", p.dir)
		return err
	}
	p.log = l.Logger
	p.later(l.Close)
	p.secrets, err = secrets.Open(secrets.Params{Dir: p.dir, Seen: func(s secrets.Secret) { masker.Hide(s.Reveal()) }})
	return err
}

// secret reads one secret; "" when it was never set.
func (p *program) secret(name secrets.Name) (string, error) {
	s, err := p.secrets.Get(name)
	return s.Reveal(), err
}
