package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCodeOfASealIsFoundAsAPersonTypesIt(t *testing.T) {
	ctx, s := context.Background(), madeJournal(t)
	list, err := s.Seals(ctx, noon, noon.AddDate(0, 0, 1))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	code := list[0].Code
	for name, text := range map[string]string{"как напечатан": code, "строчными": strings.ToLower(code), "без черты": strings.ReplaceAll(code, "-", ""),
		"с пробелами": " " + strings.ReplaceAll(code, "-", " – ") + " ", "буквы вместо цифр": strings.NewReplacer("0", "O", "1", "l").Replace(code)} {
		if got, err := s.SealOf(ctx, text); err != nil || got != list[0] {
			t.Errorf("%s: %q gives %+v, %v", name, text, got, err)
		}
	}
	for _, text := range []string{"", "00000-00000", "UUUUU-UUUUU", code + "0", code[:9], "Привет"} {
		if got, err := s.SealOf(ctx, text); !errors.Is(err, ErrNone) {
			t.Errorf("%q gives %+v, %v", text, got, err)
		}
	}
}

func FuzzJSONThatIsCompactStandsAsItIs(f *testing.F) {
	for _, seed := range []string{`{}`, `{ "a": 1 }`, `"<"`, `"a b"`, `"\\"`, `"\""`, `"№ «»"`, "\"\u2028\"", `[1,"x y",{"\u003c":null}]`, `{"a" :1}`, "\"\xff\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if !json.Valid(b) || !compact(b) {
			return
		}
		if got, err := json.Marshal(json.RawMessage(b)); err != nil || !bytes.Equal(got, b) {
			t.Errorf("%q is called compact and becomes %q, %v", b, got, err)
		}
	})
}

// TestAnyBitOfTheFileThatChangesARowIsFound turns bits of the file itself, as a failing disk or somebody with a hex editor does. What
// SQLite then still reads as before was no row: a free page, an index, a table outside the chain. Everything else has to be found, or
// the file has to be called damaged.
func TestAnyBitOfTheFileThatChangesARowIsFound(t *testing.T) {
	ctx := context.Background()
	whole := filepath.Join(t.TempDir(), "copy.db")
	if err := madeJournal(t).Backup(ctx, whole); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	times := 1200
	if testing.Short() {
		times = 200
	}
	var used []int // a small journal is mostly empty pages
	for at, b := range good {
		if b != 0 {
			used = append(used, at)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "journal.db")
	if err := os.WriteFile(file, good, 0o644); err != nil {
		t.Fatal(err)
	}
	want := picture(t, dir)
	if strings.Contains(want, "unreadable") || len(want) < 10_000 {
		t.Fatalf("a sound file reads as %d bytes", len(want))
	}
	rng := rand.New(rand.NewPCG(17, 4))
	var found, damaged, same int
	for range times {
		bad := bytes.Clone(good)
		at, bit := used[rng.IntN(len(used))], byte(1)<<rng.IntN(8)
		bad[at] ^= bit
		if err := os.WriteFile(file, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		now := picture(t, dir)
		s, err := Open(ctx, Params{Dir: dir, ReadOnly: true})
		if err != nil {
			damaged++
			continue
		}
		_, _, broken, err := s.Verify(ctx)
		s.Close()
		switch {
		case err != nil:
			damaged++
		case broken != nil:
			found++
		case now == want:
			same++
		default:
			was, is := differing(want, now)
			t.Fatalf("bit %08b of byte %d changed what stands in the tables, and the journal is called sound:\n%s\n%s", bit, at, was, is)
		}
	}
	t.Logf("of %d single bits: %d named by their record, %d a damaged file, %d in no row of the shop's facts", times, found, damaged, same)
	if found < times/10 {
		t.Errorf("only %d were found", found)
	}
}

// picture is everything that the proved tables hold, as SQLite reads it.
func picture(t *testing.T, dir string) string {
	t.Helper()
	s, err := Open(context.Background(), Params{Dir: dir, ReadOnly: true})
	if err != nil {
		return "unreadable: " + err.Error()
	}
	defer s.Close()
	var all []string
	for table, list := range map[string]string{"record": "seq, at, kind, subject, body, prev, hash", tableReceipt: "", tableLine: "", tablePayment: "", tableCheck: "",
		tableShift: "", tableCash: "", tableCharge: "", tablePerson: ""} {
		if list == "" {
			list = strings.Join(columns[table], ", ")
		}
		if table == tableCheck {
			list += ", approved, approval"
		}
		all = append(all, read(s, table, list))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func read(s *Store, table, list string) string {
	var b strings.Builder
	b.WriteString(table)
	rows, err := s.read.Raw("SELECT " + list + " FROM " + table).Rows()
	if err != nil {
		return b.String() + " unreadable: " + err.Error()
	}
	defer rows.Close()
	values := make([]any, strings.Count(list, ",")+1)
	dest := make([]any, len(values))
	for i := range values {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return b.String() + " unreadable: " + err.Error()
		}
		fmt.Fprintf(&b, "\n%q", values)
	}
	if err := rows.Err(); err != nil {
		return b.String() + " unreadable: " + err.Error()
	}
	return b.String()
}
