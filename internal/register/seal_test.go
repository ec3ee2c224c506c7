package register

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dobro/internal/store"
)

// slips is a printer that also prints texts, or refuses to.
type slips struct {
	*able
	lines  []string
	refuse error
}

func (p *slips) PrintText(_ context.Context, lines []string) error {
	p.lines = append(p.lines, lines...)
	return p.refuse
}

func TestCodeOfTheSealIsPrintedBeforeTheZReport(t *testing.T) {
	paper := &slips{able: newAble()}
	s, ctx := selling(t, paper.able, func(p *Params) { p.Printer = paper })
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, cash("45.50")))
	before, err := s.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.must("", s.till.CloseShift(ctx))
	seals, err := s.store.Seals(ctx, time.Time{}, time.Now().AddDate(1000, 0, 0))
	if err != nil || len(seals) != 1 || seals[0].Seq != before.Seq || seals[0].Head != before.Hash {
		t.Fatalf("seals %+v, %v; before the report the journal ended with %d %s", seals, err, before.Seq, before.Hash)
	}
	if len(paper.lines) != 3 || paper.lines[1] != seals[0].Code || !strings.Contains(paper.lines[2], "records") && !strings.Contains(paper.lines[2], "count") {
		t.Errorf("printed %q, the seal is %+v", paper.lines, seals[0])
	}
	if got, err := s.store.SealOf(ctx, paper.lines[1]); err != nil || got != seals[0] {
		t.Errorf("the code on paper leads to %+v, %v", got, err)
	}
}

func TestShiftClosesThoughTheSlipIsRefused(t *testing.T) {
	paper := &slips{able: newAble(), refuse: errors.New("no such command")}
	s, ctx := selling(t, paper.able, func(p *Params) { p.Printer = paper })
	s.must("", s.till.CloseShift(ctx))
	if s.till.View().Shift.Open {
		t.Error("the shift is still open")
	}
	if list, err := s.store.Seals(ctx, time.Time{}, time.Now().AddDate(1000, 0, 0)); err != nil || len(list) != 1 {
		t.Errorf("the journal is not sealed: %+v, %v", list, err)
	}
	if _, _, broken, err := s.store.Verify(ctx); err != nil || broken != (*store.Broken)(nil) {
		t.Errorf("%+v %v", broken, err)
	}
}
