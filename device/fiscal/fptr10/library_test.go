//go:build linux

package fptr10

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/internal/sale"
)

var _ atol.Library = (*Library)(nil)

// build compiles the stand-in library.
func build(t *testing.T) string {
	t.Helper()
	cc, err := exec.LookPath("cc")
	if err != nil {
		t.Skip("no C compiler")
	}
	path := filepath.Join(t.TempDir(), "libfptr10.so")
	if out, err := exec.Command(cc, "-shared", "-fPIC", "-o", path, "testdata/driver.c").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

func open(t *testing.T, settings map[string]string) *Library {
	t.Helper()
	l, err := Open(Params{Path: build(t), Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestTasksGoThroughWideStrings(t *testing.T) {
	l := open(t, map[string]string{"ComFile": "COM3", "Model": "500"})
	long := `{"type":"echo","text":"Молоко № 1 😀 ` + strings.Repeat("ы", 50_000) + `"}`
	answer, code, text, err := l.ProcessJSON(long)
	if err != nil || code != 0 || answer != long {
		t.Errorf("echo: %d units back, %d %q %v", len(answer), code, text, err)
	}
	if _, code, text, err = l.ProcessJSON(`{"type":"other"}`); err != nil || code != 44 || text != "Нет бумаги" {
		t.Errorf("failure: %d %q %v", code, text, err)
	}
	if _, _, _, err = l.ProcessJSON("a\x00b"); err == nil {
		t.Error("a zero inside a task was accepted")
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("close twice: %v", err)
	}
	if _, _, _, err := l.ProcessJSON(`{"type":"echo"}`); err == nil {
		t.Error("a closed library was called")
	}
}

func TestAPrinterOverTheLibrary(t *testing.T) {
	p, err := atol.New(atol.Params{Library: open(t, nil)})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Register(context.Background(), fiscal.Receipt{ID: uuid.NewString(), Kind: sale.Sale, Total: 15050,
		Lines:    []fiscal.Line{{Name: "Сыр", Price: 15050, Quantity: 1000, Sum: 15050, Unit: sale.Piece, VAT: sale.VAT10}},
		Payments: []sale.Payment{{Type: sale.Cash, Sum: 15050}}})
	if err != nil || doc.FD != 42 || doc.FP != "0123456789" {
		t.Errorf("got %+v, %v", doc, err)
	}
	var e *fiscal.Error
	if err := p.ContinuePrint(context.Background()); !errors.As(err, &e) || e.Trouble != fiscal.NoPaper {
		t.Errorf("got %v, want no paper", err)
	}
}

func TestWhatCannotBeOpenedSaysWhy(t *testing.T) {
	if _, err := Open(Params{Path: filepath.Join(t.TempDir(), "nothing.so")}); err == nil {
		t.Error("a missing library was loaded")
	}
	if _, err := Open(Params{Path: build(t), Settings: map[string]string{"ComFile": "refuse"}}); err == nil || !strings.Contains(err.Error(), "Некорректные") {
		t.Errorf("refused settings: %v", err)
	}
	if _, code, text, err := open(t, map[string]string{"ComFile": "nowhere"}).ProcessJSON(`{}`); code != 4 || text != "Порт недоступен" || err != nil {
		t.Errorf("closed port: %d %q %v", code, text, err)
	}
	empty := filepath.Join(t.TempDir(), "empty.c")
	if err := os.WriteFile(empty, []byte("int nothing;"), 0o600); err != nil {
		t.Fatal(err)
	}
	lib := empty + ".so"
	if out, err := exec.Command("cc", "-shared", "-o", lib, empty).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := Open(Params{Path: lib}); err == nil || !strings.Contains(err.Error(), "libfptr_create") {
		t.Errorf("a library of another kind: %v", err)
	}
}
