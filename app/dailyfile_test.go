package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dobro/internal/journal/shoptest"

	"github.com/xuri/excelize/v2"
)

// TestChildWritesTheDaysFile is no test: it is the till that TestKilledTillLeavesTheFormerDaysFileOrTheNewOne kills. It writes the day's file
// as often as it is let, the way the window does when a shift closes.
func TestChildWritesTheDaysFile(t *testing.T) {
	dir := os.Getenv("DOBRO_DAILY")
	if dir == "" {
		t.Skip("nobody wants to kill it")
	}
	ctx := context.Background()
	p := &program{options: options{data: dir}, words: catalogue(t, "ru"), out: io.Discard, errw: os.Stderr}
	defer p.close()
	cfg, err := p.begin()
	if err != nil {
		t.Fatal(err)
	}
	till, err := p.openTill(ctx, cfg, false)
	if err != nil {
		t.Fatal(err)
	}
	k, deaf := p.keeper(ctx, till)
	defer deaf()
	rounds := -1
	if _, err := fmt.Sscan(os.Getenv("DOBRO_ROUNDS"), &rounds); err != nil {
		rounds = -1
	}
	for ; rounds != 0; rounds-- {
		fmt.Println("begins")
		k.ShiftClosed()
		if s := k.Once(ctx); s.ExportTrouble != nil {
			t.Fatal(s.ExportTrouble)
		}
		fmt.Println("written")
	}
}

// child starts it, with a folder of its own for what is temporary; its words come line by line.
func child(t *testing.T, dir, scratch string, rounds int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChildWritesTheDaysFile$")
	cmd.Env = append(os.Environ(), "DOBRO_DAILY="+dir, fmt.Sprint("DOBRO_ROUNDS=", rounds), "TMPDIR="+scratch, "TMP="+scratch)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// TestKilledTillLeavesTheFormerDaysFileOrTheNewOne kills a till at random moments while it writes the file of the day into the owner's folder: what
// lies there is the former file or the new one, whole; what it left half is cleared away later, and the owner never sees it.
func TestKilledTillLeavesTheFormerDaysFileOrTheNewOne(t *testing.T) {
	t.Parallel()
	dir, folder, scratch := t.TempDir(), t.TempDir(), t.TempDir()
	today := time.Now().In(shoptest.Moscow)
	midnight := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, shoptest.Moscow)
	if _, err := shoptest.Build(context.Background(), dir, shoptest.Params{First: midnight, Days: 1, PerDay: 30, Sweep: 20, Seed: 3}, nil); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf("[shop]\nname = \"ООО «Ромашка»\"\ninn = \"7700000009\"\n[checks]\nchannel = \"none\"\n[checks.local_module]\nurl = \"\"\n[keeping]\nexport_folder = %q\nbackup_folder = %q\n", folder, t.TempDir())
	if err := os.WriteFile(filepath.Join(dir, "dobro.toml"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, midnight.Format(time.DateOnly)+".xlsx")
	former := []byte("the file of a former shift, of which no byte may be lost")
	put := func() {
		if err := os.WriteFile(file, former, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rows := func() int {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(text, former) {
			return -1
		}
		book, err := excelize.OpenReader(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("half a file of %d bytes lies there: %v", len(text), err)
		}
		defer book.Close()
		list, err := book.GetRows("Чеки")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	once := func() time.Duration {
		cmd, words := child(t, dir, scratch, 1)
		var began time.Time
		took := time.Duration(0)
		for words.Scan() {
			switch words.Text() {
			case "begins":
				began = time.Now()
			case "written":
				took = time.Since(began)
			}
		}
		if err := cmd.Wait(); err != nil || took == 0 {
			t.Fatalf("the till writes no file: %v, %v", err, took)
		}
		return took
	}
	took := once()
	want := rows()
	if want < 15 {
		t.Fatalf("the day has %d receipts", want)
	}
	rnd := rand.New(rand.NewPCG(11, 11))
	kept, replaced := 0, 0
	const kills = 20
	for range kills {
		put()
		cmd, words := child(t, dir, scratch, -1)
		for words.Scan() && words.Text() != "begins" {
		}
		stop := time.AfterFunc(time.Duration(rnd.Int64N(int64(took*3/2))), func() { cmd.Process.Kill() })
		for words.Scan() {
		}
		cmd.Wait()
		stop.Stop()
		switch got := rows(); got {
		case -1:
			kept++
		case want:
			replaced++
		default:
			t.Fatalf("the file holds %d rows of %d", got, want)
		}
	}
	left := leftovers(t, folder, scratch)
	t.Logf("%d kills, a file takes %v: %d left the former file, %d the new one, %d halves were left beside", kills, took, kept, replaced, len(left))
	if kept == 0 || replaced == 0 {
		t.Error("all kills came at the same moment")
	}
	old := time.Now().Add(-2 * time.Hour)
	for _, name := range left {
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	once()
	if left = leftovers(t, folder, scratch); rows() != want || len(left) > 0 {
		t.Errorf("after the next shift the file has %d rows of %d, and these halves lie beside it: %v", rows(), want, left)
	}
}

// leftovers are the halves beside the owner's files, and those in the folder for what is temporary.
func leftovers(t *testing.T, folder, scratch string) (left []string) {
	t.Helper()
	for _, pattern := range []string{filepath.Join(folder, ".dobro-*"), filepath.Join(scratch, ".dobro-*")} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, list...)
	}
	return left
}
