package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"dobro/device/scanner"
	"dobro/internal/lesson"
)

// Names in the data folder: what belongs to training lies below one folder, the till of the lesson in a folder of its own that begins
// empty every time.
const (
	trainingFolder  = "training"
	trainingTill    = "till"
	trainingResults = "results.jsonl"
)

// runTrain opens the window of a training till: `dobro train [--windowed]`. Nothing of the real till but its goods, people and looks
// is read, and nothing of it is written; everything outside is simulated within this process. `dobro train --results [--json]` lists
// who learnt when, and how it went. With --till scans come from standard input, one JSON object a line, and the window ends with it:
// the real till starts it so from its lock screen.
func runTrain(ctx context.Context, p *program, args []string) int {
	var results, asJSON, fed bool
	rest, err := flags("train", args, func(f *flag.FlagSet) {
		f.BoolVar(&results, "results", false, "")
		f.BoolVar(&asJSON, "json", false, "")
		f.BoolVar(&fed, "till", false, "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(rest) > 0 || p.demo {
		return p.fail(usage("app.help"))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	if results {
		return p.lessonResults(asJSON)
	}
	room := &trainingRoom{real: p.dir, looks: cfg.Window, prefix: cfg.Scanner.Prefix, suffix: cfg.Scanner.Suffix}
	// A program of its own: what it does not have it cannot use. No secret of the environment and no settings file come with it.
	t := &program{options: p.options, words: p.words, in: p.in, out: p.out, errw: p.errw, room: room, env: noEnvironment,
		dir: filepath.Join(p.dir, trainingFolder, trainingTill)}
	t.options.demo = true
	defer t.close()
	if fed {
		room.fed = make(chan scanner.Scan)
		room.ended = make(chan struct{})
		go func() {
			defer close(room.ended)
			readScans(ctx, p.in, room.fed)
		}()
	}
	return runWindow(ctx, t, nil)
}

// noEnvironment hides the environment from the secrets of a training till.
func noEnvironment(string) (string, bool) { return "", false }

// fedScan is one scan as the real till hands it to a lesson.
type fedScan struct {
	Raw    []byte         `json:"raw"`
	Source string         `json:"source"`
	Ending scanner.Ending `json:"ending"`
}

// readScans hands scans on until the stream ends; what is no scan is passed over.
func readScans(ctx context.Context, in io.Reader, to chan<- scanner.Scan) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var s fedScan
		if json.Unmarshal(lines.Bytes(), &s) != nil || len(s.Raw) == 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case to <- scanner.Scan{Raw: string(s.Raw), Source: s.Source, Ending: s.Ending, At: time.Now()}:
		}
	}
}

// lessonResults lists the lessons of this till, the newest first.
func (p *program) lessonResults(asJSON bool) int {
	list, err := lesson.Read(filepath.Join(p.dir, trainingFolder, trainingResults))
	if err != nil {
		return p.fail(err)
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	for _, r := range list {
		if asJSON {
			if err := enc.Encode(r); err != nil {
				return p.fail(err)
			}
			continue
		}
		mistakes, hints, took := r.Sums()
		fmt.Fprintf(p.out, "%s\t%s\t%d\t%s\n", r.At.Local().Format("02.01.2006 15:04"), r.Who, r.Score, p.words.T("training.result.line",
			"tasks", r.Tasks(), "mistakes", mistakes, "hints", hints, "minutes", int(took.Minutes()+0.5)))
	}
	if len(list) == 0 {
		p.say("training.results.none")
	}
	return exitYes
}
