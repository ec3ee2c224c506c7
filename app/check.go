package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/config"
	"dobro/internal/marking"
	"dobro/internal/money"
)

// runCheck answers one verdict a code: `dobro check [--json] [--price 150.00] [--group N] [--at DATE] CODE…`. The code "-" reads
// one a line and answers each, flushed, before it waits for the next.
func runCheck(ctx context.Context, p *program, args []string) int {
	var asJSON bool
	var price, group, at string
	codes, err := flags("check", args, func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
		f.StringVar(&price, "price", "", "")
		f.StringVar(&group, "group", "", "")
		f.StringVar(&at, "at", "", "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(codes) == 0 {
		return p.fail(usage("app.code_wanted"))
	}
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	ask, err := template(cfg, price, group, at)
	if err != nil {
		return p.fail(err)
	}
	permit, err := p.openPermit(ctx, cfg, nil)
	if err != nil {
		return p.fail(err)
	}
	p.acquaint(ctx, &till{cfg: cfg, permit: permit})
	run := &checkRun{p: p, permit: permit, ask: ask, out: bufio.NewWriter(p.out), asJSON: asJSON, worst: exitYes, reasons: map[checks.ReasonCode]int{}}
	err = run.all(ctx, codes)
	switch {
	case errors.Is(err, errStopped):
		return exitFault
	case err != nil:
		return p.fail(err)
	}
	return run.worst
}

// maxLine is far above any marking code.
const maxLine = 64 << 10

// lines hands over every line without its ending; GS inside stays. A line that is too long is handed over cut, so that it gets its
// refusal instead of ending the run.
func lines(in io.Reader, each func(string) error) error {
	r := bufio.NewReaderSize(in, maxLine)
	for {
		text, err := r.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		line := strings.TrimRight(string(text), "\r\n")
		for long && errors.Is(err, bufio.ErrBufferFull) {
			_, err = r.ReadSlice('\n')
		}
		if line != "" {
			if e := each(line); e != nil {
				return e
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read codes: %w", err)
		}
	}
}

// template turns the options into a maker of requests.
func template(cfg config.Config, price, group, at string) (func(raw string) checks.Request, error) {
	var base checks.Request
	if price != "" {
		k, err := money.Parse(price)
		if err != nil || k < 0 {
			return nil, usage("app.bad_price", "value", price)
		}
		base.Price, base.HasPrice = int64(k), true
	}
	if group != "" {
		s, err := schedule()
		if err != nil {
			return nil, err
		}
		g, ok := s.Group(group)
		if !ok {
			return nil, usage("app.bad_group", "value", group)
		}
		base.Group = g.ID
	}
	if at != "" {
		t, err := time.ParseInLocation("2006-01-02T15:04", at, cfg.Shop.Location)
		if err != nil {
			if t, err = day(at, cfg.Shop.Location); err != nil {
				return nil, err
			}
			// A day without an hour is its noon: the day's dates have begun, and no shelf life ends by the zone's edge.
			t = t.Add(12 * time.Hour)
		}
		base.At = t
	}
	reading := readingOf(cfg)
	return func(raw string) checks.Request {
		q := base
		q.Raw = raw
		code, err := marking.ParseWith(raw, reading)
		var unread *marking.Error
		if errors.As(err, &unread) {
			q.Refused, q.Code = unread, marking.Code{Kind: unread.Kind, Cis: unread.Cis, GTIN: unread.GTIN}
			return q
		}
		q.Code = code
		if !q.HasPrice && code.MaxPrice > 0 {
			q.Price, q.HasPrice = code.MaxPrice, true
		}
		return q
	}, nil
}

// worse keeps the exit code of a run: a forbidden code outweighs one that could not be checked.
func worse(have int, v checks.Verdict) int {
	switch {
	case have == exitNo || v.Decision == checks.Forbid:
		return exitNo
	case v.Decision == checks.Ask || v.Has(checks.Unverified):
		return exitUnchecked
	}
	return have
}

func (p *program) printVerdict(w io.Writer, v checks.Verdict, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	fmt.Fprintf(w, "%s  %s\n", p.words.T("decision."+string(v.Decision)), v.Cis)
	for _, r := range v.Reasons {
		fmt.Fprintf(w, "    %s. %s\n", strings.TrimRight(r.Text, "."), r.Action)
	}
	_, err := fmt.Fprintf(w, "    %s\n", p.words.T("check.channel", "channel", p.words.T("channel."+string(v.Channel)), "ms", fmt.Sprintf("%.0f", v.ElapsedMs)))
	return err
}
