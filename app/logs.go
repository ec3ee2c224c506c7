package main

import (
	"errors"

	"dobro/internal/config"
	"dobro/internal/logging"
	"dobro/internal/secrets"
)

// openLog starts the log of the data folder, with every secret of the till masked, and reads the secrets' store.
func (p *program) openLog(config.Config) error {
	masker := &logging.Masker{}
	p.masker = masker
	l, err := logging.Open(logging.Params{Dir: p.dir, Masker: masker})
	if err != nil {
		p.say("app.log_failed", "dir", p.dir)
		return err
	}
	p.log = l.Logger
	p.later(l.Close)
	p.secrets, err = secrets.Open(secrets.Params{Dir: p.dir, Env: p.env, Seen: func(s secrets.Secret) { masker.Hide(s.Reveal()) }})
	return err
}

// begin reads the settings and starts the log: what every command does that touches the data folder.
func (p *program) begin() (config.Config, error) {
	cfg, err := p.settings()
	if err != nil {
		return cfg, err
	}
	return cfg, p.openLog(cfg)
}

// secret reads one secret; "" when it was never set. One that is there and cannot be opened is as good as none: a till whose folder came
// from another computer opens and sells with what it has, its lamps show which service refuses it, and the doctor says why.
func (p *program) secret(name secrets.Name) (string, error) {
	s, err := p.secrets.Get(name)
	if err != nil && !errors.Is(err, secrets.ErrUnknown) {
		p.log.Error().Err(err).Msg("a secret is kept and cannot be read")
		return "", nil
	}
	return s.Reveal(), err
}
