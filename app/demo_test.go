package main

import (
	"os"
	"path/filepath"
	"testing"

	"dobro/internal/config"
)

func TestTheDemoKeepsItsSettingsAndItsSimulators(t *testing.T) {
	words, err := loadWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	p := &program{words: words, errw: os.Stderr, env: noEnvironment}
	t.Cleanup(p.close)
	p.data, p.demo = t.TempDir(), true
	real := filepath.Join(p.data, config.FileName)
	if err := os.WriteFile(real, []byte("[fiscal]\ndriver = \"shtrih\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cfg, world, err := p.openDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := p.dir
	if cfg.Fiscal.Atol.URL != world.URLs.ATOL || len(cfg.Wanted()) > 0 {
		t.Errorf("the demo starts with the printer %q and lacks %v", cfg.Fiscal.Atol.URL, cfg.Wanted())
	}
	file := filepath.Join(dir, config.FileName)
	changes := map[string]string{"window.theme": `"dark"`, "fiscal.driver": `"shtrih"`, "checks.tspiot.url": `"https://127.0.0.1:59999"`}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text, err = config.Edit(text, changes); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := p.settings()
	if err != nil {
		t.Fatal(err)
	}
	if again.Window.Theme != config.ThemeDark {
		t.Error("a setting of the demo is forgotten when its till is opened anew")
	}
	if p.dir != dir || again.Fiscal.Driver != config.DriverAtol || again.Fiscal.Atol.URL != world.URLs.ATOL || again.Checks.TSPIoT.URL != world.URLs.TSPIoT {
		t.Errorf("opened anew, the demo leaves its simulators: folder %s, %s at %q, ТС ПИоТ at %q", p.dir, again.Fiscal.Driver, again.Fiscal.Atol.URL, again.Checks.TSPIoT.URL)
	}
	if b, err := os.ReadFile(real); err != nil || string(b) != "[fiscal]\ndriver = \"shtrih\"\n" {
		t.Errorf("the settings of the shop were touched: %q, %v", b, err)
	}
}
