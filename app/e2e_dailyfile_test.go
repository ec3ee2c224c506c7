//go:build e2e

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestKilledExportLeavesTheFormerFileOrTheNewOne kills the program at random moments while it writes the file of a day over a former one: what lies
// there afterwards is the one or the other, whole, and the next run makes it. DOBRO_KILLS is how many kills, 15 when not said.
func TestKilledExportLeavesTheFormerFileOrTheNewOne(t *testing.T) {
	o := begin(t, "")
	o.evening()
	times := 15
	if n, err := strconv.Atoi(os.Getenv("DOBRO_KILLS")); err == nil {
		times = n
	}
	folder := t.TempDir()
	day := time.Now().Format(time.DateOnly)
	args := func(file string) []string {
		return []string{"--data", o.dir, "export", "--from", time.Now().AddDate(0, 0, -1).Format(time.DateOnly), "--to", time.Now().AddDate(0, 0, 1).Format(time.DateOnly),
			"--format", "xlsx", "--out", file}
	}
	whole := func(text []byte) bool {
		f, err := excelize.OpenReader(bytes.NewReader(text))
		if err != nil {
			return false
		}
		defer f.Close()
		rows, err := f.GetRows("Чеки")
		return err == nil && len(rows) == 4 // heading, two receipts, the sums
	}
	file := filepath.Join(folder, day+".xlsx")
	former := []byte("the file of a former evening, of which no byte may be lost")
	begun := time.Now()
	o.want(exitYes, "", args(filepath.Join(t.TempDir(), "first.xlsx"))[2:]...)
	took := time.Since(begun)
	rng := rand.New(rand.NewPCG(9, 9))
	replaced, kept := 0, 0
	for range times {
		if err := os.WriteFile(file, former, 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(o.exe, args(file)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(took/3+time.Duration(rng.Int64N(int64(took))), func() { cmd.Process.Kill() })
		cmd.Wait()
		kill.Stop()
		got, err := os.ReadFile(file)
		switch {
		case err != nil:
			t.Fatal(err)
		case bytes.Equal(got, former):
			kept++
		case whole(got):
			replaced++
			took -= took / 5 // the first one may have been slower than the rest
		default:
			t.Fatalf("half a file of %d bytes lies there after a kill", len(got))
		}
	}
	t.Logf("%d kills within %v: %d left the former file, %d came too late", times, took, kept, replaced)
	if kept == 0 {
		t.Error("no kill came before the end: nothing was tried")
	}
	left, err := filepath.Glob(filepath.Join(folder, ".dobro-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		if err := os.Chtimes(name, time.Now().Add(-2*time.Hour), time.Now().Add(-2*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	o.want(exitYes, "", args(file)[2:]...)
	if got, err := os.ReadFile(file); err != nil || !whole(got) {
		t.Errorf("the next run did not make the file: %v", err)
	}
	if left, _ = filepath.Glob(filepath.Join(folder, ".dobro-*")); len(left) > 0 {
		t.Errorf("what the kills left behind is still there: %v", left)
	}
}
