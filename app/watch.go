package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"dobro/internal/logging"
)

// openMark lies in the data folder while a window is open. One that outlived its window says that the window died.
const openMark = "window.open"

// A till that dies at once, again and again, is not helped by one more start.
const (
	mostCrashes  = 4
	crashesSpan  = time.Minute
	restartPause = time.Second
	farewell     = 30 * time.Second // for a receipt on its way when the computer is shut down
)

// runWatch opens the window in a process of its own and opens it again when that process dies: `dobro watch [--windowed]`. A window that
// was closed ends the watch with its exit code. What was in work when it died is settled by the new window before it sells (DESIGN 6.1).
func runWatch(ctx context.Context, p *program, args []string) int {
	if len(args) > 0 {
		return p.fail(usage("app.help"))
	}
	dir, err := p.dataFolder()
	if err != nil {
		return p.fail(err)
	}
	p.dir = dir
	mark := filepath.Join(dir, openMark)
	over := watchOver{p, mark}
	w := watched{mark: mark, now: time.Now, start: func(ctx context.Context) (int, error) {
		return over.start(ctx, func(ctx context.Context, program string) (int, error) {
			return runChild(ctx, program, childArguments(os.Args[1:]), watchedByEnv+"=1")
		})
	}, pause: func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(restartPause):
			return nil
		}
	}}
	code, err := w.run(ctx)
	if errors.Is(err, errDiesAgain) {
		p.say("watch.gave_up", "dir", filepath.Join(dir, logging.Folder))
		alert(p.words.T("app.title"), p.words.T("watch.gave_up", "dir", filepath.Join(dir, logging.Folder)))
		return exitFault
	}
	if err != nil && ctx.Err() == nil {
		return p.fail(err)
	}
	return code
}

// errDiesAgain is the end of the patience with a window that dies.
var errDiesAgain = errors.New("the window died too often")

// watched is the loop around one window, without processes and clocks.
type watched struct {
	mark  string
	now   func() time.Time
	start func(ctx context.Context) (int, error) // until the window's process has ended
	pause func(ctx context.Context) error
}

// run gives the exit code of the window that was closed in order.
func (w watched) run(ctx context.Context) (int, error) {
	var crashes []time.Time
	for {
		code, err := w.start(ctx)
		if err != nil || ctx.Err() != nil {
			return code, err
		}
		if _, err := os.Stat(w.mark); errors.Is(err, fs.ErrNotExist) {
			return code, nil
		}
		now := w.now()
		crashes = slices.DeleteFunc(append(crashes, now), func(t time.Time) bool { return now.Sub(t) >= crashesSpan })
		if len(crashes) >= mostCrashes {
			return code, errDiesAgain
		}
		if err := w.pause(ctx); err != nil {
			return code, err
		}
	}
}

// childArguments is the same command line without the word that made this process the watching one.
func childArguments(args []string) []string {
	args = slices.Clone(args)
	if i := slices.Index(args, "watch"); i >= 0 {
		args = slices.Delete(args, i, i+1)
	}
	return args
}

func runChild(ctx context.Context, program string, args []string, env ...string) (int, error) {
	c := exec.CommandContext(ctx, program, args...)
	c.Stdin, c.Stdout, c.Stderr, c.Env = os.Stdin, os.Stdout, os.Stderr, append(os.Environ(), env...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = farewell
	err := c.Run()
	var ended *exec.ExitError
	if err == nil || errors.As(err, &ended) {
		return c.ProcessState.ExitCode(), nil
	}
	return exitFault, err
}

// markOpen leaves the mark of an open window; closed takes it away at an orderly end. The folder is locked by this process, so a mark
// that is there already is one of a window that died.
func markOpen(dir string) (died bool, closed func() error, err error) {
	mark := filepath.Join(dir, openMark)
	_, err = os.Stat(mark)
	died = err == nil
	if err := os.WriteFile(mark, nil, 0o640); err != nil {
		return died, nil, err
	}
	return died, func() error { return os.Remove(mark) }, nil
}
