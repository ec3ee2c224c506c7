package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"dobro/device/fiscal"
)

// Library is the driver's own library (fptr10), for shops without its web server: one handle, opened with its settings.
// ProcessJSON blocks until the task is done, which may take minutes, and must not be called twice at once; code 0 is success
// and answer its JSON, otherwise text are the driver's words.
type Library interface {
	ProcessJSON(task string) (answer string, code int, text string, err error)
	Close() error
}

// remembered is how many results the library's link keeps; a till asks for the last one only.
const remembered = 64

// local runs tasks in the library. A call cannot be interrupted: when the caller gives up, the call goes on by itself, the
// next one waits for it, and its result can still be had under its number.
type local struct {
	lib Library

	mu    sync.Mutex
	turn  sync.Mutex // one call at a time
	jobs  map[string]*localJob
	order []string
	calls sync.WaitGroup
}

type localJob struct {
	done    chan struct{}
	results []result
}

func newLocal(lib Library) *local { return &local{lib: lib, jobs: map[string]*localJob{}} }

func (l *local) post(ctx context.Context, id string, tasks []any) (known bool, _ *linkError) {
	if err := ctx.Err(); err != nil {
		return false, &linkError{trouble: fiscal.Busy, err: fmt.Errorf("wait for the printer: %w", err)}
	}
	texts := make([]string, len(tasks))
	for i, t := range tasks {
		b, err := json.Marshal(t)
		if err != nil {
			return false, &linkError{trouble: fiscal.Other, err: fmt.Errorf("write the request: %w", err)}
		}
		texts[i] = string(b)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.jobs[id] != nil {
		return true, nil
	}
	job := &localJob{done: make(chan struct{})}
	l.jobs[id] = job
	if l.order = append(l.order, id); len(l.order) > remembered {
		delete(l.jobs, l.order[0])
		l.order = l.order[1:]
	}
	l.calls.Add(1)
	go func() {
		defer l.calls.Done()
		defer close(job.done)
		l.turn.Lock()
		defer l.turn.Unlock()
		job.results = l.process(texts)
	}()
	return false, nil
}

// process runs tasks one after another; what follows a failure is interrupted, as the web server does it.
func (l *local) process(tasks []string) []result {
	out := make([]result, len(tasks))
	failed := false
	for i, t := range tasks {
		if failed {
			out[i] = result{Status: statusInterrupted, Code: codeInterrupted}
			continue
		}
		answer, code, text, err := l.lib.ProcessJSON(t)
		switch {
		case err != nil: // the library itself failed: nobody knows how far the task came
			out[i] = result{Status: statusLost, Text: err.Error()}
		case code != 0:
			out[i] = result{Status: statusError, Code: code, Text: text}
		default:
			out[i] = result{Status: statusReady, Body: json.RawMessage(answer)}
		}
		failed = out[i].Status != statusReady
	}
	return out
}

func (l *local) taken(_ context.Context, _ string, e *linkError) bool { return e.sent }

func (l *local) look(_ context.Context, id string) (rs []result, found bool, _ *linkError) {
	l.mu.Lock()
	job := l.jobs[id]
	l.mu.Unlock()
	if job == nil {
		return nil, false, nil
	}
	select {
	case <-job.done:
		return job.results, true, nil
	default:
		return nil, true, nil
	}
}

func (l *local) await(ctx context.Context, id string, want int) ([]result, *linkError) {
	l.mu.Lock()
	job := l.jobs[id]
	l.mu.Unlock()
	if job == nil {
		return nil, &linkError{sent: true, trouble: fiscal.Other, text: "the request is forgotten"}
	}
	fiscal.Progress(ctx, fiscal.StageWorking)
	select {
	case <-job.done:
		return job.results[:min(want, len(job.results))], nil
	case <-ctx.Done():
		return nil, &linkError{sent: true, trouble: fiscal.Busy, err: fmt.Errorf("wait for request %s: %w", id, ctx.Err())}
	}
}

// close waits for a call in progress, then closes the handle.
func (l *local) close() {
	l.calls.Wait()
	l.turn.Lock()
	defer l.turn.Unlock()
	if l.lib != nil {
		_ = l.lib.Close() // nothing depends on how a handle went
		l.lib = nil
	}
}
