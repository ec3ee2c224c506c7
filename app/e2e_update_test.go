//go:build e2e

package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dobro/internal/update"
)

// shopWithUpdates is a till installed in a folder of its own, with a web server that publishes new versions.
type shopWithUpdates struct {
	*outside
	install, published, keys string
	public                   string
	cut                      atomic.Int64 // connections that are still cut off in the middle
	ranges                   atomic.Int64 // requests that went on in the middle
}

func withUpdates(t *testing.T) *shopWithUpdates {
	t.Helper()
	u := &shopWithUpdates{outside: begin(t, ""), install: t.TempDir(), published: t.TempDir(), keys: t.TempDir()}
	u.furnish()
	built := u.exe
	u.exe = filepath.Join(u.install, update.Program(runtime.GOOS))
	u.put(built, u.exe)
	u.public = strings.TrimSpace(u.want(exitYes, "", "pack", "--key", filepath.Join(u.keys, "owner.key"), "--new"))
	server := httptest.NewServer(http.HandlerFunc(u.serve))
	t.Cleanup(server.Close)
	u.want(exitYes, "", "settings", "set", "updates.from", server.URL)
	u.want(exitYes, "", "settings", "set", "updates.key", u.public)
	return u
}

func (u *shopWithUpdates) put(from, to string) {
	u.t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		u.t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o755); err != nil {
		u.t.Fatal(err)
	}
}

// serve publishes the folder; a connection may be cut off in the middle of a file.
func (u *shopWithUpdates) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Range") != "" {
		u.ranges.Add(1)
	}
	name := filepath.Join(u.published, filepath.FromSlash(r.URL.Path))
	if u.cut.Load() > 0 && !strings.HasSuffix(name, ".json") {
		u.cut.Add(-1)
		f, err := os.Open(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer f.Close()
		st, _ := f.Stat()
		w.Header().Set("Content-Length", fmt.Sprint(st.Size()))
		io.CopyN(w, f, st.Size()/2)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	http.ServeFile(w, r, name)
}

// script is a version of the program: a script that tells its version and leaves all else to the program that was built, which lies
// beside it in the package, or does what ends it.
func (u *shopWithUpdates) script(version, otherwise string) string {
	u.t.Helper()
	file := filepath.Join(u.t.TempDir(), update.Program(runtime.GOOS))
	text := fmt.Sprintf("#!/bin/sh\nfor a in \"$@\"; do [ \"$a\" != version ] || { echo dobro %s; exit 0; }; done\n%s\n", version, otherwise)
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		u.t.Fatal(err)
	}
	return file
}

// publish signs a version and lays it out.
func (u *shopWithUpdates) publish(version, file string, more ...string) {
	u.t.Helper()
	if err := os.RemoveAll(u.published); err != nil {
		u.t.Fatal(err)
	}
	args := append([]string{"--data", u.dir, "pack", "--key", filepath.Join(u.keys, "owner.key"), "--version", version, "--out", u.published}, more...)
	beside := filepath.Join(u.keys, "dobro-beside")
	if _, err := os.Stat(beside); err != nil {
		u.put(os.Getenv("DOBRO"), beside)
	}
	if out, err := exec.Command(os.Getenv("DOBRO"), append(args, file, beside)...).CombinedOutput(); err != nil {
		u.t.Fatalf("pack: %v: %s", err, out)
	}
}

func (u *shopWithUpdates) version() string {
	u.t.Helper()
	return strings.TrimSpace(strings.TrimPrefix(u.want(exitYes, "", "version"), "dobro "))
}

func (u *shopWithUpdates) runs(version string) {
	u.t.Helper()
	if got := u.version(); got != version {
		u.t.Fatalf("version %s runs, want %s", got, version)
	}
}

// well is what a version does that runs.
func (u *shopWithUpdates) well() string { return `exec "$(dirname "$0")/dobro-beside" "$@"` }

