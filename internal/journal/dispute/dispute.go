// Package dispute makes what a shop needs to dispute the operator's list of deviations, in one go: a table of all rows and what they turned
// out to be, and for each sort that can be proved the proofs with their letters, in a folder or in one archive.
package dispute

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/journal"
	"dobro/internal/journal/deviations"
	"dobro/internal/journal/paper"
)

// PerProof is how many codes one proof holds: the operator's support gets a letter that can be read.
const PerProof = 50

// Sorts in the order of the papers; the last two have no proof.
var Sorts = []deviations.Sort{deviations.Made, deviations.Offline, deviations.Emergency, deviations.Return, deviations.Look, deviations.NotOurs}

// Provable tells whether there is something to send for a sort.
func Provable(s deviations.Sort) bool { return s != deviations.Look && s != deviations.NotOurs }

// Params of Write. All but Progress are required.
type Params struct {
	Log      journal.Log
	Shop     journal.Shop
	Zone     *time.Location
	Now      time.Time
	Words    paper.Words
	Fonts    paper.Fonts
	File     string // name of the operator's list
	Findings []deviations.Finding
	Progress func(done, all int) // codes proved so far; may be called often
}

// Count is how many rows fell into each sort.
func Count(findings []deviations.Finding) map[deviations.Sort]int {
	out := map[deviations.Sort]int{}
	for _, f := range findings {
		out[f.Sort]++
	}
	return out
}

// Write writes all papers to out: a path that ends with .zip becomes an archive, anything else a folder, made when it is missing. A
// folder may hold other files; papers of the same name are replaced. It returns how many files there are.
func Write(ctx context.Context, p Params, out string) (files int, err error) {
	s, err := open(out)
	if err != nil {
		return 0, err
	}
	defer func() {
		if e := s.close(err == nil); err == nil {
			err = e
		}
	}()
	where := map[int]string{} // line of the list to the file that proves it
	all, done := 0, 0
	parts := map[deviations.Sort][][]deviations.Finding{}
	for _, sort := range Sorts {
		if Provable(sort) {
			parts[sort] = split(p.Findings, sort)
			for _, part := range parts[sort] {
				all += len(part)
			}
		}
	}
	for i, sort := range Sorts {
		for n, part := range parts[sort] {
			if err := ctx.Err(); err != nil {
				return files, err
			}
			name := fmt.Sprintf("%d-%s-%03d", i+1, sort, n+1)
			made, err := p.proof(ctx, s, name, part)
			if err != nil {
				return files, err
			}
			if made {
				files += 2
				for _, f := range part {
					where[f.Row.Line] = name + ".pdf"
				}
			}
			if done += len(part); p.Progress != nil {
				p.Progress(done, all)
			}
		}
	}
	err = s.put(p.Words.T("deviations.table")+".xlsx", func(w io.Writer) error { return p.table(ctx, w, where) })
	return files + 1, err
}

// proof writes one proof with its letter; false when the journal knows nothing any more.
func (p Params) proof(ctx context.Context, s sink, name string, part []deviations.Finding) (bool, error) {
	list := make([]journal.Found, len(part))
	for i, f := range part {
		list[i] = journal.Found{Cis: f.Row.Cis, Check: f.Check, Receipt: f.Receipt,
			Claim: journal.Claim{Line: f.Row.Line, Kind: f.Row.Kind, Sort: string(f.Sort), Why: string(f.Why)}}
		if !f.Row.At.IsZero() {
			list[i].Claim.At = f.Row.At.In(p.Zone).Format(time.RFC3339)
		}
	}
	proof, err := p.Log.ProveList(ctx, p.Shop, filepath.Base(p.File), list, p.Zone, p.Now)
	if errors.Is(err, journal.ErrNothing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := s.put(name+".pdf", func(w io.Writer) error { return paper.WriteProof(w, p.Fonts, p.Words, proof) }); err != nil {
		return false, err
	}
	// Windows' own editor takes UTF-8 only with its mark, and wants CR LF.
	text := "\ufeff" + strings.ReplaceAll(paper.Letter(p.Words, proof), "\n", "\r\n")
	return true, s.put(name+".txt", func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader([]byte(text)))
		return err
	})
}

func split(findings []deviations.Finding, sort deviations.Sort) (out [][]deviations.Finding) {
	var part []deviations.Finding
	for _, f := range findings {
		if f.Sort != sort {
			continue
		}
		if part = append(part, f); len(part) == PerProof {
			out, part = append(out, part), nil
		}
	}
	if len(part) > 0 {
		out = append(out, part)
	}
	return out
}
