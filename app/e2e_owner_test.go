//go:build e2e

package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim"
	"dobro/internal/sim/fault"

	"github.com/xuri/excelize/v2"
)

// evening is a shop's day: a sale online, one offline, a stopped one, a return and money put in. It returns the receipts in their
// order and the codes of the goods sold.
func (o *outside) evening() (receipts []fields, online, offline string) {
	o.t.Helper()
	o.furnish()
	s := newShelf(o.t, 21)
	online, offline = s.code(), s.code()
	k := o.talk()
	k.say(do("login", "pin", "2222"), do("open_shift"), do("cash_in", "sum", "500.00"), do("scan", "raw", online), do("scan", "raw", s.barcode()), payCash("50000"))
	receipts = append(receipts, k.until("receipt"))
	k.say(do("scan", "raw", certification[4].code)) // sold elsewhere
	for v := k.until("verdict"); v["decision"] != "forbid"; v = k.until("verdict") {
	}
	if err := o.world.Faults.Set(sim.TSPIoT, fault.Fault{Kind: fault.Delay, DelayMs: 6000}); err != nil {
		o.t.Fatal(err)
	}
	k.say(do("scan", "raw", offline))
	k.until("verdict")
	o.world.Faults.ClearAll()
	k.say(payCash("50000"))
	receipts = append(receipts, k.until("receipt"))
	k.say(do("close_shift"))
	if _, code := k.end(); code != exitYes {
		o.t.Fatalf("the evening ended with %d: %v", code, k.all)
	}
	return receipts, online, offline
}

// export writes the days around now in one format.
func (o *outside) export(format, name string) string {
	o.t.Helper()
	file := filepath.Join(o.t.TempDir(), name)
	o.want(exitYes, "", "export", "--from", time.Now().AddDate(0, 0, -1).Format(time.DateOnly), "--to", time.Now().AddDate(0, 0, 1).Format(time.DateOnly),
		"--format", format, "--out", file)
	return file
}

// tool runs a program of the system that reads PDFs.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v %s", name, args, err, out)
	}
	return string(out)
}

func TestOwnerGetsTheEveningInEveryFormat(t *testing.T) {
	o := begin(t, "")
	o.evening()
	want := o.journal()
	t.Run("xlsx", func(t *testing.T) {
		f, err := excelize.OpenFile(o.export("xlsx", "вечер.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got := strings.Join(f.GetSheetList(), " "); got != "Чеки Строки Проверки Смены Деньги Разрешения старших О выгрузке" {
			t.Errorf("sheets %q", got)
		}
		rows, err := f.GetRows("Чеки")
		if err != nil || len(rows) != len(want.Receipts)+2 || rows[0][0] != "Дата и время" || rows[len(rows)-1][0] != "Итого" {
			t.Errorf("Чеки: %d rows for %d receipts, %v: %q", len(rows), len(want.Receipts), err, rows)
		}
		if rows, err := f.GetRows("Проверки"); err != nil || len(rows) != len(want.Checks)+1 {
			t.Errorf("Проверки: %d rows for %d checks, %v", len(rows), len(want.Checks), err)
		}
	})
	t.Run("csv", func(t *testing.T) {
		b, err := os.ReadFile(o.export("csv", "вечер.csv"))
		if err != nil || !bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
			t.Fatalf("%v, begins with %q", err, b[:min(len(b), 8)])
		}
		r := csv.NewReader(bytes.NewReader(b[3:]))
		r.Comma = ';'
		rows, err := r.ReadAll()
		lines := 0
		for _, rec := range want.Receipts {
			lines += len(rec.Lines)
		}
		if err != nil || len(rows) != 1+lines+1 { // heading, lines, the stopped check
			t.Fatalf("%d rows for %d lines and a stopped check, %v", len(rows), lines, err)
		}
		if text := string(b); !strings.Contains(text, "проверка без продажи") || !strings.Contains(text, "выведен из оборота") {
			t.Errorf("the stopped sale is not there:\n%s", text)
		}
	})
	t.Run("csv.zip", func(t *testing.T) {
		z, err := zip.OpenReader(o.export("csv", "вечер.zip"))
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		var names []string
		for _, f := range z.File {
			names = append(names, f.Name)
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(r); err != nil || !bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
		if got := strings.Join(names, " "); got != "Чеки.csv Строки.csv Проверки.csv Смены.csv Деньги.csv Разрешения старших.csv О выгрузке.csv" {
			t.Errorf("the archive holds %s", got)
		}
	})
	t.Run("pdf", func(t *testing.T) {
		file := o.export("pdf", "вечер.pdf")
		text := tool(t, "pdftotext", "-layout", file, "-")
		for _, word := range []string{"Отчёт о продажах и проверках", "3 проверки, 1 продажа остановлена, 1 офлайн, 0 без проверки", "ООО «Ромашка»", "выведен из оборота", "Остановленные продажи"} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), word) {
				t.Errorf("the report lacks %q:\n%s", word, text)
			}
		}
		o.picture(t, file, "report")
	})
}

// picture keeps the pages of a PDF as PNG where the shots are wanted.
func (o *outside) picture(t *testing.T, file, name string) {
	t.Helper()
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		tool(t, "pdftoppm", "-r", "80", "-png", file, filepath.Join(dir, name))
	}
}