func TestAnUpdateComesAndGoesBack(t *testing.T) {
	t.Parallel()
	u := withUpdates(t)
	u.runs("0.1.0")
	u.want(exitNo, "", "update", "--back")
	u.publish("0.2.0", u.script("0.2.0", u.well()))
	u.cut.Store(2)
	for range 2 { // a connection that breaks: what came stays
		u.want(exitFault, "", "update", "--check")
	}
	u.want(exitYes, "", "update", "--check")
	if u.ranges.Load() == 0 {
		t.Error("the download began anew after it was cut off")
	}
	u.runs("0.1.0") // fetched, not applied

	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("open_shift")+"\n", "replay", "-")
	u.want(exitNo, "", "update", "--apply") // the shift is open
	u.runs("0.1.0")
	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("scan", "raw", newShelf(t, 1).barcode())+"\n"+do("hold")+"\n"+do("close_shift")+"\n", "replay", "-")
	u.want(exitNo, "", "update", "--apply") // a receipt is put aside
	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("resume", "receipt", "last")+"\n"+do("cancel")+"\n", "replay", "-")
	k := u.talk()
	k.say(do("login", "pin", "1111"))
	k.until("user")
	u.want(exitNo, "", "update", "--apply") // a till runs
	k.end()

	before := u.journal()
	u.want(exitYes, "", "update", "--apply")
	u.runs("0.2.0")
	if after := u.journal(); len(after.Receipts) != len(before.Receipts) || len(after.Shifts) != len(before.Shifts) {
		t.Errorf("the journal had %d receipts and has %d", len(before.Receipts), len(after.Receipts))
	}
	u.want(exitYes, "", "update", "--back")
	u.runs("0.1.0")
	u.want(exitYes, "", "verify")
	u.want(exitNo, "", "update", "--back")
	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("open_shift")+"\n"+do("close_shift")+"\n", "replay", "-")
}

