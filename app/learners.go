package main

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"dobro/internal/lesson"
	"dobro/internal/probe"
	"dobro/internal/staff"
	"dobro/ui/office"
)

// Lessons implements ui.Desk: everybody who may sell here with the last lesson, and those who learnt under another
// name.
func (d *desk) Lessons(ctx context.Context) ([]office.Learner, error) {
	results, err := lesson.Read(filepath.Join(d.p.dir, trainingFolder, trainingResults))
	if err != nil {
		return nil, err
	}
	people, err := d.t.store.People(ctx)
	if err != nil {
		return nil, err
	}
	byName := map[string]*office.Learner{}
	for _, p := range people {
		if staff.Role(p.Role) != staff.Installer {
			byName[p.Name] = &office.Learner{Name: p.Name, Level: probe.Off}
		}
	}
	for _, r := range results { // the newest first
		l, ok := byName[r.Who]
		if !ok {
			l = &office.Learner{Name: r.Who}
			byName[r.Who] = l
		}
		l.Lesson++
		if !l.At.IsZero() {
			continue
		}
		mistakes, hints, took := r.Sums()
		l.At, l.Score, l.Most = r.At, r.Score, lesson.Full*lesson.Count
		l.Grade, l.Level = d.p.words.T("office.grade."+string(r.Grade())), probe.Well
		if r.Grade() == lesson.Again {
			l.Level = probe.Warn
		}
		l.About = d.p.words.T("training.result.line", "tasks", r.Tasks(), "mistakes", mistakes, "hints", hints, "minutes", int(took.Minutes()+0.5))
	}
	var out []office.Learner
	for _, l := range byName {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b office.Learner) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}
