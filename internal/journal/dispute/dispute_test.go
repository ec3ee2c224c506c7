package dispute

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/journal"
	"dobro/internal/journal/deviations"
	"dobro/internal/journal/paper"
	"dobro/internal/journal/shoptest"
	"dobro/internal/lang"
	"dobro/internal/store"

	"github.com/xuri/excelize/v2"
)

var (
	msk   = time.FixedZone("MSK", 3*3600)
	first = time.Date(2026, 9, 1, 0, 0, 0, 0, msk)
)

// made is a shop's day and the operator's list of it: every third check of the day, one code twice, and one that this till never saw.
func made(t *testing.T) (Params, []deviations.Finding) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := shoptest.Fill(ctx, s, shoptest.Params{First: first, Days: 1, PerDay: 300, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Checks(ctx, first, first.AddDate(0, 0, 1))
	if err != nil || len(list) < 300 {
		t.Fatal(len(list), err)
	}
	var rows []deviations.Row
	for i, c := range list {
		if i%3 == 0 {
			rows = append(rows, deviations.Row{Line: len(rows) + 2, Code: c.Cis, Cis: c.Cis, At: c.At.Add(time.Minute), Kind: "Продажа без проверки КМ"})
		}
	}
	rows = append(rows, deviations.Row{Line: len(rows) + 2, Cis: "0104670540176099215Чужой1", At: first})
	found, err := deviations.Match(ctx, s, rows)
	if err != nil {
		t.Fatal(err)
	}
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	var fonts paper.Fonts
	for name, to := range map[string]*[]byte{"Regular": &fonts.Regular, "Bold": &fonts.Bold} {
		if *to, err = assets.Files.ReadFile("fonts/NotoSans-" + name + ".ttf"); err != nil {
			t.Fatal(err)
		}
	}
	shop := journal.Shop{Name: "ООО «Ромашка»", INN: "7700000009", Address: "Москва, ул. Мира, 1", Timezone: "Europe/Moscow"}
	return Params{Log: journal.Log{Store: s}, Shop: shop, Zone: msk, Now: first.AddDate(0, 0, 7), Words: words, Fonts: fonts, File: "/отклонения/сентябрь.xlsx", Findings: found}, found
}

func TestPapersHoldEveryRowAndEqualTheJournal(t *testing.T) {
	ctx := context.Background()
	p, found := made(t)
	steps := 0
	p.Progress = func(done, all int) {
		if steps++; done > all || done < 1 {
			t.Errorf("%d of %d", done, all)
		}
	}
	dir := filepath.Join(t.TempDir(), "бумаги")
	n, err := Write(ctx, p, dir)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != n || steps == 0 {
		t.Fatalf("%d files of %d, %v, %d steps", len(entries), n, err, steps)
	}
	book, err := excelize.OpenFile(filepath.Join(dir, "итоги.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Отклонения")
	if err != nil || len(rows) != len(found)+1 {
		t.Fatalf("%d rows, %v; want %d", len(rows), err, len(found)+1)
	}
	for i, f := range found {
		row := append(rows[i+1], make([]string, 8)...)
		if has := row[7] != ""; has != Provable(f.Sort) {
			t.Errorf("row %d is %s and the proof is %q", f.Row.Line, f.Sort, row[7])
		}
		if row[7] != "" {
			if _, err := os.Stat(filepath.Join(dir, row[7])); err != nil {
				t.Errorf("row %d names %s: %v", f.Row.Line, row[7], err)
			}
		}
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("poppler-utils is missing: .ci/setup installs it")
	}
	proofs := 0
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".pdf" {
			proofs += equal(t, p, filepath.Join(dir, e.Name()))
		}
	}
	if want := len(found) - Count(found)[deviations.Look] - Count(found)[deviations.NotOurs]; proofs != want {
		t.Errorf("%d codes are proved, want %d", proofs, want)
	}
	if shots := os.Getenv("DOBRO_SHOTS"); shots != "" {
		for _, name := range []string{"1-made-001", "2-offline-001"} {
			if out, err := exec.Command("pdftoppm", "-r", "70", "-png", filepath.Join(dir, name+".pdf"), filepath.Join(shots, name)).CombinedOutput(); err != nil {
				t.Errorf("%v %s", err, out)
			}
		}
	}
}

// equal holds the facts inside a proof against the journal and against the text on its pages; it returns how many codes it proves.
func equal(t *testing.T, p Params, file string) int {
	t.Helper()
	ctx := context.Background()
	inside := t.TempDir()
	if out, err := exec.Command("pdfdetach", "-saveall", "-o", inside, file).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(inside, paper.Attached))
	if err != nil {
		t.Fatal(err)
	}
	letter, err := os.ReadFile(filepath.Join(inside, paper.LetterAttached))
	if err != nil {
		t.Fatal(err)
	}
	outside, err := os.ReadFile(strings.TrimSuffix(file, ".pdf") + ".txt")
	if err != nil || strings.ReplaceAll(strings.TrimPrefix(string(outside), "\ufeff"), "\r\n", "\n") != string(letter) {
		t.Errorf("the letter beside %s is not the one inside: %v", file, err)
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Подтверждение проверки кодов маркировки", "Письмо в поддержку оператора", "ООО «Ромашка»", "support@crpt.ru"} {
		if !bytes.Contains(text, []byte(word)) {
			t.Errorf("%s does not show %q as text", file, word)
		}
	}
	var proof journal.Proof
	if err := json.Unmarshal(b, &proof); err != nil {
		t.Fatal(err)
	}
	for _, item := range proof.Items {
		c, err := p.Log.Store.Check(ctx, item.Check.ID)
		if err != nil {
			t.Fatal(err)
		}
		var v struct {
			Decision string
			Evidence struct {
				ReqID        string
				ReqTimestamp int64
			}
		}
		if err := json.Unmarshal(c.Verdict, &v); err != nil {
			t.Fatal(err)
		}
		switch at, err := time.Parse(time.RFC3339Nano, item.Check.At); {
		case err != nil || !at.Equal(c.At) || string(item.Check.Decision) != v.Decision || item.Check.ReqID != v.Evidence.ReqID || item.Check.ReqMillis != v.Evidence.ReqTimestamp ||
			item.Check.Offline != c.Offline || item.Cis != c.Cis:
			t.Errorf("the facts differ from check %s: %+v", c.ID, item.Check)
		case !bytes.Contains(letter, []byte(item.Cis)):
			t.Errorf("the letter does not name %s", item.Cis)
		}
		if item.Receipt != nil {
			rec, err := p.Log.Store.Receipt(ctx, item.Receipt.ID)
			if err != nil || rec.FD != item.Receipt.FD || rec.FP != item.Receipt.FP || rec.Lines[item.Receipt.Line-1].Tag1265 != item.Receipt.Tags["1265"] {
				t.Errorf("the facts differ from receipt %s, %v: %+v", rec.ID, err, item.Receipt)
			}
		}
		for _, r := range item.Records {
			if r.Hash == "" || r.Seal == "" {
				t.Errorf("record %d has no hash or no seal", r.Seq)
			}
		}
	}
	return len(proof.Items)
}

func TestArchiveHoldsTheSamePapersOrIsNotThere(t *testing.T) {
	p, _ := made(t)
	file := filepath.Join(t.TempDir(), "ответ.zip")
	n, err := Write(context.Background(), p, file)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) != n {
		t.Errorf("%d files in the archive, want %d", len(z.File), n)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if size, err := io.Copy(io.Discard, r); err != nil || size == 0 {
			t.Errorf("%s: %d bytes, %v", f.Name, size, err)
		}
		r.Close()
	}
	stopped, cancel := context.WithCancel(context.Background())
	p.Progress = func(int, int) { cancel() }
	dir := t.TempDir()
	if _, err := Write(stopped, p, filepath.Join(dir, "нет.zip")); err == nil {
		t.Error("a cancelled archive was called done")
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("a cancelled archive left %v", left)
	}
}
