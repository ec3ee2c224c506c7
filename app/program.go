package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"dobro/checks/cache"
	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/lang"
	"dobro/internal/logging"
	"dobro/internal/secrets"
	"dobro/internal/sim"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// program is one run: what the command line said, where to read and write, and what has to be closed at the end.
type program struct {
	options
	words   *lang.Catalogue
	in      io.Reader
	out     io.Writer
	errw    io.Writer
	log     zerolog.Logger
	dir     string
	locked  bool // this process is the register of dir
	secrets *secrets.Store
	masker  *logging.Masker
	cache   *cache.Cache
	since   *since // of the lamps and of the doctor
	wish    wish   // for another version of the program
	closers []func() error

	controlURL string                           // of ТС ПИоТ, where it is simulated; "" is where its maker puts it
	demoWorld  *sim.World                       // the outside of the demo shop; nil is the real one
	room       *trainingRoom                    // of a lesson; nil for a real till
	env        func(string) (string, bool)      // for secrets; nil is the system's
	freeSpace  func(dir string) (uint64, error) // nil asks the system
	ports      func() ([]scanner.Port, error)   // likewise
}

// later closes something at the end, in reverse order.
func (p *program) later(f func() error) { p.closers = append(p.closers, f) }

func (p *program) close() { p.closeTo(0) }

// closeTo closes what was opened since there were n things to close.
func (p *program) closeTo(n int) {
	for i := len(p.closers) - 1; i >= n; i-- {
		if err := p.closers[i](); err != nil {
			p.log.Error().Err(err).Msg("close")
		}
	}
	p.closers = p.closers[:n]
}

// say prints one sentence to the person, on the error stream: data alone go to standard output.
func (p *program) say(key string, pairs ...any) { fmt.Fprintln(p.errw, p.words.T(key, pairs...)) }

// settings finds the data folder and reads its dobro.toml. The demo shop talks to its simulators, whatever stands there.
func (p *program) settings() (config.Config, error) {
	dir, err := p.dataFolder()
	if err != nil {
		return config.Config{}, err
	}
	p.dir = dir
	cfg, err := config.Load(filepath.Join(dir, config.FileName), policyTable())
	if err == nil && p.demoWorld != nil {
		p.connect(&cfg, p.demoWorld)
	}
	return cfg, err
}

// fail is the one place where an error becomes a sentence for whoever typed the command; the log keeps the chain.
func (p *program) fail(err error) int {
	p.log.Error().Err(err).Msg("command failed")
	var u *usageError
	switch {
	case errors.As(err, &u):
		fmt.Fprintln(p.errw, p.words.T(u.key, u.pairs...))
		return exitUsage
	case len(config.Refusals(err)) > 0:
		for _, e := range config.Refusals(err) {
			fmt.Fprintln(p.errw, e.Sentence(p.words))
		}
		return exitUsage
	case errors.Is(err, errLocked):
		p.say("app.locked", "dir", p.dir)
	case takenPort(err) != "":
		p.say("app.port_taken", "address", takenPort(err))
	case errors.Is(err, errNoDriver):
		p.say("probe.kkt.driver")
		p.say("probe.kkt.driver.do")
		return exitUsage
	case errors.Is(err, store.ErrNewer):
		p.say("app.newer", "dir", p.dir)
	case errors.Is(err, store.ErrForeign):
		p.say("app.foreign", "dir", p.dir)
	case p.fileFault(err):
	default:
		p.say("app.fault")
	}
	return exitFault
}

// fileFault says which file or folder was in the way, if one was.
func (p *program) fileFault(err error) bool {
	var path *fs.PathError
	switch {
	case store.Full(err):
		dir := p.dir
		if errors.As(err, &path) {
			dir = filepath.Dir(path.Path)
		}
		p.say("app.disk_full", "dir", dir)
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		p.say("app.no_access", "file", path.Path)
	case errors.As(err, &path):
		p.say("app.no_file", "file", path.Path)
	case store.Damaged(err):
		p.say("app.not_a_journal", "dir", p.dir)
	default:
		return false
	}
	return true
}

// day reads YYYY-MM-DD in the shop's zone.
func day(text string, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, usage("app.bad_date", "value", text)
	}
	return t, nil
}
