package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

type notes map[string]string

func (n notes) Has(key string) bool { _, ok := n[key]; return ok }

func (n notes) T(key string, pairs ...any) string { return n[key] }

func TestWrittenSettingsAreReadBackTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", FileName)
	c := Default()
	c.Shop.Name, c.Shop.INN, c.Shop.Address = `ИП «Ко"т\»`, "500100732259", "Тверь"
	c.Shop.Timezone, c.Shop.Chain = "Asia/Yekaterinburg", true
	c.Shop.Location, _ = time.LoadLocation(c.Shop.Timezone)
	c.Checks.Deadline, c.Checks.LocalModule.URL = 1750*time.Millisecond, ""
	c.Checks.Policy = map[string]string{"tobacco_below_mrp": "allow", "grey_zone_price_check": "false", "emergency_recheck_sec": "60"}
	c.Fiscal.Driver, c.Scanner.Baud = DriverSim, 115200
	words := notes{"config.note.file": "Настройки", "config.note.shop.inn": "сверяются контрольные\nцифры"}
	for range 2 { // the second time over the first
		if err := Write(path, c, words); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Load(path, policy)
	if err != nil {
		t.Fatal(err)
	}
	c.Path, c.Present = path, true
	if !reflect.DeepEqual(got, c) {
		t.Errorf("got  %+v\nwant %+v", got, c)
	}
	b, _ := os.ReadFile(path)
	for _, want := range []string{"# Настройки\n", `inn = "500100732259" # 10 / 12; сверяются контрольные цифры` + "\n", "[checks.policy]\nemergency_recheck_sec = 60\n"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the file lacks %q:\n%s", want, b)
		}
	}
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".dobro-*")); len(rest) > 0 {
		t.Errorf("left behind: %v", rest)
	}
}

func TestKeysWithoutAValueStandInTheFileAsRemarks(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := Write(path, Default(), nil); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(path)
	if !strings.Contains(string(b), `#driver = "" # atol | shtrih | sim`) {
		t.Errorf("no hint of fiscal.driver in\n%s", b)
	}
	c, err := Load(path, nil)
	if err != nil || len(c.Wanted()) != 3 {
		t.Errorf("wanted %v, error %v", c.Wanted(), err)
	}
}

func TestBadSettingsAreNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := Write(path, Default(), nil); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	c := Default()
	c.Shop.INN = "123"
	var e *Error
	if err := Write(path, c, nil); !errors.As(err, &e) || e.Key != "shop.inn" {
		t.Errorf("got %v, want the refusal of shop.inn", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Errorf("the file changed to\n%s", after)
	}
}
