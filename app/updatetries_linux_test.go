package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"dobro/internal/probe"
	"dobro/internal/update"
	"dobro/ui/updates"
)

// withPackage publishes version 9.0.0, a program that says yes to everything, fetches it and gives what the watch sees of it.
func (c *clinic) withPackage() (*updating, watchOver) {
	c.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		c.Fatal(err)
	}
	out, program := c.TempDir(), filepath.Join(c.TempDir(), update.Program(runtime.GOOS))
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexit 0\n"), 0o755); err != nil {
		c.Fatal(err)
	}
	if err := update.Pack(update.Manifest{Version: "9.0.0", OS: runtime.GOOS, Arch: runtime.GOARCH, Schema: 1}, private, []string{program}, out); err != nil {
		c.Fatal(err)
	}
	c.settings["updates"] = fmt.Sprintf("from = %q\nkey = %q", out, base64.StdEncoding.EncodeToString(public))
	t, _ := c.look()
	u, err := c.p.updating(t.cfg)
	if err != nil {
		c.Fatal(err)
	}
	if found, err := u.check(c.Context()); err != nil || !found {
		c.Fatalf("fetched %v, %v", found, err)
	}
	c.p.close() // the watch opens what it needs itself
	return u, watchOver{c.p, filepath.Join(c.p.dir, openMark)}
}

// windows plays the windows that the watch opens, one after another; the last one is closed by the cashier.
func windows(t *testing.T, w watchOver, each ...func() (int, error)) (opened int) {
	t.Helper()
	if _, err := w.start(t.Context(), func(context.Context, string) (int, error) {
		opened++
		if opened > len(each) {
			return exitYes, nil
		}
		return each[opened-1]()
	}); err != nil {
		t.Fatal(err)
	}
	return opened
}

// closing is a window that closes for an update.
func (c *clinic) closing(u *updating, plan updates.Plan) func() (int, error) {
	return func() (int, error) {
		if _, err := u.begin(plan, time.Now()); err != nil {
			c.Fatal(err)
		}
		what := ""
		if plan == updates.Back {
			what = wantedBack
		}
		return exitYes, os.WriteFile(filepath.Join(c.p.dir, wantedMark), []byte(what), 0o640)
	}
}

func (c *clinic) updateFinding() probe.Finding {
	c.Helper()
	_, list := c.look()
	for _, f := range list {
		if f.Part == "update" {
			return f
		}
	}
	c.Fatal("the doctor says nothing of updates")
	return probe.Finding{}
}

// TestAnUpdateThatAFullDiskStopsIsTriedLater is the night in which a till closed and opened its window every minute.
func TestAnUpdateThatAFullDiskStopsIsTriedLater(t *testing.T) {
	c := newClinic(t)
	u, w := c.withPackage()
	small := filepath.Join(c.p.dir, "updates")
	kept := t.TempDir()
	if err := os.CopyFS(kept, os.DirFS(small)); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=96k"); err != nil { // the package fits, the journal's copy does not
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(small, 0) })
	if err := os.CopyFS(small, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	for n, want := range []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour} {
		if opened := windows(t, w, c.closing(u, updates.Forward)); opened != 2 {
			t.Fatalf("try %d: %d windows, want the one that closed and the one after it", n+1, opened)
		}
		now := time.Now()
		if u.due("9.0.0", now) || u.due("9.0.0", now.Add(want-time.Minute)) || !u.due("9.0.0", now.Add(want+time.Minute)) {
			t.Errorf("after try %d the till does not wait for %v", n+1, want)
		}
		if last, err := u.place.Last(); err != nil || last.Why != stopSpace || last.Times != n+1 {
			t.Errorf("after try %d: %+v, %v", n+1, last, err)
		}
	}
	if f := c.updateFinding(); f.Code != "update.stuck_space" || f.Level != probe.Warn || f.Action == "" {
		t.Errorf("the doctor says %+v", f)
	}
	v, err := updatesDesk{&care{w: &cashier{p: c.p}}}.Look(t.Context())
	if err != nil || v.Stuck == "" || v.Ready != "9.0.0" {
		t.Errorf("the owner's screen: %+v, %v", v, err)
	}
	c.p.close()

	// Where not even the try can be noted, nothing is closed and the wish is told to be in vain.
	if err := os.WriteFile(filepath.Join(small, "filler"), make([]byte, 1<<20), 0o644); err == nil {
		t.Fatal("the small disk is not small")
	}
	c.p.wish.set(updates.Forward)
	c.p.askToClose(t.Context(), u, updates.Forward)
	if _, err := os.Stat(filepath.Join(c.p.dir, wantedMark)); !errors.Is(err, fs.ErrNotExist) || c.p.wish.get() != updates.Nothing || c.p.wish.why() != stopSpace {
		t.Errorf("asked to close over a full disk: %v, plan %v, %q", err, c.p.wish.get(), c.p.wish.why())
	}

	// Room again, and the owner does not want to wait.
	if err := syscall.Mount("tmpfs", small, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	windows(t, w, c.closing(u, updates.Forward))
	s, err := u.place.Load()
	last, lerr := u.place.Last()
	if err != nil || lerr != nil || s.Step != update.StepTrial || s.To != "9.0.0" || last.Times != 0 {
		t.Errorf("with room: %+v, %v; tries %+v, %v", s, err, last, lerr)
	}
}

