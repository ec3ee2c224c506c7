package store

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOldAnswersArePackedAndTheChainStaysWhole(t *testing.T) {
	ctx, s := context.Background(), madeJournal(t)
	before, err := s.Checks(ctx, noon, noon.AddDate(0, 0, 1))
	if err != nil || len(before) != 6 {
		t.Fatal(len(before), err)
	}
	count, head, _, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	later := noon.AddDate(0, 4, 0)
	if n, err := s.PackOlder(ctx, noon.Add(3*time.Second), later, 100); err != nil || n != 3 {
		t.Fatalf("packed %d, %v; three checks are older", n, err)
	}
	for range 3 {
		if _, err := s.PackOlder(ctx, later, later, 2); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.PackOlder(ctx, later, later, 100); err != nil || n != 0 {
		t.Fatalf("all are packed, and %d more, %v", n, err)
	}
	var left int64
	if err := s.read.Raw("SELECT (SELECT count(*) FROM check_log WHERE typeof(raw) <> 'blob') + (SELECT count(*) FROM record WHERE kind = 'check' AND typeof(body) <> 'blob')").Scan(&left).Error; err != nil || left != 0 {
		t.Errorf("%d texts are not packed, %v", left, err)
	}
	after, err := s.Checks(ctx, noon, noon.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(before)
	b, _ := json.Marshal(after)
	if !bytes.Equal(a, b) {
		t.Errorf("checks read differently:\n%s\n%s", a, b)
	}
	records, err := s.Records(ctx, "check", "c1")
	if err != nil || len(records) != 1 || records[0].sum() != records[0].Hash {
		t.Errorf("record of a packed check: %+v, %v", records, err)
	}
	if n, h, broken, err := s.Verify(ctx); err != nil || broken != nil || n != count || h != head {
		t.Errorf("verify: %d %s %+v %v; it was %d %s", n, h, broken, err, count, head)
	}
	if err := s.write.Exec("UPDATE record SET body = x'28B52FFD' WHERE kind = 'check'").Error; err == nil {
		t.Error("a packed record was written anew")
	}
	if err := s.write.Exec("UPDATE record SET body = '{}' WHERE kind = 'cash'").Error; err == nil {
		t.Error("the text of a record was written anew")
	}
	// Somebody with a database editor changes a bit inside a packed text.
	db := knife(t, s)
	// The row first: it is judged by a sound chain only.
	for _, sql := range []string{"UPDATE check_log SET raw = CAST(substr(raw, 1, 12) || x'00' || substr(raw, 14) AS BLOB) WHERE id = 'c2'",
		"UPDATE record SET body = CAST(substr(body, 1, 20) || x'00' || substr(body, 22) AS BLOB) WHERE subject = 'c2'"} {
		tx := db.Begin()
		if err := tx.Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
		tx.Commit()
		if _, _, broken, err := s.Verify(ctx); err != nil || broken == nil || broken.Subject != "c2" {
			t.Errorf("%s: %+v, %v", sql, broken, err)
		}
	}
}

// TestPackedTextsOfTheFirstDayAreStillRead holds the sample fast: texts packed with it stand in journals for five years.
func TestPackedTextsOfTheFirstDayAreStillRead(t *testing.T) {
	file := filepath.Join("testdata", "packed-1.zst")
	want := []byte(`{"id":"c1","verdict":{"decision":"allow"},"raw":[{"channel":"tspiot","body":{"codes":[{"found":true,"sold":false}]}}],"cashier":"Анна"}`)
	b, err := os.ReadFile(file)
	if os.IsNotExist(err) && os.Getenv("DOBRO_MAKE") != "" {
		if b, err = pack(want); err == nil {
			err = os.WriteFile(file, b, 0o644)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := unpacked(b); !bytes.Equal(got, want) {
		t.Errorf("reads %q", got)
	}
	if len(b) > len(want)*3/4 {
		t.Errorf("%d bytes of %d", len(b), len(want))
	}
}

func FuzzUnpackedNeverPanics(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add(packedMark)
	f.Add([]byte{0x28, 0xB5, 0x2F, 0xFD, 0x24, 0x01, 0x01, 0, 0, 'x'})
	f.Fuzz(func(t *testing.T, b []byte) {
		if !bytes.HasPrefix(b, packedMark) && !bytes.Equal(unpacked(b), b) {
			t.Error("a plain text changed")
		}
		unpacked(b)
	})
}
