package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"dobro/checks"
)

// atOnce is how many codes are asked about at the same time: enough to hide the way to the service, few enough to be polite.
const atOnce = 8

// summaryFrom is how many codes make a run that ends with a summary.
const summaryFrom = 20

// checkRun answers many codes in the order in which they came, some at a time. What has been read is answered and flushed whether or
// not more input follows.
type checkRun struct {
	p       *program
	permit  *permit
	ask     func(raw string) checks.Request
	out     *bufio.Writer
	asJSON  bool
	worst   int
	done    int
	allowed int
	reasons map[checks.ReasonCode]int
	bar     *checkBar
}

func (r *checkRun) all(ctx context.Context, codes []string) error {
	r.bar = newCheckBar(r.p, codes)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	waiting := make(chan chan answered, atOnce-1) // in order; with the one that is waited for its capacity bounds what is out
	var readErr error
	var workers sync.WaitGroup
	go func() {
		defer close(waiting)
		readErr = r.read(codes, func(raw string) error {
			answer := make(chan answered, 1)
			select {
			case waiting <- answer:
			case <-ctx.Done():
				return ctx.Err()
			}
			workers.Go(func() {
				v := r.permit.engine.Check(ctx, r.ask(raw))
				answer <- answered{v, ctx.Err() != nil}
			})
			return nil
		})
	}()
	defer workers.Wait()
	for {
		select {
		case answer, more := <-waiting:
			if !more && (readErr == nil || ctx.Err() == nil) {
				if readErr == nil {
					r.summary()
				}
				return readErr
			}
			if !more {
				return r.stopped()
			}
			a := <-answer
			if a.cutShort {
				return r.stopped()
			}
			if err := r.tell(a.verdict); err != nil {
				return err
			}
		case <-ctx.Done(): // also while the input has nothing more to say
			return r.stopped()
		}
	}
}

// answered is a verdict; one that was cut short by a person who stopped the run says nothing about its code.
type answered struct {
	verdict  checks.Verdict
	cutShort bool
}

// errStopped is a run that a person stopped. What was done until then has been told.
var errStopped = errors.New("the run was stopped")

// stopped ends a run that a person stopped: what was answered is answered and summed, the rest is not asked.
func (r *checkRun) stopped() error {
	if r.bar.w != nil && r.done > 0 {
		fmt.Fprintln(r.bar.w) // below the bar, which stays as far as it came
	}
	r.sum("check.stopped")
	return errStopped
}

func (r *checkRun) read(codes []string, each func(raw string) error) error {
	for _, c := range codes {
		var err error
		if c == "-" {
			err = lines(r.p.in, func(line string) error {
				r.bar.took(line)
				return each(line)
			})
		} else {
			err = each(c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *checkRun) tell(v checks.Verdict) error {
	r.worst = worse(r.worst, v)
	r.done++
	if v.Decision == checks.Allow {
		r.allowed++
	}
	for _, reason := range v.Reasons {
		if reason.Severity != checks.Info {
			r.reasons[reason.Code]++
		}
	}
	if err := r.p.printVerdict(r.out, v, r.asJSON); err != nil {
		return err
	}
	r.bar.show(r.done, false)
	return r.out.Flush()
}

// summary counts a long run by reason.
func (r *checkRun) summary() {
	if r.done < summaryFrom {
		return
	}
	r.bar.show(r.done, true)
	r.sum("check.summary")
}

// sum says how many codes were answered and why not all of them may be sold.
func (r *checkRun) sum(key string) {
	r.p.say(key, "done", r.done, "allowed", r.allowed, "seconds", fmt.Sprintf("%.1f", time.Since(r.bar.begun).Seconds()))
	var codes []checks.ReasonCode
	for code := range r.reasons {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b checks.ReasonCode) int {
		if r.reasons[a] != r.reasons[b] {
			return r.reasons[b] - r.reasons[a]
		}
		return strings.Compare(string(a), string(b))
	})
	for _, code := range codes {
		text, _ := r.p.words.Reason(string(code), nil)
		fmt.Fprintf(r.p.errw, "%8d  %-18s  %s\n", r.reasons[code], code, blank.ReplaceAllString(text, "…"))
	}
}

// blank is the place of an argument in a sentence that stands for many verdicts.
var blank = regexp.MustCompile(`\{[^}]*\}`)

// terminal tells whether a stream is a person's screen.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
