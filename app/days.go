package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/journal/paper"
)

// days is what the owner's screens read, with the shop's name and zone.
type days struct {
	journal.Log
	p   *program
	cfg config.Config
}

// StoryOfLine implements ui.Days.
func (d days) StoryOfLine(ctx context.Context, receipt string, n int) (journal.Story, error) {
	return d.Log.StoryOfLine(ctx, receipt, n, d.cfg.Shop.Location)
}

// StoryOfCheck implements ui.Days.
func (d days) StoryOfCheck(ctx context.Context, id string) (journal.Story, error) {
	return d.Log.StoryOfCheck(ctx, id, d.cfg.Shop.Location)
}

// Prove implements ui.Days.
func (d days) Prove(ctx context.Context, receipt, cis string) (string, error) {
	now := time.Now()
	var proof journal.Proof
	var err error
	if receipt != "" {
		proof, err = d.ProveReceipt(ctx, shopOf(d.cfg), receipt, d.cfg.Shop.Location, now)
	} else {
		proof, err = d.ProveCode(ctx, shopOf(d.cfg), cis, d.cfg.Shop.Location, now)
	}
	if err != nil {
		return "", err
	}
	fonts, err := paperFonts()
	if err != nil {
		return "", err
	}
	return d.write("proof-"+now.In(d.cfg.Shop.Location).Format("2006-01-02-150405")+".pdf", func(w io.Writer) error { return paper.WriteProof(w, fonts, d.p.words, proof) })
}

// Export implements ui.Days.
func (d days) Export(ctx context.Context, format string, a journal.Ask, progress func(done, of int)) (string, error) {
	zone := d.cfg.Shop.Location
	first, last := a.From.In(zone), a.To.Add(-time.Millisecond).In(zone)
	begun, ended, err := d.Store.Reach(ctx)
	if err != nil {
		return "", err
	}
	if first.Before(begun) { // «all five years» begin with the first day of the journal
		first = begun.In(zone)
	}
	if last.After(ended) {
		last = ended.In(zone)
	}
	if last.Before(first) {
		last = first
	}
	r := journal.Request{Shop: shopOf(d.cfg), First: first, Last: last, Zone: zone, Words: d.p.words, Progress: progress, Only: a}
	name := fmt.Sprintf("dobro-%s-%s.%s", first.Format(time.DateOnly), last.Format(time.DateOnly), format)
	return d.write(name, func(w io.Writer) error { return exporters[format](ctx, w, d.Log, r, d.p.words) })
}

// write puts a file where the owner finds it: the folder of his documents, else beside the journal.
func (d days) write(name string, fill func(w io.Writer) error) (string, error) {
	folder := filepath.Join(d.p.dir, "exports")
	if home, err := os.UserHomeDir(); err == nil {
		if docs := filepath.Join(home, "Documents"); isFolder(docs) {
			folder = filepath.Join(docs, "Dobro")
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of exports: %w", err)
	}
	file := filepath.Join(folder, name)
	return file, d.p.writeFile(file, fill)
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
