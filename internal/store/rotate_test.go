package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/internal/sale"
)

func TestRotationKeepsTheLastCopiesAndForeignFiles(t *testing.T) {
	ctx, s, dir := context.Background(), madeJournal(t), filepath.Join(t.TempDir(), "копии #2")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"journal-notes.db", "dobro.toml", "journal-20261101-000000.db.part"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var last string
	for i := range 5 {
		var err error
		if last, err = s.BackupRotate(ctx, dir, 3, noon.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := Copies(dir)
	if err != nil || len(list) != 3 || list[0] != last {
		t.Fatalf("got %v, %v; want three, the newest %s", list, err, last)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 5 { // three copies and the two files that are not ours
		t.Errorf("the folder holds %v", entries)
	}
	c, err := Inspect(ctx, last)
	if err != nil || c.Broken != nil || c.Receipts != 6 || c.Records == 0 || c.Last.IsZero() {
		t.Errorf("the last copy: %+v, %v", c, err)
	}
	if _, err := s.BackupRotate(ctx, dir, 0, noon); err == nil {
		t.Error("keeping no copy at all was taken")
	}
}

func TestInspectRefusesWhatCouldNotBeRestored(t *testing.T) {
	ctx := context.Background()
	s := madeJournal(t)
	good := filepath.Join(t.TempDir(), "good.db")
	if err := s.Backup(ctx, good); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	bad := func(name string, b []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, file := range map[string]string{"обрезана": bad("half.db", whole[:len(whole)/2]), "не база": bad("junk.db", []byte(strings.Repeat("junk", 9000))),
		"затёрта середина": bad("hole.db", append(append(append([]byte{}, whole[:8192]...), make([]byte, 8192)...), whole[16384:]...))} {
		if _, err := Inspect(ctx, file); !errors.Is(err, ErrTorn) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := knife(t, s).Exec("UPDATE receipt SET total = 1 WHERE id = 'r0'").Error; err != nil {
		t.Fatal(err)
	}
	touched := filepath.Join(t.TempDir(), "touched.db")
	if err := s.Backup(ctx, touched); err != nil {
		t.Fatal(err)
	}
	if c, err := Inspect(ctx, touched); err != nil || c.Broken == nil || c.Broken.Subject != "r0" {
		t.Errorf("a touched copy: %+v, %v", c, err)
	}
	if _, err := os.Stat(touched + "-wal"); err == nil {
		t.Error("inspecting left files beside the copy")
	}
}

// TestCopyIsWholeWheneverTheTillDies kills a process that writes and copies without end, again and again: whatever bears the name of a
// copy must be whole, and so must the journal.
func TestCopyIsWholeWheneverTheTillDies(t *testing.T) {
	if dir := os.Getenv("DOBRO_COPY_UNTIL_KILLED"); dir != "" {
		copyUntilKilled(dir)
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	ctx, dir := context.Background(), t.TempDir()
	copies := filepath.Join(dir, "copies")
	checked := 0
	for i := range 12 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestCopyIsWholeWheneverTheTillDies$")
		cmd.Env = append(os.Environ(), "DOBRO_COPY_UNTIL_KILLED="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Die after a number of steps, each time at another one, plus a part of a step.
		lines := bufio.NewScanner(out)
		for n := 0; n <= i%4 && lines.Scan(); n++ {
		}
		<-time.After(time.Duration(i*1700) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		list, err := Copies(copies)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range list {
			if c, err := Inspect(ctx, file); err != nil || c.Broken != nil {
				t.Fatalf("kill %d: copy %s: %+v, %v", i, file, c, err)
			}
			checked++
		}
	}
	s := reopen(t, dir)
	if n, _, broken, err := s.Verify(ctx); err != nil || broken != nil || n == 0 {
		t.Fatalf("the journal: %d records, %+v, %v", n, broken, err)
	}
	if checked == 0 {
		t.Fatal("no copy was ever made")
	}
}

func copyUntilKilled(dir string) {
	ctx := context.Background()
	s, err := Open(ctx, Params{Dir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		err := s.Write(ctx, time.Now(), func(tx *Tx) error {
			for n := range 40 {
				if err := tx.PutReceipt(receipt(fmt.Sprintf("%d-%d-%d", os.Getpid(), i, n), sale.Fiscalized)); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			_, err = s.BackupRotate(ctx, filepath.Join(dir, "copies"), 2, time.Now())
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}
