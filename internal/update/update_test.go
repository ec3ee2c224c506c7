package update

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func keys(t testing.TB) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return public, private
}

func write(t testing.TB, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func manifest(version string) Manifest {
	return Manifest{Version: version, OS: runtime.GOOS, Arch: runtime.GOARCH, Schema: 3}
}

// packed makes a package of a program and a library, and a place where an older one is installed.
func packed(t testing.TB) (out string, public ed25519.PublicKey, p Place) {
	t.Helper()
	public, private := keys(t)
	name := Program(runtime.GOOS)
	from := t.TempDir()
	out, p = t.TempDir(), Place{Data: t.TempDir(), Installed: "1.2.0"}
	files := []string{write(t, filepath.Join(from, name), "new program"), write(t, filepath.Join(from, "lib.dll"), "new library")}
	if err := Pack(manifest("1.3.0"), private, files, out); err != nil {
		t.Fatal(err)
	}
	return out, public, p
}

func fetchFrom(t testing.TB, place string, public ed25519.PublicKey, p Place) (Manifest, error) {
	t.Helper()
	s, err := From(place)
	if err != nil {
		t.Fatal(err)
	}
	m, text, err := Look(t.Context(), s, public)
	if err != nil {
		return m, err
	}
	return m, p.Fetch(t.Context(), s, m, text)
}

func TestAPackageFromAFolderComesAndGoes(t *testing.T) {
	out, public, p := packed(t)
	m, err := fetchFrom(t, out, public, p)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok, err := p.Ready(public); err != nil || !ok || got.Version != "1.3.0" {
		t.Fatalf("ready %+v %v %v", got, ok, err)
	}
	if program := p.runs(t, public); program != "" {
		t.Fatalf("fetching alone put %s in place", program)
	}
	if err := p.Swap(m, 2, time.Now()); err != nil {
		t.Fatal(err)
	}
	program := p.runs(t, public)
	if s, err := p.Load(); err != nil || s.Step != StepTrial || read(t, program) != "new program" || !p.Holds(program) || p.Holds("/usr/bin/dobro") {
		t.Fatalf("after the exchange %s runs: %+v, %v", program, s, err)
	}
	if st, err := os.Stat(program); err != nil || runtime.GOOS != "windows" && st.Mode().Perm()&0o111 == 0 {
		t.Errorf("the program cannot be run: %v, %v", st, err)
	}
	if installed, err := InstalledBy(p.Data); err != nil || installed != "1.2.0" {
		t.Errorf("installed is %q, %v", installed, err)
	}
	if n, err := p.Died(); n != 1 || err != nil {
		t.Errorf("deaths %d, %v", n, err)
	}
	if err := p.Back("died", time.Now(), public); err != nil {
		t.Fatal(err)
	}
	if s, err := p.Load(); err != nil || s.Step != StepReturned || s.Why != "died" || !s.Sick("1.3.0") || p.runs(t, public) != "" {
		t.Errorf("after the return: %+v, %v", s, err)
	}
	if n, err := p.Died(); n != 0 || err != nil { // no longer on trial
		t.Errorf("deaths %d, %v", n, err)
	}
	if err := p.Back("asked", time.Now(), public); !errors.Is(err, ErrNoFormer) {
		t.Errorf("a second return: %v", err)
	}
}

// runs is the program of the package in place, "" for the installed one.
func (p Place) runs(t testing.TB, key ed25519.PublicKey) string {
	t.Helper()
	program, err := p.Program(key)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// The owner's set-up brought another version: what was put in place over the former one is over.
func TestAnotherInstalledVersionEndsAnUpdate(t *testing.T) {
	out, public, p := packed(t)
	m, err := fetchFrom(t, out, public, p)
	if err == nil {
		err = p.Swap(m, 2, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Installed = "1.4.0"
	if s, err := p.Load(); err != nil || s.Version() != "1.4.0" || p.runs(t, public) != "" {
		t.Errorf("%+v, %v", s, err)
	}
}

// A program that somebody changed where it lies is not run, however it came to run before.
func TestASpoiltProgramIsNotRun(t *testing.T) {
	out, public, p := packed(t)
	m, err := fetchFrom(t, out, public, p)
	if err == nil {
		err = p.Swap(m, 2, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	write(t, p.runs(t, public), "bad program")
	if program, err := p.Program(public); !errors.Is(err, ErrDamaged) {
		t.Errorf("%q, %v", program, err)
	}
	write(t, filepath.Join(p.folder(), stateFile), `{"step":"tri`)
	if s, err := p.Load(); err == nil || s.Version() != "1.2.0" {
		t.Errorf("half a state is %+v, %v", s, err)
	}
}

// Two updates after one another: the way back leads to the first.
func TestTheWayBackLeadsToTheUpdateBefore(t *testing.T) {
	public, private := keys(t)
	p, name := Place{Data: t.TempDir(), Installed: "1.2.0"}, Program(runtime.GOOS)
	for i, version := range []string{"1.3.0", "1.4.0"} {
		out := t.TempDir()
		m := manifest(version)
		m.Schema = 3 + i
		if err := Pack(m, private, []string{write(t, filepath.Join(t.TempDir(), name), version)}, out); err != nil {
			t.Fatal(err)
		}
		m, err := fetchFrom(t, out, public, p)
		for range 2 { // a kill between the exchange and the trial has it put in place once more
			err = errors.Join(err, p.Swap(m, 2, time.Now()))
		}
		if err = errors.Join(err, p.Proved()); err != nil {
			t.Fatal(err)
		}
		if got := read(t, p.runs(t, public)); got != version {
			t.Fatalf("%s runs, want %s", got, version)
		}
	}
	s, err := p.Load()
	if err != nil || s.From != "1.3.0" || s.FromSchema != 3 || s.ToSchema != 4 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := p.Back("asked", time.Now(), public); err != nil {
		t.Fatal(err)
	}
	if got := read(t, p.runs(t, public)); got != "1.3.0" {
		t.Errorf("after the return %s runs", got)
	}
}

func TestWhatIsNotTheOwnersIsRefused(t *testing.T) {
	_, stranger := keys(t)
	for name, tt := range map[string]struct {
		spoil func(out string, m *Manifest) error
		want  error
	}{
		"signed by a stranger": {func(out string, m *Manifest) error {
			text, err := Sign(*m, stranger)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(out, EnvelopeName(runtime.GOOS, runtime.GOARCH)), text, 0o644)
		}, ErrSignature},
		"no JSON": {func(out string, _ *Manifest) error {
			return os.WriteFile(filepath.Join(out, EnvelopeName(runtime.GOOS, runtime.GOARCH)), []byte("<html>"), 0o644)
		}, ErrSignature},
		"without end": {func(out string, _ *Manifest) error {
			return os.WriteFile(filepath.Join(out, EnvelopeName(runtime.GOOS, runtime.GOARCH)), []byte(strings.Repeat(" ", mostManifest+1)), 0o644)
		}, ErrManifest},
		"a file with other bytes": {func(out string, _ *Manifest) error {
			return os.WriteFile(filepath.Join(out, "1.3.0", "lib.dll"), []byte("bad library"), 0o644)
		}, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			out, public, p := packed(t)
			m := manifest("1.3.0")
			f, err := Describe(filepath.Join(out, "1.3.0", Program(runtime.GOOS)))
			if err != nil {
				t.Fatal(err)
			}
			m.Files = []File{f}
			if err := tt.spoil(out, &m); err != nil {
				t.Fatal(err)
			}
			if _, err := fetchFrom(t, out, public, p); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if _, ok, err := p.Ready(public); ok || err != nil {
				t.Errorf("ready %v, %v", ok, err)
			}
		})
	}
}

func TestManifestsThatMakeNoSense(t *testing.T) {
	_, private := keys(t)
	sum := strings.Repeat("0f", 32)
	good := File{Program(runtime.GOOS), 5, sum}
	for name, m := range map[string]Manifest{
		"no files":            manifest("1.0.0"),
		"no program":          {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{{"lib", 1, sum}}},
		"a way out":           {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{good, {"../lib", 1, sum}}},
		"a whole path":        {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{good, {`C:\lib`, 1, sum}}},
		"hidden":              {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{good, {".lib", 1, sum}}},
		"twice":               {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{good, good}},
		"too large":           {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{good, {"lib", mostBytes + 1, sum}}},
		"no hash":             {Version: "1.0.0", OS: runtime.GOOS, Schema: 1, Files: []File{{good.Name, 5, "00"}}},
		"no version":          {Version: "newest", OS: runtime.GOOS, Schema: 1, Files: []File{good}},
		"version with a path": {Version: "1.0.0/..", OS: runtime.GOOS, Schema: 1, Files: []File{good}},
	} {
		if _, err := Sign(m, private); !errors.Is(err, ErrManifest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVersionsAreNumbersNotTexts(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{{"1.2.3", "1.2.2", true}, {"1.10.0", "1.9.9", true}, {"1.2.3", "1.2.3", false}, {"1.2.3", "1.2.3.1", false}, {"1.2.3.1", "1.2.3", true}, {"01.2.3", "0.0.1", false}, {"x", "0.0.1", false}} {
		if got := Newer(tt.a, tt.b); got != tt.want {
			t.Errorf("Newer(%s, %s) = %v", tt.a, tt.b, got)
		}
	}
}

func TestOnlyFoldersAndHTTPSAreSources(t *testing.T) {
	for place, want := range map[string]bool{"https://example.ru/x": true, "http://127.0.0.1:80/x": true, "http://example.ru/x": false, "ftp://example.ru": false,
		"relative": false, "": false, t.TempDir(): true} {
		if _, err := From(place); (err == nil) != want {
			t.Errorf("%q: %v", place, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("http://example.invalid/", http.StatusFound))
	defer s.Close()
	from, err := From(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := from.Open(context.Background(), "x", 0); err == nil || !strings.Contains(err.Error(), "302") {
		t.Errorf("%v", err)
	}
}

func FuzzOpen(f *testing.F) {
	public, private := keys(f)
	m := manifest("1.0.0")
	m.Files = []File{{Program(runtime.GOOS), 5, strings.Repeat("0f", 32)}}
	good, err := Sign(m, private)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	f.Add("{}")
	f.Add(`{"manifest":"e30=","signature":""}`)
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := Open([]byte(text), public); err == nil && got.Version != "1.0.0" {
			t.Errorf("%q is opened as %+v", text, got)
		}
	})
}
