//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestListOfDeviationsIsAnsweredByOneCommand gives the operator's list of an evening to the command: an online sale, an offline one, a code
// that the till refused, and one that it never saw.
func TestListOfDeviationsIsAnsweredByOneCommand(t *testing.T) {
	o := begin(t, "")
	_, online, offline := o.evening()
	moscow := time.FixedZone("MSK", 3*3600) // the shop's: lists carry no zone
	now := time.Now().In(moscow).Format("02.01.2006 15:04:05")
	cis := func(code string) string { before, _, _ := strings.Cut(code, "\x1d"); return before }
	list := "Дата;Код маркировки;Вид отклонения\r\n"
	for _, code := range []string{online, offline, certification[4].code, newShelf(t, 77).code()} {
		list += now + ";\"" + strings.ReplaceAll(cis(code), `"`, `""`) + "\";Продажа без проверки КМ\r\n"
	}
	file := filepath.Join(t.TempDir(), "отклонения.csv")
	if err := os.WriteFile(file, []byte(list), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "ответ")
	out := o.want(exitYes, "", "deviations", file, "--out", dir)
	if want := "проверка была\t2\nофлайн: не было связи\t1\nаварийный режим\t0\nвозврат\t0\nнужно посмотреть\t0\nне наша касса\t1\n"; out != want {
		t.Errorf("the command says %q, want %q", out, want)
	}
	for _, name := range []string{"1-made-001.pdf", "1-made-001.txt", "2-offline-001.pdf", "2-offline-001.txt", "итоги.xlsx"} {
		if i, err := os.Stat(filepath.Join(dir, name)); err != nil || i.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", filepath.Join(dir, "2-offline-001.pdf"), "-")), " ")
	for _, word := range []string{"Проверен офлайн. Товар продан.", "Почему офлайн", "Письмо в поддержку оператора", "Итог: офлайн: не было связи"} {
		if !strings.Contains(text, word) {
			t.Errorf("the proof lacks %q", word)
		}
	}
	o.want(exitYes, "", "deviations", file, "--out", filepath.Join(dir, "ответ.zip"))
	for name, args := range map[string][]string{"нет файла": {"deviations", file + "x", "--out", dir}, "не список": {"deviations", filepath.Join(dir, "1-made-001.pdf"), "--out", dir}, "некуда": {"deviations", file}} {
		t.Run(name, func(t *testing.T) { o.want(exitUsage, "", args...) })
	}
}

// TestSealOnPaperIsTheOneThatVerifyAccepts follows the code of a seal from the closing of the shift to the command.
func TestSealOnPaperIsTheOneThatVerifyAccepts(t *testing.T) {
	o := begin(t, "")
	o.evening()
	said := o.want(exitYes, "", "verify")
	_, after, ok := strings.Cut(said, "пломба: ")
	if !ok {
		t.Fatalf("verify says %q", said)
	}
	code := strings.Fields(after)[0]
	if said := o.want(exitYes, "", "verify", "--seal", strings.ToLower(strings.ReplaceAll(code, "-", " "))); !strings.Contains(said, "подходит") {
		t.Errorf("the seal %s: %q", code, said)
	}
	o.want(exitNo, "", "verify", "--seal", "00000-00000")
	o.want(exitUsage, "", "verify", "--seal", "привет")
}
