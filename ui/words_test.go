package ui

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"dobro/checks"
	"dobro/internal/lesson"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/training"
)

var (
	keyInCode = regexp.MustCompile(`"(ui\.[a-z0-9_.]*)"`)
	place     = regexp.MustCompile(`\{[a-z]+\}`)
)

// made are the keys that the code puts together: what the literal begins with, and what may follow.
var made = map[string][]string{
	"ui.outcome.":      outcomes(),
	"ui.channel.":      {string(checks.ChannelTSPIoT), string(checks.ChannelTrueAPI), string(checks.ChannelLocalModule), string(checks.ChannelCache), string(checks.ChannelNone)},
	"ui.details.":      {"product", "reason", "operator", "code", "channel", "request", "at", "elapsed", "step"},
	"ui.line.":         {string(register.LineChecking), string(register.LineAllowed), string(register.LineWarning), string(register.LineAsk), string(register.LineApproved), "allowed_offline", "warning_offline"},
	"ui.log.decision.": {string(checks.Allow), string(checks.Ask), string(checks.Forbid)},
	"ui.log.kind.":     {string(sale.Sale), string(sale.Return), string(sale.Correction)},
	"ui.log.state.":    {string(sale.Open), string(sale.Held), string(sale.Sending), string(sale.Unknown), string(sale.NotFiscal), string(sale.Cancelled)},
	"ui.measure.":      {string(sale.Kilogram), string(sale.Litre), string(sale.Metre)},
	"ui.role.":         {string(register.Cashier), string(register.Senior), string(register.Owner), string(register.Installer)},
	"ui.unit.":         {string(sale.Piece), string(sale.Kilogram), string(sale.Litre), string(sale.Metre)},
}

func outcomes() []string {
	var all []string
	for _, o := range checks.Outcomes() {
		all = append(all, string(o))
	}
	return all
}

// taught are the keys of the lesson: what is said of each task and of each of its steps.
func taught(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	add := func(group string, names ...string) {
		for _, n := range names {
			keys["ui.lesson."+group+"."+n] = true
		}
	}
	add("grade", string(lesson.Excellent), string(lesson.Good), string(lesson.Again))
	add("package", string(training.Code), string(training.Barcode))
	add("mistake", lesson.WrongReceipt, lesson.WhileRed, "shift_closed", "empty_receipt", "not_enough_money")
	l := lesson.New(time.Now)
	for at := l.State(); !at.Over(); at = l.State() {
		add("name", at.ID)
		add("task", at.ID)
		for _, step := range at.Steps {
			add("step", at.ID+"."+step.ID)
			add("hint", at.ID+"."+step.ID)
		}
		l.Skip()
	}
	return keys
}

// counted are the keys of sentences with a number.
var counted = []string{"ui.buyer.checked", "ui.banner.refused", "ui.sale.pieces"}

func TestEverySentenceOfTheWindowExistsInBothLanguagesAndIsUsed(t *testing.T) {
	wanted := map[string]bool{"ui.cash.in.do": true, "ui.cash.out.do": true, "ui.recovered.made.do": true, "ui.recovered.not_made.do": true}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range keyInCode.FindAllStringSubmatch(string(b), -1) {
			switch ends, ok := made[m[1]]; {
			case strings.HasPrefix(m[1], "ui.lesson.") && strings.HasSuffix(m[1], "."): // of the lesson, below
			case ok:
				for _, e := range ends {
					wanted[m[1]+e] = true
				}
			case slices.Contains(counted, m[1]):
				for _, e := range []string{".one", ".few", ".many"} {
					wanted[m[1]+e] = true
				}
			default:
				wanted[m[1]] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(wanted, taught(t))
	ru, en := words(t, "ru"), words(t, "en")
	for key := range wanted {
		if !ru.Has(key) || !en.Has(key) {
			t.Errorf("%s: is said in Russian %v, in English %v", key, ru.Has(key), en.Has(key))
		}
	}
	for key := range ru.Keys() {
		// The owner's desk and his answer to the operator's list share their sentences with the commands.
		if !wanted[key] && strings.HasPrefix(key, "ui.") {
			t.Errorf("%s is said and never used", key)
		}
		a, b := place.FindAllString(ru.T(key), -1), place.FindAllString(en.T(key), -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s fills in %v in Russian and %v in English", key, a, b)
		}
	}
}

func TestTheCashierReadsNoTechnicalWords(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		for key, text := range words(t, code).Keys() {
			if strings.HasPrefix(key, "ui.details.") { // for support
				continue
			}
			for _, word := range []string{"timeout", "таймаут", "HTTP", "сервер", "server", "URL", "JSON", "ошибка", "error", "фискализ", "fiscal"} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					t.Errorf("%s (%s) says %q: %s", key, code, word, text)
				}
			}
		}
	}
}

func TestNoCyrillicStandsInTheCode(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for n, line := range strings.Split(string(b), "\n") {
			code, _, _ := strings.Cut(line, "//")
			if strings.ContainsFunc(code, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
				t.Errorf("%s:%d: %s", path, n+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
