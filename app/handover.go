package main

import (
	"context"
	"os"
	"path/filepath"

	"dobro/internal/config"
	"dobro/internal/update"
)

// program is the executable of the version that is in place. A package that was spoilt where it lies is not run: the installed program
// is, and the doctor tells.
func (u *updating) program() string {
	exe, err := u.place.Program(u.key)
	if err != nil {
		u.p.log.Error().Err(err).Msg("the updated program cannot be run")
	}
	if err == nil && exe != "" {
		return exe
	}
	if exe, err = ownFile(); err != nil {
		u.p.log.Error().Err(err).Msg("find the program")
	}
	return exe
}

// handsOver lets the version that an update put in place do the work, when this is the installed program and not the one in place. The
// watch stays with the installed program: it is what takes a sick version back.
func (p *program) handsOver(ctx context.Context, command string) (done bool, code int) {
	if command == "watch" {
		return false, exitYes
	}
	dir, err := p.dataFolder()
	if err != nil {
		return false, exitYes
	}
	exe, err := ownFile()
	place := update.Place{Data: dir, Installed: version}
	if err != nil || place.Holds(exe) {
		return false, exitYes
	}
	if s, err := place.Load(); err != nil || s.Version() == version {
		return false, exitYes
	}
	cfg, err := config.Load(filepath.Join(dir, config.FileName), policyTable())
	if err != nil { // it will be told; the key may be built in
		cfg = config.Default()
	}
	p.dir = dir
	u, err := p.updating(cfg)
	if err != nil {
		return false, exitYes
	}
	other := u.program()
	if other == exe {
		return false, exitYes
	}
	code, err = become(ctx, other, os.Args[1:])
	return err == nil, code
}
