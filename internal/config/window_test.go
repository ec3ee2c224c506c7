package config

import (
	"path/filepath"
	"testing"
	"time"
)

func TestTheWindowIsReadFromItsTable(t *testing.T) {
	c, err := Parse("x", []byte("[window]\ntheme = \"dark\"\ntext = \"large\"\nvolume = 0\nlock_after = \"90s\"\nkiosk = false\ngraphics = \"software\"\nbuyer_screen = true\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Window{Theme: ThemeDark, Text: TextLarge, LockAfter: 90 * time.Second, Graphics: GraphicsSoftware, BuyerScreen: true}
	if c.Window != want {
		t.Errorf("got %+v, want %+v", c.Window, want)
	}
	for _, never := range []string{`"0"`, "0", `"0s"`} {
		c, err := Parse("x", []byte("window.lock_after = "+never), nil)
		if err != nil || c.Window.LockAfter != 0 {
			t.Errorf("lock_after = %s: %v, %v; want never", never, c.Window.LockAfter, err)
		}
	}
}

func TestAWindowThatCannotBeIsRefused(t *testing.T) {
	for _, text := range []string{`theme = "black"`, `theme = true`, `text = "huge"`, `volume = -1`, `volume = 101`, `volume = "80"`, `volume = 0.5`,
		`lock_after = "5s"`, `lock_after = "13h"`, `lock_after = 5`, `lock_after = "-5m"`, `lock_after = ""`, `kiosk = "yes"`, `buyer_screen = 1`, `graphics = "vulkan"`, `screen = true`} {
		if _, err := Parse("x", []byte("[window]\n"+text), nil); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

func TestTheWindowSurvivesWriting(t *testing.T) {
	for _, w := range []Window{defaultWindow(), {Theme: ThemeDark, Text: TextLarge, Volume: 100, LockAfter: 0, Graphics: GraphicsDirect3D, BuyerScreen: true}} {
		c := Default()
		c.Window = w
		path := filepath.Join(t.TempDir(), FileName)
		if err := Write(path, c, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := Load(path, nil); err != nil || got.Window != w {
			t.Errorf("read back %+v, %v; want %+v", got.Window, err, w)
		}
	}
}
