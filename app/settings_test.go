package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dobro/internal/config"
	"dobro/internal/secrets"
)

func TestEverySettingHasWords(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		words := catalogue(t, code)
		for _, k := range config.Keys(policyTable()) {
			for _, key := range []string{"setting." + k.Name, "setting." + k.Name + ".help", "setting.group." + k.Table} {
				if !words.Has(key) {
					t.Errorf("%s: no %q: the settings screen shows this key", code, key)
				}
			}
			for _, v := range k.Choices {
				if !words.Has("setting.is."+v) && !words.Has("setting."+k.Name+".is."+v) {
					t.Errorf("%s: no word for %s = %s", code, k.Name, v)
				}
			}
		}
		for _, n := range secrets.Names {
			if !words.Has("setting.secret."+string(n)) || !words.Has("setting.secret."+string(n)+".help") {
				t.Errorf("%s: no words for the secret %s", code, n)
			}
		}
	}
}

// command runs one command line in this process, in a folder.
func inFolder(t *testing.T, dir, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), append([]string{"--data", dir}, args...), strings.NewReader(stdin), &o, &e)
	return o.String(), e.String(), code
}

func TestSettingsCommandKeepsRemarksRecordsChangesAndShowsNoSecret(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, config.FileName)
	const text = "# у входа\n[shop]\nname = \"Ромашка\" # вывеска\ninn = \"7700000009\"\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	const secret = "planted-token-0123456789abcdef"
	for _, c := range []struct {
		stdin string
		args  []string
		code  int
	}{
		{"", []string{"settings", "set", "scanner.baud", "115200"}, exitYes},
		{"", []string{"settings", "set", "shop.name", "Василёк"}, exitYes},
		{"", []string{"settings", "set", "shop.inn", "7700000008"}, exitUsage},
		{"", []string{"settings", "set", "no.such", "1"}, exitUsage},
		{secret + "\n", []string{"settings", "secret", "trueapi_token"}, exitYes},
		{"", []string{"settings", "secret", "colour"}, exitUsage},
		{"", []string{"settings", "export"}, exitUsage},
	} {
		if out, errs, code := inFolder(t, dir, c.stdin, c.args...); code != c.code {
			t.Errorf("%v: exit code %d, want %d\n%s%s", c.args, code, c.code, out, errs)
		}
	}
	b, err := os.ReadFile(file)
	if want := "# у входа\n[shop]\nname = \"Василёк\" # вывеска\ninn = \"7700000009\"\n\n[scanner]\nbaud = 115200\n"; err != nil || string(b) != want {
		t.Errorf("the file is %q, want %q (%v)", b, want, err)
	}
	out, _, _ := inFolder(t, dir, "", "settings", "changes")
	for _, want := range []string{"\tscanner.baud\t9600\t115200\n", "\tshop.name\tРомашка\tВасилёк\n", "\tsecret.trueapi_token\t\t***\n", "\tshop.name\t\tРомашка\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("the journal lacks %q:\n%s", want, out)
		}
	}
	if _, _, code := inFolder(t, dir, "", "verify"); code != exitYes {
		t.Errorf("verify says %d", code)
	}

	// Exported and imported elsewhere: everything but the secret goes along.
	away := filepath.Join(t.TempDir(), "chain.toml")
	if _, errs, code := inFolder(t, dir, "", "settings", "export", away); code != exitYes {
		t.Fatalf("export: %d %s", code, errs)
	}
	other := t.TempDir()
	if _, errs, code := inFolder(t, other, "", "settings", "import", away); code != exitYes {
		t.Fatalf("import: %d %s", code, errs)
	}
	list, _, _ := inFolder(t, other, "", "settings", "list")
	if !strings.Contains(list, "scanner.baud\t115200\t") || !strings.Contains(list, "shop.name\tВасилёк\t") || !strings.Contains(list, "secret.trueapi_token\t\t") {
		t.Errorf("imported settings are\n%s", list)
	}
	list, _, _ = inFolder(t, dir, "", "settings", "list")
	for _, s := range []string{out, list} {
		if strings.Contains(s, secret) {
			t.Errorf("the secret is shown: %s", s)
		}
	}
	for _, file := range everyFile(t, dir) {
		if b, err := os.ReadFile(file); err != nil || bytes.Contains(b, []byte(secret)) {
			t.Errorf("the secret stands in %s (%v)", file, err)
		}
	}
}

func everyFile(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}
