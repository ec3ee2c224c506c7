package main

import (
	"context"
	"errors"
	"flag"
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

// lockName is the file whose lock says that a register runs in the folder.
const lockName = "register.lock"

// lockFolder makes this process the one register of the folder, until the program ends. It may be called again.
func (p *program) lockFolder() error {
	if p.locked {
		return nil
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	l := flock.New(filepath.Join(p.dir, lockName))
	ok, err := l.TryLock()
	if err != nil {
		return fmt.Errorf("lock data folder: %w", err)
	}
	if !ok {
		return errLocked
	}
	p.locked = true
	p.later(func() error { p.locked = false; return l.Unlock() })
	return nil
}

// runVerify proves the journal: the hash chain, and every row by its records: `dobro verify`. With --seal it also says what the code on
// a Z-report covers; a code that this journal never made is a no: the journal is another one, or was written anew.
func runVerify(ctx context.Context, p *program, args []string) int {
	code := ""
	rest, err := flags("verify", args, func(f *flag.FlagSet) { f.StringVar(&code, "seal", "", "") })
	if err != nil {
		return p.fail(err)
	}
	if len(rest) > 0 {
		return p.fail(usage("app.help"))
	}
	if code != "" && store.NormalCode(code) == "" {
		return p.fail(usage("verify.bad_code", "value", code))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	b := newBar(p.errw, func(done, of int) string { return p.words.T("verify.progress", "done", done, "of", of) })
	count, head, broken, err := s.VerifyTelling(ctx, func(done, of int64) { b.show(int(done), int(of)) })
	b.clear()
	if err != nil {
		return p.fail(err)
	}
	if broken != nil {
		p.tellBroken(broken, cfg.Shop.Location)
		return exitNo
	}
	fmt.Fprintln(p.out, p.words.T("verify.sound", "count", count, "head", head))
	if code != "" {
		return p.tellSeal(ctx, s, code, cfg.Shop.Location)
	}
	seals, err := s.Seals(ctx, time.Time{}, time.Now().AddDate(1, 0, 0))
	if err != nil {
		return p.fail(err)
	}
	if n := len(seals); n > 0 {
		fmt.Fprintln(p.out, p.words.T("verify.last_seal", "code", seals[n-1].Code, "at", seals[n-1].At.In(cfg.Shop.Location).Format(time.DateTime)))
	}
	return exitYes
}

// tellSeal says what lies under the code of a Z-report.
func (p *program) tellSeal(ctx context.Context, s *store.Store, code string, zone *time.Location) int {
	seal, err := s.SealOf(ctx, code)
	switch {
	case errors.Is(err, store.ErrNone):
		fmt.Fprintln(p.out, p.words.T("verify.no_seal", "code", store.NormalCode(code)))
		return exitNo
	case err != nil:
		return p.fail(err)
	}
	fmt.Fprintln(p.out, p.words.T("verify.seal_holds", "code", seal.Code, "count", seal.Seq, "at", seal.At.In(zone).Format(time.DateTime)))
	return exitYes
}

// tellBroken names what was touched: which, when and what.
func (p *program) tellBroken(b *store.Broken, zone *time.Location) {
	if b.Why == "sums" {
		fmt.Fprintln(p.out, p.words.T("verify.sums", "table", b.Place, "was", b.Was, "is", b.Is))
		return
	}
	if b.Seq == 0 {
		fmt.Fprintln(p.out, p.words.T("verify.no_record", "kind", b.Kind, "subject", b.Subject))
	} else {
		fmt.Fprintln(p.out, p.words.T("verify.broken", "seq", b.Seq, "at", b.At.In(zone).Format(time.DateTime), "kind", b.Kind, "subject", b.Subject,
			"why", p.words.T("verify."+b.Why)))
	}
	if b.Place != "" {
		fmt.Fprintln(p.out, p.words.T("verify.place", "place", b.Place, "was", b.Was, "is", b.Is))
	}
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

// runRestore puts a copy in the journal's place and keeps the replaced one aside: `dobro restore FILE`; with --check it only tries the
// copy.
func runRestore(ctx context.Context, p *program, args []string) int {
	check := false
	files, err := flags("restore", args, func(f *flag.FlagSet) { f.BoolVar(&check, "check", false, "") })
	if err != nil {
		return p.fail(err)
	}
	if len(files) != 1 {
		return p.fail(usage("restore.usage"))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	if check {
		return p.tryCopy(ctx, files[0], cfg.Shop.Location)
	}
	if err := p.lockFolder(); err != nil {
		return p.fail(err)
	}
	aside, err := store.Restore(ctx, p.dir, files[0], time.Now())
	if errors.Is(err, fs.ErrNotExist) {
		return p.fail(usage("app.no_file", "file", files[0]))
	}
	if err != nil {
		return p.fail(err)
	}
	p.say("app.restored", "file", files[0], "aside", aside)
	return exitYes
}

// tryCopy says whether a copy could be restored and what it holds; a copy that could not is an answer, exit code 3.
func (p *program) tryCopy(ctx context.Context, file string, zone *time.Location) int {
	c, err := store.Inspect(ctx, file)
	if errors.Is(err, fs.ErrNotExist) {
		return p.fail(usage("app.no_file", "file", file))
	}
	for _, bad := range []struct {
		err error
		why string
	}{{store.ErrTorn, p.words.T("restore.torn")}, {store.ErrForeign, p.words.T("restore.foreign")}, {store.ErrNewer, p.words.T("restore.newer")}} {
		if errors.Is(err, bad.err) {
			fmt.Fprintln(p.out, p.words.T("restore.not_sound", "file", file, "why", bad.why))
			return exitNo
		}
	}
	if err != nil {
		return p.fail(err)
	}
	if c.Broken != nil {
		p.tellBroken(c.Broken, zone)
		return exitNo
	}
	last := ""
	if !c.Last.IsZero() {
		last = c.Last.In(zone).Format(time.DateTime)
	}
	fmt.Fprintln(p.out, p.words.T("restore.sound", "file", file, "count", c.Records, "at", last, "receipts", c.Receipts))
	return exitYes
}
