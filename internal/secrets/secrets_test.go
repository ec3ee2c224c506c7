package secrets

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func store(t *testing.T, dir string, env map[string]string) *Store {
	t.Helper()
	s, err := Open(Params{Dir: dir, Env: func(n string) (string, bool) { v, ok := env[n]; return v, ok }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(t *testing.T, s *Store, n Name) string {
	t.Helper()
	v, err := s.Get(n)
	if err != nil {
		t.Fatalf("get %s: %v", n, err)
	}
	return v.Reveal()
}

func TestSecretMasksItselfHoweverItIsPrinted(t *testing.T) {
	const plain = "4f1e7a90-plain"
	s := Secret(plain)
	var said strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%08.3f", "%t", "%c", "%U", "%e"} {
		fmt.Fprintf(&said, verb+"\n", s)
		fmt.Fprintf(&said, verb+"\n", struct{ Token Secret }{s})
		fmt.Fprintf(&said, verb+"\n", []Secret{s})
		fmt.Fprintf(&said, verb+"\n", map[Name]Secret{LMPassword: s})
	}
	b, err := json.Marshal(map[string]any{"a": s, "b": &s, "c": []Secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	said.Write(b)
	slog.New(slog.NewTextHandler(&said, nil)).Info("x", "token", s)
	fmt.Fprint(&said, errors.New("wrapped: "+s.String()))
	for _, leak := range []string{plain, fmt.Sprintf("%x", plain), fmt.Sprintf("%X", plain), "4f1e"} {
		if strings.Contains(said.String(), leak) {
			t.Errorf("%q was printed in:\n%s", leak, said.String())
		}
	}
	if Secret("").String() != "" || s.Reveal() != plain {
		t.Errorf("empty secret prints %q, revealed %q", Secret(""), s.Reveal())
	}
}

func TestSecretsSurviveARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Касса #1")
	for _, n := range Names {
		if v := get(t, store(t, dir, nil), n); v != "" {
			t.Errorf("%s before anything was set: %q", n, v)
		}
		if err := store(t, dir, nil).Set(n, Secret("value of "+n)); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range Names {
		if v := get(t, store(t, dir, nil), n); v != "value of "+string(n) {
			t.Errorf("%s: %q", n, v)
		}
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		b, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		if strings.Contains(string(b), "value of") {
			t.Errorf("%s holds a secret in the open", e.Name())
		}
		if i, _ := e.Info(); runtime.GOOS != "windows" && i.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others: %v", e.Name(), i.Mode())
		}
	}
	if len(entries) != 2 {
		t.Errorf("%d files, want the sealed one and its key", len(entries))
	}
	if err := store(t, dir, nil).Set(LMPassword, ""); err != nil || get(t, store(t, dir, nil), LMPassword) != "" {
		t.Errorf("the password was not forgotten: %v", err)
	}
	if v := get(t, store(t, dir, nil), TSPIoTToken); v == "" {
		t.Error("forgetting one forgot another")
	}
}

func TestTheEnvironmentComesFirst(t *testing.T) {
	dir := t.TempDir()
	s := store(t, dir, map[string]string{"DOBRO_LM_PASSWORD": "from outside", "DOBRO_TSPIOT_TOKEN": ""})
	for _, n := range []Name{LMPassword, TSPIoTToken} {
		if err := s.Set(n, "from the file"); err != nil {
			t.Fatal(err)
		}
	}
	if v := get(t, s, LMPassword); v != "from outside" || !s.FromEnv(LMPassword) {
		t.Errorf("password %q, from the environment %v", v, s.FromEnv(LMPassword))
	}
	if v := get(t, s, TSPIoTToken); v != "from the file" || s.FromEnv(TSPIoTToken) {
		t.Errorf("an empty variable counts: %q", v)
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(sealed, key string) error
	}{
		{"the key is gone", func(_, key string) error { return os.Remove(key) }},
		{"the key is another", func(_, key string) error { return os.WriteFile(key, make([]byte, 32), 0o600) }},
		{"the key is cut short", func(_, key string) error { return os.Truncate(key, 7) }},
		{"the sealed file is rubbish", func(sealed, _ string) error { return os.WriteFile(sealed, []byte("{"), 0o600) }},
		{"the sealed file comes from a newer program", func(sealed, _ string) error {
			return os.WriteFile(sealed, []byte(`{"version":2}`), 0o600)
		}},
		{"two secrets changed places", func(sealed, _ string) error {
			var f sealedFile
			b, err := os.ReadFile(sealed)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(b, &f); err != nil {
				return err
			}
			f.Secrets[LMPassword], f.Secrets[TrueAPIToken] = f.Secrets[TrueAPIToken], f.Secrets[LMPassword]
			b, _ = json.Marshal(f)
			return os.WriteFile(sealed, b, 0o600)
		}},
		{"one byte was changed", func(sealed, _ string) error {
			var f sealedFile
			b, err := os.ReadFile(sealed)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(b, &f); err != nil {
				return err
			}
			f.Secrets[LMPassword][20] ^= 1
			b, _ = json.Marshal(f)
			return os.WriteFile(sealed, b, 0o600)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s := store(t, dir, nil)
			for _, n := range Names {
				if err := s.Set(n, "old"); err != nil {
					t.Fatal(err)
				}
			}
			if err := tt.spoil(filepath.Join(dir, sealedName), filepath.Join(dir, keyName)); err != nil {
				t.Fatal(err)
			}
			if v, err := s.Get(LMPassword); !errors.Is(err, ErrSealed) || v != "" {
				t.Fatalf("got %q, %v; want %v", v.Reveal(), err, ErrSealed)
			}
			if err := s.Set(LMPassword, "new"); err != nil {
				t.Fatalf("enter it again: %v", err)
			}
			if v := get(t, s, LMPassword); v != "new" {
				t.Errorf("after entering it again: %q", v)
			}
		})
	}
}

func TestSeenIsToldEverySecret(t *testing.T) {
	var seen []string
	s, err := Open(Params{Dir: t.TempDir(), Env: func(string) (string, bool) { return "", false }, Seen: func(v Secret) { seen = append(seen, v.Reveal()) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set(LMPassword, "a"); err != nil {
		t.Fatal(err)
	}
	get(t, s, LMPassword)
	if strings.Join(seen, " ") != "a a" {
		t.Errorf("seen %v", seen)
	}
}

func TestRefusals(t *testing.T) {
	s := store(t, t.TempDir(), nil)
	if _, err := s.Get("pin"); !errors.Is(err, ErrUnknown) {
		t.Errorf("unknown name: %v", err)
	}
	if err := s.Set("pin", "1"); !errors.Is(err, ErrUnknown) {
		t.Errorf("unknown name: %v", err)
	}
	if err := s.Set(LMPassword, Secret(strings.Repeat("x", MaxLength+1))); !errors.Is(err, ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
	if _, err := Open(Params{}); err == nil {
		t.Error("a store without a folder was opened")
	}
}
