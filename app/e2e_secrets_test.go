//go:build e2e

package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim"
)

// Planted secrets: what a day must not leave anywhere outside the sealed file.
const (
	plantedKey      = "5e0f3c6a-91d2-4b7e-8c15-a77e51ec0de1" // X-API-KEY, 36 signs as True API wants them
	plantedToken    = "planted-tspiot-token-71c9e04d"
	plantedPassword = "planted-lm-password-93ab"
	plantedPIN      = "730184629517"
	plantedOwner    = "518264930772"
)

// TestADayLeavesNoSecretBehind replays a day with planted secrets, faults and refusals included, and looks through everything that was
// written: logs, settings, diagnostics, exports, the journal.
func TestADayLeavesNoSecretBehind(t *testing.T) {
	o := begin(t, "")
	o.world.LocalModule.SetPassword(plantedPassword)
	for name, secret := range map[string]string{"trueapi_token": plantedKey, "tspiot_token": plantedToken, "lm_password": plantedPassword} {
		o.want(exitYes, secret+"\n", "settings", "secret", name)
	}
	o.want(exitYes, "", "users", "add", "--name", "Анна", "--role", "cashier", "--pin", plantedPIN)
	o.want(exitYes, "", "users", "add", "--name", "Вера", "--role", "owner", "--pin", plantedOwner)
	o.want(exitYes, "", "goods", "import", filepath.Join("..", "assets", "demo", "goods.csv"))

	// A code with a long signature: its check part cannot be met by chance.
	const gtin = "04601234567893"
	if err := o.world.Codes.Product(sim.Product{GTIN: gtin, Group: 17}); err != nil {
		t.Fatal(err)
	}
	good := sim.MakeCode(17, gtin, 1)
	_, signature, found := strings.Cut(good, "\x1d92")
	if !found || len(signature) < 40 {
		t.Fatalf("the code %q has no long signature", good)
	}
	script := []string{do("login", "pin", plantedPIN), do("open_shift"), do("scan", "raw", good), do("scan", "raw", certification[4].code),
		do("scan", "raw", strings.ReplaceAll(good, "\x1d", "")), do("cancel"), do("scan", "raw", newShelf(t, 77).code()), payCash("5000.00"), do("login", "pin", "000000000000"), do("close_shift")}
	o.run(strings.Join(script, "\n")+"\n", "replay", "--json", "-")

	// A till that dies over a code, with the program's last words: its recording is kept by the next one, and the words too.
	k := o.talk()
	k.say(do("login", "pin", plantedPIN), do("scan", "raw", good))
	k.until("verdict")
	k.kill()
	o.plantCrash(good)
	o.run(do("login", "pin", plantedPIN)+"\n", "replay", "--json", "-")

	// A broken day as well: nobody answers, the channels complain about what they sent.
	for _, service := range []string{sim.TSPIoT, sim.LocalModule} {
		if err := o.world.Faults.Set(service, refused); err != nil {
			t.Fatal(err)
		}
	}
	o.run("", "check", good)
	o.world.Faults.ClearAll()
	o.run("", "settings", "set", "checks.channel", "trueapi")
	o.run("", "check", good)

	away := t.TempDir()
	o.run(do("login", "pin", plantedPIN)+"\n"+do("cancel")+"\n", "replay", "-") // an update waits for a basket
	o.publishItself(away)
	day := time.Now().Format(time.DateOnly)
	said := ""
	for _, args := range [][]string{{"doctor", "--json", "--bundle", filepath.Join(away, "support.zip")}, {"record"}, {"record", "--json"},
		{"record", "--save", filepath.Join(away, "recording.jsonl")}, {"replay", "--json", filepath.Join(away, "recording.jsonl")}, {"settings", "export", filepath.Join(away, "settings.toml")},
		{"settings", "list"}, {"settings", "changes"}, {"users", "list"}, {"verify"},
		{"selftest", "--code", good, "--name", "Пётр", "--out", filepath.Join(away, "selftest.pdf")}, {"train", "--results", "--json"},
		{"update", "--check"}, {"update", "--apply"}, {"update"},
		{"export", "--from", day, "--to", day, "--format", "json", "--out", filepath.Join(away, "day.json")},
		{"export", "--from", day, "--to", day, "--format", "csv", "--out", filepath.Join(away, "day.zip")},
		{"export", "--from", day, "--to", day, "--format", "xlsx", "--out", filepath.Join(away, "day.xlsx")}} {
		out, errs, _ := o.run("", args...)
		said += out + errs
	}
	written := map[string]string{"commands": said}
	for _, name := range append(everyFile(t, o.dir), everyFile(t, away)...) {
		readWritten(t, written, name)
	}
	looked := 0
	for name, text := range written {
		looked += len(text)
		for _, secret := range []string{plantedKey, plantedToken, plantedPassword, plantedPIN, plantedOwner} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds the secret %s", name, secret)
			}
		}
		// The journal keeps whole codes, and its exports show them to the owner (DESIGN 5); nothing else may.
		base := filepath.Base(name)
		if inside := strings.HasPrefix(base, "journal") || strings.HasPrefix(base, "cache.db") || strings.Contains(name, "day."); !inside && strings.Contains(text, signature) {
			t.Errorf("%s holds a whole code", name)
		}
	}
	for _, wanted := range []string{"recording.jsonl", "recorder/tape-", "recorder/crash-", "support.zip!recorder/now.jsonl", "support.zip!recorder/crash-", "support.zip!logs/crash.log",
		"selftest.pdf", "updates/state.json", "updates/journal-before.db"} {
		if !slices.ContainsFunc(names(written), func(name string) bool { return strings.Contains(filepath.ToSlash(name), wanted) }) {
			t.Errorf("%s is not among what was looked through", wanted)
		}
	}
	if len(written) < 12 || looked < 100_000 {
		t.Errorf("only %d files with %d bytes were looked through: %v", len(written), looked, names(written))
	}
}

