package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dobro/internal/lesson"
	"dobro/internal/probe"
	"dobro/internal/staff"
	"dobro/internal/store"
)

func TestTheOwnerSeesWhoLearnt(t *testing.T) {
	p := &program{options: options{data: t.TempDir()}, words: catalogue(t, "ru")}
	p.dir = p.data
	s, err := store.Open(t.Context(), store.Params{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	who := staff.New(s, time.Now)
	for name, role := range map[string]staff.Role{"Вера": staff.Owner, "Анна": staff.Cashier, "Борис": staff.Cashier, "Мастер": staff.Installer} {
		if _, err := who.Add(t.Context(), name, role, map[string]string{"Вера": "3333", "Анна": "1111", "Борис": "2222", "Мастер": "4444"}[name]); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(p.dir, trainingFolder, trainingResults)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	well := make([]lesson.Mark, lesson.Count)
	for i := range well {
		well[i].Points = lesson.Full
	}
	for i, r := range []lesson.Result{
		{Who: "Анна", At: at, Score: 30, Marks: well[:3]},
		{Who: "Стажёр", At: at.Add(time.Hour), Score: 20, Marks: well[:2]},
		{Who: "Анна", At: at.Add(2 * time.Hour), Score: lesson.Full * lesson.Count, Marks: well},
	} {
		if err := lesson.Append(file, r); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	list, err := (&desk{p: p, t: &till{store: s}}).Lessons(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name, level string
		score, n    int
	}{{"Анна", probe.Well, 100, 2}, {"Стажёр", probe.Warn, 20, 1}, {"Борис", probe.Off, 0, 0}, {"Вера", probe.Off, 0, 0}}
	if len(list) != len(want) {
		t.Fatalf("%+v", list)
	}
	for i, w := range want {
		if l := list[i]; l.Name != w.name || l.Level != w.level || l.Score != w.score || l.Lesson != w.n || (w.n > 0) != !l.At.IsZero() {
			t.Errorf("%d: %+v, want %+v", i, l, w)
		}
	}
}
