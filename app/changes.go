package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"dobro/internal/config"
	"dobro/internal/secrets"
	"dobro/internal/store"
)

// settingsSeen is the fact that keeps the settings as the journal last saw them, so that a change made in the file by hand is
// recorded as well.
const settingsSeen = "settings.seen"

// recordSettings writes into the journal what differs from the settings that it saw last.
func recordSettings(ctx context.Context, s *store.Store, cfg config.Config, who string) error {
	text, err := s.Fact(ctx, settingsSeen)
	if err != nil {
		return err
	}
	seen := map[string]string{}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &seen); err != nil {
			return fmt.Errorf("read the settings seen last: %w", err)
		}
	}
	var changes []store.SettingChange
	now := cfg.Values(policyTable())
	for _, k := range config.Keys(policyTable()) {
		was, known := seen[k.Name]
		if !known {
			was = k.Default // the first time only what differs from the defaults is told
		}
		if now[k.Name] != was && (known || now[k.Name] != "") {
			changes = append(changes, store.SettingChange{Key: k.Name, From: was, To: now[k.Name], Who: who})
		}
	}
	if len(changes) == 0 && text != "" {
		return nil
	}
	b, err := json.Marshal(now)
	if err != nil {
		return err
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error {
		for _, c := range changes {
			if err := tx.ChangeSetting(c); err != nil {
				return err
			}
		}
		return tx.SetFact(settingsSeen, string(b))
	})
}

// setSecret seals a secret and records that it changed, not what it is.
func (p *program) setSecret(ctx context.Context, s *store.Store, name secrets.Name, value secrets.Secret, who string) error {
	old, err := p.secrets.Get(name)
	if err != nil && !errors.Is(err, secrets.ErrSealed) {
		return err
	}
	if err := p.secrets.Set(name, value); err != nil {
		return err
	}
	if old == value {
		return nil
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error {
		return tx.ChangeSetting(store.SettingChange{Key: "secret." + string(name), From: old.String(), To: value.String(), Who: who})
	})
}

// changeSettings edits dobro.toml and records what changed.
func (p *program) changeSettings(ctx context.Context, s *store.Store, values map[string]string, who string) (config.Config, []config.Change, error) {
	old, err := config.Load(filepath.Join(p.dir, config.FileName), policyTable())
	if err != nil {
		return config.Config{}, nil, err
	}
	if old.Present { // a change by hand that nobody saw yet is not this person's
		if err := recordSettings(ctx, s, old, p.words.T("settings.by_hand")); err != nil {
			return config.Config{}, nil, err
		}
	}
	changes, cfg, err := config.Update(filepath.Join(p.dir, config.FileName), values, policyTable(), p.words)
	if err != nil {
		return config.Config{}, nil, err
	}
	return cfg, changes, recordSettings(ctx, s, cfg, who)
}

// atTheCommand names who typed a command: the user of the system.
func (p *program) atTheCommand() string {
	name := ""
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return p.words.T("settings.by_command", "user", name)
}

// openJournal opens the journal for writing, beside a running till too.
func (p *program) openJournal(ctx context.Context) (*store.Store, error) {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return nil, err
	}
	p.later(s.Close)
	return s, nil
}

// versionSeen is the fact that keeps which version of the program ran last.
const versionSeen = "program_version"

// recordVersion records in the chain that another version of the program runs than the last time.
func recordVersion(ctx context.Context, s *store.Store, who string) error {
	was, err := s.Fact(ctx, versionSeen)
	if err != nil || was == version {
		return err
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error {
		if was != "" {
			if err := tx.ChangeSetting(store.SettingChange{Key: "program.version", From: was, To: version, Who: who}); err != nil {
				return err
			}
		}
		return tx.SetFact(versionSeen, version)
	})
}
