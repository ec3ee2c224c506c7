package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"dobro/internal/config"
	"dobro/internal/sale"
	"dobro/internal/store"
	"dobro/internal/update"
)

// updating is all that an exchange needs.
type updating struct {
	p     *program
	cfg   config.Config
	place update.Place
	key   ed25519.PublicKey
	older bool // a version that is not newer may come too
	limit time.Duration
}

func (p *program) updating(cfg config.Config) (*updating, error) {
	u := &updating{p: p, cfg: cfg, place: update.Place{Data: p.dir, Installed: version}, limit: trialTime}
	exe, err := ownFile()
	if err != nil {
		return nil, err
	}
	if u.place.Holds(exe) {
		if u.place.Installed, err = update.InstalledBy(p.dir); err != nil {
			return nil, err
		}
	}
	key := cfg.Updates.Key
	if key == "" {
		key = updateKey
	}
	if key != "" {
		if u.key, err = update.ParseKey(key); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// ownFile is the executable of this process.
func ownFile() (string, error) {
	exe, err := os.Executable()
	if err == nil {
		exe, err = filepath.EvalSymlinks(exe)
	}
	if err != nil {
		return "", fmt.Errorf("find the program: %w", err)
	}
	return exe, nil
}

// check looks for a newer version, fetches and verifies it. found is false when there is none.
func (u *updating) check(ctx context.Context) (found bool, err error) {
	if u.cfg.Updates.From == "" {
		return false, update.ErrSource
	}
	from, err := update.From(u.cfg.Updates.From)
	if err != nil {
		return false, err
	}
	m, text, err := update.Look(ctx, from, u.key)
	if err != nil {
		return false, err
	}
	s, err := u.place.Load()
	if err != nil {
		return false, err
	}
	if !u.older && (!update.Newer(m.Version, s.Version()) || s.Sick(m.Version)) {
		return false, nil
	}
	return true, u.place.Fetch(ctx, from, m, text)
}

// ready is the package that lies ready and is newer; it is verified anew each time.
func (u *updating) ready() (update.Manifest, bool, error) {
	s, err := u.place.Load()
	if err != nil {
		return update.Manifest{}, false, err
	}
	m, ok, err := u.place.Ready(u.key)
	if errors.Is(err, update.ErrNoKey) {
		return m, false, nil
	}
	if err != nil || !ok || m.Version == s.Version() || !u.older && !update.Newer(m.Version, s.Version()) {
		return m, false, err
	}
	return m, true, nil
}

// apply puts the package in place, starts it once on trial, and puts the former version back when it does not run. No till may run.
func (u *updating) apply(ctx context.Context) error {
	m, ok, err := u.ready()
	if err != nil {
		return err
	}
	if !ok {
		return update.ErrOlder
	}
	if err := u.quietTill(ctx); err != nil {
		return err
	}
	schema, err := store.Schema()
	if err != nil {
		return err
	}
	if err := u.place.Swap(m, schema, time.Now()); err != nil {
		return err
	}
	if err := u.try(ctx); err != nil {
		return errors.Join(errSick, err, u.back(ctx, "sick"))
	}
	return nil
}

// quietTill makes sure that no till runs and nothing is in work, and copies the journal.
func (u *updating) quietTill(ctx context.Context) error {
	p := u.p
	mark := len(p.closers)
	defer func() { p.closeTo(mark) }()
	if err := p.lockFolder(); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return err
	}
	p.later(s.Close)
	busy, err := inWork(ctx, s)
	if err != nil {
		return err
	}
	if busy {
		return errBusy
	}
	file := u.place.JournalCopy()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return s.Backup(ctx, file)
}

// inWork tells whether a shift is open, or a receipt is open, put aside, in doubt or not on paper yet.
func inWork(ctx context.Context, s *store.Store) (bool, error) {
	fn, err := s.LastDrive(ctx)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return false, err
	}
	if _, err := s.OpenShift(ctx, fn); err == nil {
		return true, nil
	} else if !errors.Is(err, store.ErrNone) {
		return false, err
	}
	drafts, err := s.Drafts(ctx)
	if err != nil {
		return false, err
	}
	unsettled, err := s.InState(ctx, sale.Sending, sale.Unknown)
	if err != nil {
		return false, err
	}
	unprinted, err := s.Unprinted(ctx)
	return len(drafts)+len(unsettled)+len(unprinted) > 0, err
}

// errSick says that a new version did not run.
var errSick = errors.New("the new version does not run")

// try starts the new version once: it opens the journal, the settings and everything it needs, sells nothing and ends.
func (u *updating) try(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, u.limit)
	defer stop()
	exe, err := u.place.Program(u.key)
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, exe, "--data", u.p.dir, "update", "--trial")
	c.WaitDelay = time.Second
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %w: %.500s", errSick, err, out)
	}
	return nil
}

// prove is what a new version does on trial: it opens a whole till.
func (p *program) prove(ctx context.Context, cfg config.Config) int {
	if len(cfg.Wanted()) > 0 { // a till that was never set up has nothing to open
		return exitYes
	}
	if _, err := p.openTill(ctx, cfg, true); err != nil {
		return p.fail(err)
	}
	return exitYes
}

// back puts the former version in place. When the new one has changed the form of the journal, the copy from before comes back with it,
// as long as nothing was sold meanwhile; else the former version could not open the journal and the new one stays.
func (u *updating) back(ctx context.Context, why string) error {
	p := u.p
	mark := len(p.closers)
	defer func() { p.closeTo(mark) }()
	if err := p.lockFolder(); err != nil {
		return err
	}
	s, err := u.place.Load()
	if err != nil {
		return err
	}
	if s.Step == update.StepReturned || s.Step == update.StepNone {
		return update.ErrNoFormer
	}
	restore := false
	if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); err == nil {
		now, err := store.FileSchema(ctx, p.dir)
		if err != nil {
			return err
		}
		if restore = now > s.FromSchema; restore {
			before, err := store.Traces(ctx, u.place.JournalCopy())
			if err != nil {
				return err
			}
			after, err := store.Traces(ctx, filepath.Join(p.dir, "journal.db"))
			if err != nil {
				return err
			}
			if after != before {
				return errSold
			}
		}
	}
	if err := u.place.Back(why, time.Now(), u.key); err != nil {
		return err
	}
	if restore {
		if _, err := store.Restore(ctx, p.dir, u.place.JournalCopy(), time.Now()); err != nil {
			return err
		}
	}
	return nil
}
