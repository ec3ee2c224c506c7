// Package rerun serves a recording to a till that does the same again: the permit channels, the shop's own knowledge and the printer
// answer what they answered then, action by action. What they were not asked then they do not answer.
//
// The same again are the verdicts (decision, channel, offline, reasons), the lines of the basket, the receipts with their states, sums
// and documents, the shift and the faults. Not the same are names of people, texts that were typed, times that something took, and a
// return of a sale that lies before the recording.
package rerun

import (
	"bytes"
	"errors"
	"io"
	"time"

	"dobro/internal/recorder"
)

// Errors of Load.
var (
	ErrNotRecording = errors.New("the file is no recording")
	ErrNoStart      = errors.New("the recording holds no moment at which it could be begun")
)

// Step is a start of the program, or one action with everything that belongs to it.
type Step struct {
	Begin *recorder.Begin // a start: the till is opened anew over what it kept
	Frame *Frame
}

// Frame is one action of the recording.
type Frame struct {
	recorder.Line // its beginning
	Asked         []recorder.Asked
	Known         []recorder.Known
	Calls         []recorder.Call
	Events        []recorder.Line
	Done          *recorder.Done // nil: the program died over it
}

// Load reads a recording. The first step is a start.
func Load(r io.Reader) (recorder.Head, []Step, error) {
	lines, _, err := recorder.Parse(r)
	if err != nil {
		return recorder.Head{}, nil, err
	}
	if len(lines) == 0 || lines[0].Event != recorder.EventHead || lines[0].Head == nil {
		return recorder.Head{}, nil, ErrNotRecording
	}
	head, lines := *lines[0].Head, lines[1:]
	if head.Replay < 1 || head.Replay > len(lines) || lines[head.Replay-1].Fresh == nil {
		return head, nil, ErrNoStart
	}
	var steps []Step
	for _, l := range lines[:head.Replay-1] {
		if l.Begin != nil {
			steps = []Step{{Begin: l.Begin}}
		}
	}
	if len(steps) == 0 {
		return head, nil, ErrNoStart
	}
	frames := map[int64]*Frame{}
	for _, l := range lines[head.Replay-1:] {
		switch {
		case l.Begin != nil && !l.Begin.Still:
			clear(frames)
			steps = append(steps, Step{Begin: l.Begin})
		case l.Do != "":
			f := &Frame{Line: l}
			frames[l.N] = f
			steps = append(steps, Step{Frame: f})
		case frames[l.N] != nil:
			frames[l.N].take(l)
		}
	}
	return head, steps, nil
}

func (f *Frame) take(l recorder.Line) {
	switch {
	case l.Asked != nil:
		f.Asked = append(f.Asked, *l.Asked)
	case l.Known != nil:
		f.Known = append(f.Known, *l.Known)
	case l.Call != nil:
		f.Calls = append(f.Calls, *l.Call)
	case l.Done != nil:
		f.Done = l.Done
	case f.Done == nil:
		f.Events = append(f.Events, l)
	}
}

// IsRecording tells a recording from a script by its beginning.
func IsRecording(first []byte) bool {
	lines, _, err := recorder.Parse(bytes.NewReader(first))
	return err == nil && len(lines) > 0 && lines[0].Event == recorder.EventHead
}

// Clock shows the time of the action at hand, running on from there.
type Clock struct {
	at    time.Time
	since time.Time
}

func (c Clock) now() time.Time { return c.at.Add(time.Since(c.since)) }
