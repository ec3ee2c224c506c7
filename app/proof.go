package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"time"

	"dobro/internal/journal"
	"dobro/internal/journal/paper"
	"dobro/internal/marking"
)

// runProof writes the proof of the checks behind a receipt or about a code: `dobro proof --receipt ID|--code CODE --out FILE.pdf
// [--letter FILE.txt]`. The letter to the operator's support is inside the PDF as well.
func runProof(ctx context.Context, p *program, args []string) int {
	var receipt, code, out, letter string
	rest, err := flags("proof", args, func(f *flag.FlagSet) {
		f.StringVar(&receipt, "receipt", "", "")
		f.StringVar(&code, "code", "", "")
		f.StringVar(&out, "out", "", "")
		f.StringVar(&letter, "letter", "", "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(rest) > 0 || out == "" || (receipt == "") == (code == "") {
		return p.fail(usage("proof.usage"))
	}
	cis := ""
	if code != "" {
		if cis = cisOf(code); cis == "" {
			return p.fail(usage("proof.bad_code", "value", code))
		}
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	log, now := journal.Log{Store: s}, time.Now()
	var proof journal.Proof
	if receipt != "" {
		proof, err = log.ProveReceipt(ctx, shopOf(cfg), receipt, cfg.Shop.Location, now)
	} else {
		proof, err = log.ProveCode(ctx, shopOf(cfg), cis, cfg.Shop.Location, now)
	}
	if errors.Is(err, journal.ErrNothing) {
		return p.fail(usage("proof.nothing", "value", receipt+cis))
	}
	if err != nil {
		return p.fail(err)
	}
	fonts, err := paperFonts()
	if err != nil {
		return p.fail(err)
	}
	if err := p.writeFile(out, func(w io.Writer) error { return paper.WriteProof(w, fonts, p.words, proof) }); err != nil {
		return p.fail(err)
	}
	if letter != "" {
		if err := p.writeFile(letter, func(w io.Writer) error { _, err := io.WriteString(w, paper.Letter(p.words, proof)); return err }); err != nil {
			return p.fail(err)
		}
	}
	if out != "-" {
		p.say("proof.done", "file", out)
	}
	return exitYes
}

// cisOf reads a whole marking code, also one whose check part or separators were lost, and gives its identification; "" when it is
// none.
func cisOf(code string) string {
	c, err := marking.Parse(code)
	var refused *marking.Error
	switch {
	case err == nil:
		return c.Cis
	case errors.As(err, &refused) && refused.Cis != "":
		return refused.Cis
	}
	return ""
}
