package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"time"

	"dobro/internal/recorder"
)

// usualSpan is how much is told when nobody says how much.
const usualSpan = 2 * time.Minute

// runRecord tells from the flight recorder what was, or saves a piece of it: `dobro record [--at 14:32] [--around 2m] [--json] [--save FILE]`.
// Without --at it is everything that is still there. The till may run meanwhile.
func runRecord(_ context.Context, p *program, args []string) int {
	var at, save string
	var around time.Duration
	var asJSON bool
	rest, err := flags("record", args, func(f *flag.FlagSet) {
		f.StringVar(&at, "at", "", "")
		f.StringVar(&save, "save", "", "")
		f.DurationVar(&around, "around", usualSpan, "")
		f.BoolVar(&asJSON, "json", false, "")
	})
	if err == nil && (len(rest) > 0 || around <= 0) {
		err = usage("record.usage")
	}
	if err != nil {
		return p.fail(err)
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	zone := cfg.Shop.Location
	span := recorder.Span{}
	if at != "" {
		when, err := moment(at, time.Now().In(zone))
		if err != nil {
			return p.fail(err)
		}
		span = recorder.Around(when, around)
	}
	all, err := recorder.Read(p.dir)
	if err == nil && len(span.Within(all)) == 0 {
		err = recorder.ErrNone
	}
	switch {
	case errors.Is(err, recorder.ErrNone):
		p.say("record.none")
		return exitNo
	case err != nil:
		return p.fail(err)
	}
	if save != "" {
		if err := p.saveRecording(save, all, span, time.Now()); err != nil {
			return p.fail(err)
		}
		p.say("record.saved", "file", save)
		return exitYes
	}
	if asJSON {
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		for _, l := range span.Within(all) {
			if err := enc.Encode(l); err != nil {
				return p.fail(err)
			}
		}
		return exitYes
	}
	for _, m := range recorder.Story(p.words, span.Within(all)) {
		fmt.Fprintf(p.out, "%s  %s %s\n", m.At.In(zone).Format("02.01 15:04:05"), toneSign[m.Tone], m.Text)
	}
	return exitYes
}

var toneSign = map[recorder.Tone]string{recorder.Plain: ">", recorder.Good: "+", recorder.Wary: "!", recorder.Wrong: "x", recorder.Faint: " "}

// moment reads 14:32, 14:32:10 or a day before it, 2026-11-27 14:32. A time of day that has not come yet was yesterday's.
func moment(text string, now time.Time) (time.Time, error) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), 0, now.Location())
			if at.After(now) {
				at = at.AddDate(0, 0, -1)
			}
			return at, nil
		}
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usage("record.bad_time", "value", text)
}
