package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestFullDiskLeavesTheFormerCopy(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=400k"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	ctx, s := context.Background(), madeJournal(t)
	first, err := s.BackupRotate(ctx, dir, 1, noon)
	if err != nil {
		t.Fatalf("the first copy: %v", err)
	}
	if _, err := s.BackupRotate(ctx, dir, 1, noon.Add(time.Hour)); err == nil {
		t.Fatal("a copy on a full disk was called done")
	} else if errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || filepath.Join(dir, entries[0].Name()) != first {
		t.Fatalf("the folder holds %v, %v; want only the first copy", entries, err)
	}
	if c, err := Inspect(ctx, first); err != nil || c.Broken != nil {
		t.Fatalf("the former copy: %+v, %v", c, err)
	}
	if _, _, broken, err := s.Verify(ctx); broken != nil || err != nil {
		t.Fatalf("the journal: %+v, %v", broken, err)
	}
}

func TestFullDiskIsKnownByItsError(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	ctx := context.Background()
	s, err := Open(ctx, Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for n := range 10_000 {
		err = s.Write(ctx, noon, func(tx *Tx) error { return tx.Queue("local_module", "sell", fmt.Sprint("code ", n), "r") })
		if err != nil {
			break
		}
	}
	if !Full(err) {
		t.Errorf("the error of a full disk is %v", err)
	}
	for _, other := range []error{nil, context.Canceled, ErrNone, os.ErrNotExist} {
		if Full(other) {
			t.Errorf("%v is taken for a full disk", other)
		}
	}
}