func TestAVersionThatDiesOnTrialIsTakenBack(t *testing.T) {
	dies := map[string]struct {
		window func(mark string) (int, error)
		starts int // of the version, in one run of the watch
	}{
		"до окна, с кодом 1":         {func(string) (int, error) { return exitFault, nil }, 2},
		"до окна, убита":             {func(string) (int, error) { return -1, nil }, 2},
		"до окна, не запускается":    {func(string) (int, error) { return exitFault, errors.New("exec format error") }, 2},
		"с окном: считает и смотрит": {func(mark string) (int, error) { return -1, os.WriteFile(mark, nil, 0o640) }, 1},
	}
	for name, d := range dies {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t)
			u, w := c.withPackage()
			if err := u.apply(t.Context()); err != nil {
				t.Fatal(err)
			}
			starts, former := 0, 0
			for range 3 {
				_ = os.Remove(w.mark)
				_, err := w.start(t.Context(), func(_ context.Context, program string) (int, error) {
					if !u.place.Holds(program) {
						former++
						return exitYes, nil
					}
					starts++
					return d.window(w.mark)
				})
				if err != nil {
					t.Fatal(err)
				}
				if former > 0 {
					break
				}
				if starts != d.starts && d.starts > 1 {
					t.Fatalf("the watch ended after %d starts", starts)
				}
			}
			s, err := u.place.Load()
			if err != nil || s.Step != update.StepReturned || s.Why != "died" || starts != mostTrialDeaths || former != 1 {
				t.Errorf("%d starts of the new version, %d of the former one: %+v, %v", starts, former, s, err)
			}
			if u.due("9.0.0", time.Now().AddDate(1, 0, 0)) {
				t.Error("the version that died comes again by itself")
			}
		})
	}
}

func TestAVersionThatTheOwnerTookBackStaysAway(t *testing.T) {
	c := newClinic(t)
	u, w := c.withPackage()
	if err := u.apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := u.place.Proved(); err != nil {
		t.Fatal(err)
	}
	windows(t, w, c.closing(u, updates.Back))
	if s, err := u.place.Load(); err != nil || s.Step != update.StepReturned || s.Why != "asked" {
		t.Fatalf("%+v, %v", s, err)
	}
	if u.due("9.0.0", time.Now().AddDate(1, 0, 0)) {
		t.Error("it comes again by itself")
	}
	if _, ready, err := u.ready(); err != nil || !ready {
		t.Errorf("the owner cannot ask for it again: %v", err)
	}
}

func TestWhatStoppedAnExchangeIsNamed(t *testing.T) {
	for want, err := range map[string]error{
		stopSpace: fmt.Errorf("copy: %w", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), stopRights: &fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES},
		stopBusy: errBusy, stopSold: errors.Join(errSick, errSold), stopDamaged: fmt.Errorf("read: %w", update.ErrDamaged), stopFault: errors.New("else"),
	} {
		if got := whatStopped(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