func TestProofStandsUp(t *testing.T) {
	o := begin(t, "")
	receipts, online, offline := o.evening()
	dir := t.TempDir()
	proof := func(name string, args ...string) (text string, facts fields) {
		t.Helper()
		file := filepath.Join(dir, name+".pdf")
		o.want(exitYes, "", append([]string{"proof", "--out", file}, args...)...)
		text = strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", file, "-")), " ")
		inside := filepath.Join(dir, name+".json")
		tool(t, "pdfdetach", "-save", "1", "-o", inside, file)
		b, err := os.ReadFile(inside)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &facts); err != nil {
			t.Fatalf("the attached facts are no JSON: %v", err)
		}
		for _, secret := range []string{online, offline, certification[4].code} {
			if quoted, _ := json.Marshal(secret); bytes.Contains(b, quoted[1:len(quoted)-1]) || bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s shows the check part of a code", name)
			}
		}
		o.picture(t, file, name)
		return text, facts
	}
	item := func(f fields, n int) fields { return f["items"].([]any)[n].(fields) }
	has := func(name, text string, words ...string) {
		t.Helper()
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s lacks %q:\n%s", name, word, text)
			}
		}
	}

	text, f := proof("proof-receipt", "--receipt", receipts[0]["id"].(string))
	has("the proof of a receipt", text, "Подтверждение проверки кодов маркировки", "ООО «Ромашка», ИНН 7700000009", "Проверен онлайн. Товар продан.", "проверен до продажи",
		"1262: 030", "1263: 21.11.2023", "1264: 1944", "1265: UUID=", receipts[0]["fp"].(string), "UTC", "Хеш")
	sold := item(f, 0)
	if sold["outcome"] != "sold" || sold["receipt"].(fields)["fd"] != receipts[0]["fd"] {
		t.Errorf("facts of the sale: %v", sold)
	}
	var want fields
	for _, c := range o.journal().Checks {
		if c["id"] == sold["check"].(fields)["id"] {
			want = c
		}
	}
	if want == nil || sold["check"].(fields)["reqId"] != want["evidence"].(fields)["reqId"] || sold["check"].(fields)["at"] != want["at"] ||
		sold["receipt"].(fields)["tags"].(fields)["1265"] != want["evidence"].(fields)["tag1265"] {
		t.Errorf("the facts differ from the journal:\n%v\n%v", sold, want)
	}

	text, f = proof("proof-offline", "--code", offline)
	has("the proof of an offline check", text, "Проверен офлайн. Товар продан.", "Inst", "Ver", "Почему офлайн", "нет ответа за 2 с", "Запрос отправлен", "ожидание окончено", "&Inst=")
	if why := item(f, 0)["check"].(fields)["whyOffline"].(fields); why["outcome"] != "timeout" || why["start"] == why["end"] {
		t.Errorf("why offline: %v", why)
	}

	// A code without its check part is how the owner knows it from the operator's list.
	text, f = proof("proof-refused", "--code", "0104670540176099215NN*cM")
	has("the proof of a stopped sale", text, "Продажа остановлена кассой.", "Код не попал ни в один чек этой кассы.", "выведен из оборота")
	if stopped := item(f, 0); stopped["outcome"] != "stopped" || stopped["receipt"] != nil || f["journal"].(fields)["receiptsWithCode"] != 0.0 {
		t.Errorf("facts of the stopped sale: %v", stopped)
	}

	for name, args := range map[string][]string{"чужой чек": {"--receipt", "00000000-0000-0000-0000-000000000000"}, "чужой код": {"--code", newShelf(t, 77).code()},
		"не код": {"--code", "молоко"}, "и чек, и код": {"--code", online, "--receipt", "x"}} {
		file := filepath.Join(dir, "none.pdf")
		o.want(exitUsage, "", append([]string{"proof", "--out", file}, args...)...)
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s: a file was written", name)
		}
	}
}

func TestCopyIsTriedAndATouchedRowIsNamed(t *testing.T) {
	o := begin(t, "")
	o.evening()
	copied := filepath.Join(t.TempDir(), "copy.db")
	o.want(exitYes, "", "backup", copied)
	if out := o.want(exitYes, "", "restore", "--check", copied); !strings.Contains(out, "чеков 2") {
		t.Errorf("restore --check says %q", out)
	}
	if out := o.want(exitYes, "", "verify"); !strings.Contains(out, "Журнал цел") {
		t.Errorf("verify says %q", out)
	}
	junk := o.write("junk.db", strings.Repeat("junk", 5000))
	if out := o.want(exitNo, "", "restore", "--check", junk); !strings.Contains(out, "не годится") {
		t.Errorf("restore --check of junk says %q", out)
	}
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	// A cashier's name stands in rows, in their records, in indexes and in what is left of pages that were used before; every place is
	// tried until a row is named.
	touched := filepath.Join(t.TempDir(), "touched.db")
	for at, found := 0, false; !found; at++ {
		next := bytes.Index(b[at:], []byte("Борис"))
		if next < 0 {
			t.Fatal("no place named a row")
		}
		at += next
		c := bytes.Clone(b)
		c[at+1] ^= 1
		if err := os.WriteFile(touched, c, 0o644); err != nil {
			t.Fatal(err)
		}
		out, errs, code := o.run("", "restore", "--check", touched)
		if code != exitNo && code != exitYes {
			t.Fatalf("a copy touched at %d: ended with %d: %s%s", at, code, out, errs)
		}
		found = strings.Contains(out, "строка не совпадает с записью") && strings.Contains(out, "Борис")
	}
}
