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
	out, p = t.TempDir(), Place{Data: t.TempDir(), Install: t.TempDir()}
	files := []string{write(t, filepath.Join(from, name), "new program"), write(t, filepath.Join(from, "lib.dll"), "new library")}
	if err := Pack(manifest("1.3.0"), private, files, out); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(p.Install, name), "old program")
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
	program := filepath.Join(p.Install, Program(runtime.GOOS))
	if read(t, program) != "old program" {
		t.Fatal("the program was touched by fetching")
	}
	if err := p.Swap(m, "1.2.0", 2, time.Now()); err != nil {
		t.Fatal(err)
	}
	if s, err := p.Load(); err != nil || s.Step != StepTrial || read(t, program) != "new program" || read(t, filepath.Join(p.former(), Program(runtime.GOOS))) != "old program" {
		t.Fatalf("after the exchange: %+v, %v", s, err)
	}
	if n, err := p.Died(); n != 1 || err != nil {
		t.Errorf("deaths %d, %v", n, err)
	}
	if err := errors.Join(p.Back("died", time.Now())); err != nil {
		t.Fatal(err)
	}
	if s, err := p.Load(); err != nil || s.Step != StepReturned || s.Why != "died" || read(t, program) != "old program" {
		t.Errorf("after the return: %+v, %v", s, err)
	}
	if n, err := p.Died(); n != 0 || err != nil { // no longer on trial
		t.Errorf("deaths %d, %v", n, err)
	}
}

// TestAnExchangeIsFinishedFromEveryHalf makes by hand what a power cut leaves at each step.
func TestAnExchangeIsFinishedFromEveryHalf(t *testing.T) {
	for name, half := range map[string]func(p Place, program string) error{
		"nothing was exchanged": func(Place, string) error { return nil },
		"the new one lies beside": func(_ Place, program string) error {
			return os.WriteFile(program+".new", []byte("new program"), 0o755)
		},
		"half of the new one lies beside": func(_ Place, program string) error {
			return os.WriteFile(program+".new", []byte("new pr"), 0o755)
		},
		"the program is gone": func(_ Place, program string) error { return os.Remove(program) },
		"one of two is exchanged": func(p Place, program string) error {
			return os.WriteFile(program, []byte("new program"), 0o755)
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, public, p := packed(t)
			m, err := fetchFrom(t, out, public, p)
			if err != nil {
				t.Fatal(err)
			}
			program := filepath.Join(p.Install, Program(runtime.GOOS))
			if err := p.save(State{Step: StepSwapping, From: "1.2.0", To: "1.3.0", Files: m.Files}); err != nil {
				t.Fatal(err)
			}
			if err := half(p, program); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if s, err := p.Settle(); err != nil || s.Step != StepTrial {
					t.Fatalf("%+v, %v", s, err)
				}
			}
			if read(t, program) != "new program" || read(t, filepath.Join(p.Install, "lib.dll")) != "new library" {
				t.Errorf("the program is %q", read(t, program))
			}
		})
	}
}

// A program that is there already must find what it was packed with, even when a kill comes between two files.
func TestWhatTheFormerVersionLacksGoesInFirst(t *testing.T) {
	out, public, p := packed(t)
	m, err := fetchFrom(t, out, public, p)
	if err != nil {
		t.Fatal(err)
	}
	name := Program(runtime.GOOS)
	if m.Files[0].Name != name {
		t.Fatalf("the program is to be the first of %+v", m.Files)
	}
	// The exchange stops at the program, which a folder of that name cannot be exchanged for.
	program := filepath.Join(p.Install, name)
	if err := errors.Join(os.Remove(program), os.MkdirAll(filepath.Join(program, "taken"), 0o755)); err != nil {
		t.Fatal(err)
	}
	s := State{Step: StepSwapping, From: "1.2.0", To: "1.3.0", Files: m.Files, Former: []File{{Name: name}}}
	if err := p.finish(s); err == nil {
		t.Fatal("a program was exchanged for a folder")
	}
	if read(t, filepath.Join(p.Install, "lib.dll")) != "new library" {
		t.Error("the library was to be in place before the program")
	}
}

// A kill between the exchange and the trial has the package put in place once more.
func TestASecondTryKeepsTheFormerVersion(t *testing.T) {
	out, public, p := packed(t)
	m, err := fetchFrom(t, out, public, p)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Swap(m, "1.2.0", 2, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Back("asked", time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(p.Install, Program(runtime.GOOS))); got != "old program" {
		t.Errorf("after the return the program is %q", got)
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
