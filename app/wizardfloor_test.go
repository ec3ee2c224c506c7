package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/ui/wizard"
)

// floor is the wizard over an empty folder.
func floor(t *testing.T) *install {
	t.Helper()
	words, err := loadWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	p := &program{words: words, errw: os.Stderr, dir: filepath.Join(t.TempDir(), "till"), env: noEnvironment}
	t.Cleanup(p.close)
	p.options.data = p.dir
	cfg, err := p.settings()
	if err == nil {
		err = os.MkdirAll(p.dir, 0o755)
	}
	if err == nil {
		err = p.openLog(cfg)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &install{p: p}
}

func (w *install) try(t *testing.T, step, action string, v wizard.Values) wizard.Outcome {
	t.Helper()
	out, err := w.Do(context.Background(), step, action, v, func(wizard.Line) {})
	if err != nil {
		t.Fatalf("%s %s: %v", step, action, err)
	}
	return out
}

func said(out wizard.Outcome) string {
	var all []string
	for _, l := range out.Lines {
		all = append(all, l.Level+" "+l.Text)
	}
	return strings.Join(all, "\n")
}

const strangeTable = "Вид;Товар;Почём;Что на упаковке\n1;Батон;46,00;4607100120186\n2;Соль;24,90;4607100120490\n"

// TestColumnsAreAskedForAndRemembered: a table that nobody understands is shown, read as the installer says, and read without a question
// the next time, by the command too.
func TestColumnsAreAskedForAndRemembered(t *testing.T) {
	w := floor(t)
	file := filepath.Join(t.TempDir(), "прайс.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(strangeTable)
	v := wizard.Values{"goods.file": file}
	out := w.try(t, "goods", wizard.Check, v)
	if out.Good || out.Columns == nil || len(out.Columns.Heads) != 4 || out.Columns.Heads[2] != "Почём" || out.Columns.Samples[2] != "46,00" {
		t.Fatalf("the table is not shown: %+v", out)
	}
	if !strings.Contains(said(out), "Цена") || !strings.Contains(said(out), "НДС") {
		t.Errorf("what is missing is not named: %s", said(out))
	}
	for k, x := range out.Values {
		v[k] = x
	}
	v[wizard.ColumnKey("name")], v[wizard.ColumnKey("price")], v[wizard.ColumnKey("barcode")], v[wizard.ColumnKey("vat")] = "1", "2", "3", wizard.Fixed+"10"
	if out = w.try(t, "goods", wizard.Check, v); !out.Good {
		t.Fatalf("not read as it was said: %s", said(out))
	}
	write(strings.Replace(strangeTable, "46,00", "47,50", 1))
	if out = w.try(t, "goods", wizard.Check, wizard.Values{"goods.file": file}); !out.Good || out.Columns != nil {
		t.Fatalf("asked again: %s", said(out))
	}
	s, err := w.p.openJournal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Goods(context.Background())
	if err != nil || len(list) != 2 || list[0].Name != "Батон" || list[0].Price != 4750 || list[0].VAT != "10" || list[0].Barcodes[0] != "4607100120186" {
		t.Errorf("the catalogue is %+v (%v)", list, err)
	}
	f, shut, err := openGoods(file)
	if err != nil {
		t.Fatal(err)
	}
	defer shut()
	ask := goods.Ask{Default: map[string]string{"vat": "22"}}
	if err := knownColumns(context.Background(), s, f, &ask); err != nil || ask.Mapping == nil || ask.Mapping.Columns["price"] != 2 || ask.Mapping.Default["vat"] != "22" {
		t.Errorf("the command does not know the columns: %+v (%v)", ask.Mapping, err)
	}
}

func TestTilesAreOfferedOutOfTheGoods(t *testing.T) {
	w := floor(t)
	if out := w.try(t, "quick", wizard.Check, nil); out.Good || out.Lines[0].Level != probe.Warn {
		t.Errorf("tiles without goods: %s", said(out))
	}
	out := w.try(t, "goods", wizard.Check, wizard.Values{"goods.file": filepath.Join("..", "assets", "demo", "goods.csv")})
	if !out.Good {
		t.Fatal(said(out))
	}
	out = w.try(t, "quick", wizard.Check, nil)
	if !out.Good || !strings.Contains(said(out), "Весовые") {
		t.Fatalf("no tiles: %s", said(out))
	}
	s, err := w.p.openJournal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	pages, err := s.QuickPages(context.Background())
	if err != nil || len(pages) != 2 {
		t.Fatalf("%d pages (%v)", len(pages), err)
	}
	for _, p := range pages {
		for _, k := range p.Keys {
			if k.Product.Marked() {
				t.Errorf("a marked product is a tile: %s", k.Product.Name)
			}
		}
	}
	pages[0].Name = "Моё"
	again := w.try(t, "quick", wizard.Check, nil)
	if !again.Good || strings.Contains(said(again), "разложены из каталога") {
		t.Errorf("tiles of the owner were laid anew: %s", said(again))
	}
}

func TestTheFolderOfCopiesIsTriedByACopy(t *testing.T) {
	w := floor(t)
	dir := filepath.Join(t.TempDir(), "копии")
	out := w.try(t, "backup", wizard.Check, wizard.Values{"keeping.backup_folder": dir})
	if _, err := os.Stat(filepath.Join(dir, "dobro-first.db")); err != nil || !out.Good || !strings.Contains(said(out), "тот же диск") {
		t.Errorf("%v\n%s", err, said(out))
	}
	cfg, err := w.settings()
	if err != nil || cfg.Keeping.BackupFolder != dir {
		t.Errorf("the folder is %q (%v)", cfg.Keeping.BackupFolder, err)
	}
	if again := w.try(t, "backup", wizard.Check, wizard.Values{"keeping.backup_folder": dir}); !again.Good {
		t.Errorf("the second try: %s", said(again))
	}
	blocked := filepath.Join(t.TempDir(), "файл")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{filepath.Join(blocked, "x"), "копии рядом"} {
		if out := w.try(t, "backup", wizard.Check, wizard.Values{"keeping.backup_folder": bad}); out.Good || out.Lines[0].Level != probe.Bad || out.Lines[0].Action == "" {
			t.Errorf("%q was taken: %s", bad, said(out))
		}
	}
	if cfg, _ = w.settings(); cfg.Keeping.BackupFolder != dir {
		t.Errorf("a refused folder was kept: %q", cfg.Keeping.BackupFolder)
	}
}

// TestEverySettingStandsOnTheScreens compares the keys of dobro.toml and the secrets with what the screens of settings offer.
func TestEverySettingStandsOnTheScreens(t *testing.T) {
	w := floor(t)
	groups, err := (&settingsDesk{&care{w: &cashier{p: w.p}}}).Groups(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	shown, seen := map[string]bool{}, map[string]bool{}
	for _, g := range groups {
		if seen[g.ID] || g.Title == "" || len(g.Keys) == 0 {
			t.Errorf("the page %q %q comes twice or is empty", g.ID, g.Title)
		}
		seen[g.ID] = true
		for _, k := range g.Keys {
			if shown[k.Name] || k.Label == "" || k.Help == "" || strings.HasPrefix(k.Label, "setting.") {
				t.Errorf("%s stands there twice or without words: %q, %q", k.Name, k.Label, k.Help)
			}
			shown[k.Name] = true
		}
	}
	want := 0
	for _, k := range config.Keys(policyTable()) {
		want++
		if !shown[k.Name] {
			t.Errorf("the key %s is on no screen", k.Name)
		}
	}
	for _, n := range secrets.Names {
		want++
		if !shown["secret."+string(n)] {
			t.Errorf("the secret %s is on no screen", n)
		}
	}
	if len(shown) != want || want < 40 {
		t.Errorf("the screens offer %d keys, there are %d", len(shown), want)
	}
}