func TestAnUpdateThatIsNotTheOwnersChangesNothing(t *testing.T) {
	t.Parallel()
	u := withUpdates(t)
	good := u.script("0.2.0", u.well())
	refuse := func(what string, code int, args ...string) {
		t.Helper()
		before, err := os.ReadDir(u.install)
		if err != nil {
			t.Fatal(err)
		}
		_, errs, got := u.run("", args...)
		if got != code || code != exitYes && strings.TrimSpace(errs) == "" {
			t.Errorf("%s: exit code %d, want %d: %s", what, got, code, errs)
		}
		if out, _, code := u.run("", "update", "--apply"); code == exitYes {
			t.Errorf("%s: applied: %s", what, out)
		}
		after, err := os.ReadDir(u.install)
		if err != nil {
			t.Fatal(err)
		}
		if len(before) != len(after) {
			t.Errorf("%s: the program's folder holds %v, before %v", what, after, before)
		}
		u.runs("0.1.0")
	}
	change := func(name string, f func(string) string) {
		t.Helper()
		file := filepath.Join(u.published, filepath.FromSlash(name))
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(f(string(b))), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	envelope := update.EnvelopeName(runtime.GOOS, runtime.GOARCH)

	u.publish("0.2.0", good)
	change("0.2.0/dobro", func(s string) string { return strings.Replace(s, "0.2.0", "6.6.6", 1) })
	refuse("another file of the same length", exitFault, "update", "--check")
	u.publish("0.2.0", good)
	change("0.2.0/dobro", func(s string) string { return s + "rm -rf /\n" })
	refuse("a longer file", exitFault, "update", "--check")
	u.publish("0.2.0", good)
	change(envelope, func(s string) string { return strings.Replace(s, "A", "B", 1) })
	refuse("another manifest", exitFault, "update", "--check")
	u.publish("0.2.0", good)
	change(envelope, func(string) string { return strings.Repeat("{", 3<<20) })
	refuse("a manifest without end", exitFault, "update", "--check")

	u.publish("0.2.0", good, "--os", "plan9")
	if err := os.Rename(filepath.Join(u.published, update.EnvelopeName("plan9", runtime.GOARCH)), filepath.Join(u.published, envelope)); err != nil {
		t.Fatal(err)
	}
	refuse("another system", exitFault, "update", "--check")

	stranger := strings.TrimSpace(u.want(exitYes, "", "pack", "--key", filepath.Join(u.keys, "stranger.key"), "--new"))
	u.publish("0.2.0", good)
	u.want(exitYes, "", "settings", "set", "updates.key", stranger)
	refuse("another key", exitFault, "update", "--check")
	u.want(exitYes, "", "settings", "set", "updates.key", "")
	refuse("no key", exitUsage, "update", "--check")
	u.want(exitYes, "", "settings", "set", "updates.key", u.public)

	u.publish("0.0.9", u.script("0.0.9", u.well()))
	u.want(exitYes, "", "update", "--check")
	refuse("an older version", exitYes, "update", "--check")

	// Fetched well, spoilt where it lies ready.
	u.publish("0.2.0", good)
	u.want(exitYes, "", "update", "--check")
	ready := filepath.Join(u.dir, "updates", "0.2.0", "dobro")
	if err := os.WriteFile(ready, []byte("#!/bin/sh\nexit 0\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	refuse("spoilt after it was fetched", exitFault, "update")

	// An older one on request.
	u.publish("0.0.9", u.script("0.0.9", u.well()))
	u.want(exitYes, "", "update", "--check", "--older")
	u.want(exitYes, "", "update", "--apply", "--older")
	u.runs("0.0.9")
}

func TestASickVersionGoesBackByItself(t *testing.T) {
	t.Parallel()
	u := withUpdates(t)
	u.want(exitYes, do("login", "pin", "1111")+"\n"+do("open_shift")+"\n"+do("close_shift")+"\n", "replay", "-")
	before := u.journal()
	for name, ends := range map[string]string{"it ends at once": "exit 1", "it is no program": "kill -9 $$"} {
		u.publish("0.3.0", u.script("0.3.0", ends))
		u.want(exitYes, "", "update", "--check", "--older")
		_, errs, code := u.run("", "update", "--apply", "--older")
		if code != exitFault || !strings.Contains(errs, catalogue(t, "ru").T("update.sick")) {
			t.Errorf("%s: exit code %d: %s", name, code, errs)
		}
		u.runs("0.1.0")
	}
	// One that brings the journal to a form which the former version cannot read, and then dies: the copy comes back.
	newer := fmt.Sprintf("python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(\"pragma user_version=999\"); c.commit()' %q; exit 1", filepath.Join(u.dir, "journal.db"))
	u.publish("0.4.0", u.script("0.4.0", newer))
	u.want(exitYes, "", "update", "--check")
	u.want(exitFault, "", "update", "--apply")
	u.runs("0.1.0")
	if after := u.journal(); len(after.Shifts) != len(before.Shifts) {
		t.Errorf("%d shifts after, %d before", len(after.Shifts), len(before.Shifts))
	}
	u.want(exitYes, "", "verify")
	// It is not tried again by itself.
	if out := u.want(exitYes, "", "update", "--check"); !strings.Contains(out, "0.4.0") || !strings.Contains(out, catalogue(t, "ru").T("update.why.sick")) {
		t.Errorf("said %q", out)
	}
}

// TestAnUpdateSurvivesKillsAtEveryStep kills the exchange at random moments: the program can always be started, in one version or the other,
// and the next try finishes.
func TestAnUpdateSurvivesKillsAtEveryStep(t *testing.T) {
	t.Parallel()
	u := withUpdates(t)
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 2))
	t.Logf("seed %d", seed)
	u.publish("0.2.0", u.script("0.2.0", u.well()))
	kill := func(args ...string) {
		t.Helper()
		cmd := exec.Command(u.exe, append([]string{"--data", u.dir}, args...)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Duration(rnd.IntN(600)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if v := u.version(); v != "0.1.0" && v != "0.2.0" {
			t.Fatalf("version %q runs after a kill", v)
		}
	}
	for range 3 {
		kill("update", "--check")
	}
	u.want(exitYes, "", "update", "--check")
	for range 8 {
		kill("update", "--apply")
	}
	if u.version() == "0.1.0" {
		u.want(exitYes, "", "update", "--apply")
	} else {
		u.want(exitYes, "", "update")
	}
	u.runs("0.2.0")
	for range 4 {
		kill("update", "--back")
	}
	u.want(exitYes, "", "update")
	u.run("", "update", "--back")
	u.runs("0.1.0")
	u.want(exitYes, "", "verify")
}
