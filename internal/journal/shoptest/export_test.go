package shoptest

import (
	"context"
	"io"
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/journal"
	"dobro/internal/journal/paper"
	"dobro/internal/journal/sheets"
	"dobro/internal/lang"
	"dobro/internal/store"
)

// BenchmarkExport writes a month of a busy shop in each format.
func BenchmarkExport(b *testing.B) {
	s := big(b)
	l := journal.Log{Store: s}
	files, err := assets.Translations()
	if err != nil {
		b.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		b.Fatal(err)
	}
	var fonts paper.Fonts
	if fonts.Regular, err = assets.Files.ReadFile("fonts/NotoSans-Regular.ttf"); err != nil {
		b.Fatal(err)
	}
	if fonts.Bold, err = assets.Files.ReadFile("fonts/NotoSans-Bold.ttf"); err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	_, ended, err := s.Reach(ctx)
	if err != nil {
		b.Fatal(err)
	}
	// The month before the last one: a shop grows, so it is among the fullest, and is whole.
	r := journal.Request{First: ended.AddDate(0, 0, -60), Last: ended.AddDate(0, 0, -31), Zone: Moscow, Words: words}
	for name, write := range map[string]func(w io.Writer) error{
		"json": func(w io.Writer) error { return l.WriteJSON(ctx, w, r) },
		"csv":  func(w io.Writer) error { return sheets.WriteCSV(ctx, w, l, r) },
		"xlsx": func(w io.Writer) error { return sheets.WriteXLSX(ctx, w, l, r) },
		"pdf":  func(w io.Writer) error { return paper.WriteReport(ctx, w, fonts, words, l, r) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLookUps is what the screens and the register ask.
func BenchmarkLookUps(b *testing.B) {
	s := big(b)
	ctx := context.Background()
	var sample store.Check
	err := s.CheckPages(ctx, first.AddDate(0, 0, 150), first.AddDate(0, 0, 151), false, func(list []store.Check) error {
		sample = list[len(list)/2]
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, ask := range map[string]func() error{
		"sold here":     func() error { _, _, _, err := s.SoldHere(ctx, sample.Cis); return err },
		"checks of":     func() error { _, err := s.ChecksOf(ctx, sample.Cis); return err },
		"receipts with": func() error { _, err := s.ReceiptsWith(ctx, sample.Cis); return err },
		"shift totals":  func() error { _, _, err := s.ShiftTotals(ctx, FN, 100); return err },
		"drawer":        func() error { _, err := s.Drawer(ctx); return err },
		"proof": func() error {
			_, err := journal.Log{Store: s}.ProveCode(ctx, journal.Shop{}, sample.Cis, time.UTC, first)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
