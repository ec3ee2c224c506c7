package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/internal/secrets"
	"dobro/internal/sim"
	"dobro/internal/staff"
	"dobro/internal/store"
	"dobro/ui"
)

// trap is a place of the real world: who comes there was let out of the lesson.
func trap(t *testing.T, caught *atomic.Int64) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				caught.Add(1)
				c.Close()
			}
		}
	}()
	return l.Addr().String()
}

// realShop is a data folder whose settings name traps for everything outside, with goods, people and a sealed secret.
func realShop(t *testing.T, caught *atomic.Int64) (dir string, places []string) {
	t.Helper()
	dir = t.TempDir()
	for range 6 {
		places = append(places, trap(t, caught))
	}
	text := fmt.Sprintf(`[shop]
name = "ООО «Настоящая лавка»"
inn = "7707083893"
taxation = "osn"
[checks.tspiot]
url = "https://%s"
client_id = "real-client"
[checks.trueapi]
cdn = "http://%s"
[checks.local_module]
url = "http://%s"
login = "real-login"
[scanner]
mode = "serial"
port = "/dev/real-scanner"
suffix = "]"
[fiscal]
driver = "shtrih"
[fiscal.atol]
url = "http://%s"
[fiscal.shtrih]
address = "tcp://%s"
[owner]
postgres = "postgres://real@%s/shop"
[keeping]
backup_folder = "/real/backups"
export_folder = "/real/exports"
[window]
theme = "dark"
`, places[0], places[1], places[2], places[3], places[4], places[5])
	if err := os.WriteFile(filepath.Join(dir, config.FileName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	kept, err := secrets.Open(secrets.Params{Dir: dir, Env: noEnvironment})
	if err == nil {
		err = kept.Set(secrets.TSPIoTToken, "real-token")
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list := []goods.Product{{Code: "9001", Name: "Сыр своего магазина", Price: 50000, Unit: "piece", VAT: "10", Group: 8, Barcodes: []string{"4600000000008"}}}
	if _, _, err := importGoods(ctx, s, goods.List{Products: list}); err != nil {
		t.Fatal(err)
	}
	if _, err := staff.New(s, time.Now).Add(ctx, "Анна", staff.Cashier, "1111"); err != nil {
		t.Fatal(err)
	}
	return dir, places
}

// classroom makes the till of a lesson over a real shop, without a window.
func classroom(t *testing.T, real string) (*program, *sim.World, config.Config, *till) {
	t.Helper()
	ctx := context.Background()
	words, err := loadWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(filepath.Join(real, config.FileName), policyTable())
	if err != nil {
		t.Fatal(err)
	}
	p := &program{words: words, errw: os.Stderr, dir: filepath.Join(real, trainingFolder, trainingTill), env: noEnvironment,
		room: &trainingRoom{real: real, looks: cfg.Window, prefix: cfg.Scanner.Prefix, suffix: cfg.Scanner.Suffix}}
	p.demo = true
	t.Cleanup(p.close)
	if err := p.lockFolder(); err != nil {
		t.Fatal(err)
	}
	world, err := sim.Start(ctx, sim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	p.later(world.Close)
	made, err := trainingSettings(p, p.room, world)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.openLog(made); err != nil {
		t.Fatal(err)
	}
	if err := p.furnishTraining(ctx, p.room, world); err != nil {
		t.Fatal(err)
	}
	l, err := p.openTill(ctx, made, true)
	if err != nil {
		t.Fatal(err)
	}
	return p, world, made, l
}

// TestTheSettingsOfALessonNameNothingReal walks every value of them: no address, port, folder or name of the real shop is among them, and
// every address is one of the simulators.
func TestTheSettingsOfALessonNameNothingReal(t *testing.T) {
	var caught atomic.Int64
	real, places := realShop(t, &caught)
	p, world, cfg, _ := classroom(t, real)
	known := fmt.Sprint(world.URLs)
	urls := 0
	for key, value := range cfg.Values(policyTable()) {
		for _, bad := range append(places, "real", "Настоящая", "7707083893", "/dev/") {
			if strings.Contains(value, bad) {
				t.Errorf("%s = %q came from the real shop", key, value)
			}
		}
		if strings.Contains(value, "://") && cfg.Fiscal.Driver == config.DriverAtol && key != "fiscal.shtrih.address" {
			urls++
			if !strings.Contains(known, value) {
				t.Errorf("%s = %q is no simulator", key, value)
			}
		}
	}
	if urls < 4 {
		t.Errorf("only %d addresses were seen", urls)
	}
	if cfg.Scanner.Mode != config.ScannerWedge || wantsSerial(cfg) {
		t.Errorf("the lesson opens a port: scanner mode %q", cfg.Scanner.Mode)
	}
	if cfg.Owner.Postgres != "" || cfg.Keeping.BackupFolder != "" || cfg.Keeping.ExportFolder != "" {
		t.Errorf("the lesson writes elsewhere: %+v %+v", cfg.Owner, cfg.Keeping)
	}
	if cfg.Window.Theme != config.ThemeDark || cfg.Scanner.Suffix != "]" {
		t.Errorf("looks and scanner are not the shop's: %+v %+v", cfg.Window, cfg.Scanner)
	}
	for _, n := range secrets.Names {
		t.Setenv(secrets.Env(n), "real-token")
		if got, err := p.secret(n); err != nil || got != "" {
			t.Errorf("the lesson knows the secret %s (%v)", n, err)
		}
	}
}

// TestALessonSellsWithoutLeavingItsSimulators makes a shift, a sale of a demo product and of a real package of the shop's own goods, and a
// Z-report; the traps of the real world stay empty, and the real journal and folder are what they were.
func TestALessonSellsWithoutLeavingItsSimulators(t *testing.T) {
	var caught atomic.Int64
	real, _ := realShop(t, &caught)
	before := fingerprintOf(t, real)
	p, world, _, l := classroom(t, real)
	ctx := context.Background()
	r := l.register
	gtin, _ := marking.GTIN14("4600000000008")
	own := strings.Replace(sim.MakeCode(8, gtin, 7), "93dGVz", "93Real", 1) // the check part of a real package is another
	var sold []sale.Payment
	s := newSchoolroom(p, world, l.store)
	defer r.Listen(s.hear)()
	for _, do := range []struct {
		name string
		act  func() error
	}{
		{"login by the PIN of the real shop", func() error { return r.Login(ctx, "1111") }},
		{"open the shift", func() error { return r.OpenShift(ctx) }},
		{"scan a demo package", func() error { return r.Scan(ctx, sim.MakeCode(8, "04670540176099", 1)) }},
		{"scan a package of the shop", func() error { return r.Scan(ctx, own) }},
		{"pay", func() error {
			sold = []sale.Payment{{Type: sale.Cash, Sum: int64(r.View().Receipt.Total)}}
			return r.PayWith(ctx, register.Payment{With: sold})
		}},
		{"close the shift", func() error { return r.CloseShift(ctx) }},
	} {
		if err := do.act(); err != nil {
			t.Fatalf("%s: %v", do.name, err)
		}
	}
	docs := world.ATOL.Documents()
	if len(docs) != 3 || len(docs[1].Items) != 2 {
		t.Fatalf("the simulated printer made %d documents", len(docs))
	}
	if len(sold) == 0 || docs[1].Total != money.Kopecks(sold[0].Sum) {
		t.Errorf("sold for %v, the receipt says %v", sold, docs[1].Total)
	}
	if n := caught.Load(); n != 0 {
		t.Errorf("the real world was reached %d times", n)
	}
	if got := s.State(); got.Who != "Анна" || got.Task == 0 {
		t.Errorf("the lesson saw nothing: %+v", got)
	}
	if after := fingerprintOf(t, real); after != before {
		t.Errorf("the real folder changed:\n%s\nwas\n%s", after, before)
	}
}

// fingerprintOf tells a folder's files and what stands in them, without those of lessons and without the side files of a database that is
// only read.
func fingerprintOf(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasSuffix(e.Name(), "-wal") || strings.HasSuffix(e.Name(), "-shm") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %d %x\n", e.Name(), len(b), checksum(b))
	}
	return out.String()
}

// TestEveryLessonBeginsWithAnEmptyTill: nothing of an earlier one is left but the results.
func TestEveryLessonBeginsWithAnEmptyTill(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{lockName, "journal.db", "journal.db-wal", filepath.Join("simulator", "memory")} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := emptyFolder(dir); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != lockName {
		t.Errorf("left are %v (%v)", left, err)
	}
}

func checksum(b []byte) [32]byte { return sha256.Sum256(b) }

// TestALessonEmptiesNoFolderButItsOwn: a run whose folder was mixed up with the real one ends before anything is removed, and asking for
// the graphics leaves the folder alone.
func TestALessonEmptiesNoFolderButItsOwn(t *testing.T) {
	var caught atomic.Int64
	real, _ := realShop(t, &caught)
	before := fingerprintOf(t, real)
	words, err := loadWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	p := &program{words: words, errw: os.Stderr, dir: real, env: noEnvironment, room: &trainingRoom{real: real}}
	p.options.data = real
	w := &cashier{p: p, ctx: context.Background()}
	if err := w.prepareTraining(&ui.Params{}); err == nil {
		t.Error("the real folder was taken for that of the lesson")
	}
	if after := fingerprintOf(t, real); after != before {
		t.Errorf("the real folder changed:\n%s\nwas\n%s", after, before)
	}
	for _, room := range []*trainingRoom{p.room, nil} {
		p.room, p.dir = room, "mine"
		if p.wantedGraphics(); p.dir != "mine" {
			t.Errorf("the folder of the run became %q", p.dir)
		}
	}
}