// plantCrash leaves the last words of a run that died over a code and with a key in its hand. The next run masks them.
func (o *outside) plantCrash(code string) {
	o.t.Helper()
	words := "panic: sold " + code + "\n\ngoroutine 1 [running]:\nmain.main()\n\tAuthorization: Bearer " + plantedToken + "\n\tX-API-KEY: " + plantedKey + "\n\tpin=" + plantedPIN +
		" password=" + plantedPassword + "\n\tcode " + strconv.Quote(code) + "\n"
	if err := os.WriteFile(filepath.Join(o.dir, "logs", "crash.log"), []byte(words), 0o640); err != nil {
		o.t.Fatal(err)
	}
}

// publishItself signs the running program as a newer version of itself and tells the till where it lies.
func (o *outside) publishItself(away string) {
	o.t.Helper()
	from := filepath.Join(away, "published")
	key := strings.TrimSpace(o.want(exitYes, "", "pack", "--key", filepath.Join(away, "owner.key"), "--new"))
	o.want(exitYes, "", "pack", "--key", filepath.Join(away, "owner.key"), "--version", "9.0.0", "--out", from, o.exe)
	o.want(exitYes, "", "settings", "set", "updates.from", from)
	o.want(exitYes, "", "settings", "set", "updates.key", key)
}

// readWritten takes a file, or everything inside an archive.
func readWritten(t *testing.T, into map[string]string, name string) {
	t.Helper()
	if z, err := zip.OpenReader(name); err == nil {
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			into[name+"!"+f.Name] = string(b)
		}
		return
	}
	if filepath.Ext(name) == ".pdf" {
		into[name] = tool(t, "pdftotext", "-layout", name, "-")
		return
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	into[name] = string(b)
}

func names(m map[string]string) (all []string) {
	for name := range m {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
