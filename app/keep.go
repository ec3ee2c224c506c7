package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dobro/internal/store"

	"github.com/gofrs/flock"
)

// errLocked says that a register runs in this folder.
var errLocked = errors.New("the data folder is in use by a running register")

// lockFolder makes this process the one register of the folder, until the program ends.
func (p *program) lockFolder() error {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	l := flock.New(filepath.Join(p.dir, "register.lock"))
	ok, err := l.TryLock()
	if err != nil {
		return fmt.Errorf("lock data folder: %w", err)
	}
	if !ok {
		return errLocked
	}
	p.later(l.Unlock)
	return nil
}

// runVerify walks the hash chain of the journal: `dobro verify`.
func runVerify(ctx context.Context, p *program, args []string) int {
	if len(args) > 0 {
		return p.fail(usage("app.help"))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	count, head, broken, err := s.Verify(ctx)
	if err != nil {
		return p.fail(err)
	}
	if broken != nil {
		fmt.Fprintln(p.out, p.words.T("verify.broken", "seq", broken.Seq, "at", broken.At.In(cfg.Shop.Location).Format(time.DateTime), "kind",
			broken.Kind, "subject", broken.Subject, "why", p.words.T("verify."+broken.Why)))
		return exitNo
	}
	fmt.Fprintln(p.out, p.words.T("verify.sound", "count", count, "head", head))
	return exitYes
}

// runBackup writes a consistent copy while the till goes on: `dobro backup FILE`.
func runBackup(ctx context.Context, p *program, args []string) int {
	if len(args) != 1 {
		return p.fail(usage("app.backup_usage"))
	}
	if _, err := p.settings(); err != nil {
		return p.fail(err)
	}
	if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); err != nil {
		return p.fail(usage("app.no_journal", "dir", p.dir))
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return p.fail(err)
	}
	p.later(s.Close)
	err = s.Backup(ctx, args[0])
	if errors.Is(err, fs.ErrExist) {
		return p.fail(usage("app.exists", "file", args[0]))
	}
	if err != nil {
		return p.fail(err)
	}
	p.say("app.backed_up", "file", args[0])
	return exitYes
}

// runRestore puts a copy in the journal's place and keeps the replaced one aside: `dobro restore FILE`.
func runRestore(ctx context.Context, p *program, args []string) int {
	if len(args) != 1 {
		return p.fail(usage("app.restore_usage"))
	}
	if _, err := p.settings(); err != nil {
		return p.fail(err)
	}
	if err := p.lockFolder(); err != nil {
		return p.fail(err)
	}
	aside, err := store.Restore(ctx, p.dir, args[0], time.Now())
	if errors.Is(err, fs.ErrNotExist) {
		return p.fail(usage("app.no_file", "file", args[0]))
	}
	if err != nil {
		return p.fail(err)
	}
	p.say("app.restored", "file", args[0], "aside", aside)
	return exitYes
}
