package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dobro/checks/trueapi"
	"dobro/checks/wire"
	"dobro/internal/config"
	"dobro/internal/secrets"
)

// openTrueAPI makes the direct channel. Its list of platforms with their blocks lies in a file of the data folder.
func (p *program) openTrueAPI(cfg config.Config) (*trueapi.Client, error) {
	token, err := p.secret(secrets.TrueAPIToken)
	if err != nil {
		return nil, err
	}
	c, err := trueapi.New(trueapi.Params{CDN: cfg.Checks.TrueAPI.CDN, Token: wire.Secret(token), Store: platforms(filepath.Join(p.dir, "platforms.json"))})
	if err != nil {
		return nil, fmt.Errorf("open True API: %w", err)
	}
	p.later(c.Close)
	return c, nil
}

// platforms is the file that keeps what True API learned of its platforms. Losing it costs one question.
type platforms string

// Load implements trueapi.Store.
func (f platforms) Load(context.Context) ([]byte, error) {
	b, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// Save implements trueapi.Store.
func (f platforms) Save(_ context.Context, saved []byte) error {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o755); err != nil {
		return err
	}
	part := string(f) + ".part"
	if err := os.WriteFile(part, saved, 0o644); err != nil {
		return err
	}
	return os.Rename(part, string(f))
}
