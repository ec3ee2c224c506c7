package register

import (
	"context"
	"errors"
	"time"

	"dobro/device/fiscal"
)

// How long the printer may be at a command before the cashier reads why, and how often the seconds move on.
const (
	patience  = 2 * time.Second
	heartbeat = time.Second
)

// attend lets the printer do something and says meanwhile in words what it is at. The command runs beside the till's goroutine, which
// changes nothing until it has ended; it may read what the till is.
func (r *Register) attend(ctx context.Context, text string, command func(ctx context.Context) error) error {
	began := time.Now()
	stages, done := make(chan fiscal.Stage, 16), make(chan error, 1)
	work := fiscal.WithProgress(ctx, func(s fiscal.Stage) {
		select {
		case stages <- s:
		default: // the till is behind: the next one tells
		}
	})
	before := r.busy
	stage := fiscal.Stage(0)
	r.say(text, stage)
	defer func() { r.busy, r.stage = before, "" }()
	go func() { done <- command(work) }()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case err := <-done:
			r.stopped = stands(err)
			return err
		case stage = <-stages:
			r.stageText(text, stage, time.Since(began))
		case <-beat.C:
			r.stageText(text, stage, time.Since(began))
		}
	}
}

// stageText shows the stage once it lasts: what every receipt passes through in a moment would only flicker.
func (r *Register) stageText(text string, stage fiscal.Stage, lasts time.Duration) {
	name := stage.String()
	if lasts < patience && stage != fiscal.StageAsking {
		r.say(text, stage)
		return
	}
	if name == "" {
		name = "waiting"
	}
	r.say(r.p.Words.T("printer.stage."+name, "seconds", int(lasts.Seconds())), stage)
}

// say shows what the printer is doing, when that is news.
func (r *Register) say(text string, stage fiscal.Stage) {
	if r.busy == text && r.stage == stage.String() {
		return
	}
	r.busy, r.stage = text, stage.String()
	r.publish()
}

// stands tells whether the driver's queue stands, so that somebody has to set it going (Unblock).
func stands(err error) bool {
	var fe *fiscal.Error
	return errors.As(err, &fe) && fe.Trouble == fiscal.Stopped
}
