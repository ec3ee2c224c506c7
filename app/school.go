package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dobro/device/scanner"
	"dobro/internal/lesson"
	"dobro/ui"
)

// school starts lessons from the lock screen of the real till.
type school struct{ p *program }

var _ ui.School = school{}

// lessonFarewell is how long a lesson may take to close its window before it is ended.
const lessonFarewell = 10 * time.Second

// Teach implements ui.School: the lesson is a process of its own, without the secrets of this one, and gets nothing but scans. Its input
// ends with ctx or with this process, and the lesson ends with its input.
func (s school) Teach(ctx context.Context, scans <-chan scanner.Scan) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start a lesson: %w", err)
	}
	args := []string{"--data", s.p.dir, "--lang", s.p.words.Code(), "train", "--till"}
	if s.p.windowed {
		args = append(args, "--windowed")
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Env = withoutSecrets(os.Environ())
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return fmt.Errorf("start a lesson: %w", err)
	}
	c.Cancel, c.WaitDelay = in.Close, lessonFarewell
	if err := c.Start(); err != nil {
		return fmt.Errorf("start a lesson: %w", err)
	}
	ended := make(chan struct{})
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		feed(in, scans, ended)
	}()
	err = c.Wait()
	close(ended)
	<-fed
	if err != nil && ctx.Err() == nil {
		s.p.log.Error().Err(err).Msg("the lesson ended badly")
		return fmt.Errorf("lesson: %w", err)
	}
	return nil
}

// feed hands scans on, one JSON object a line, until the lesson ended.
func feed(in interface{ Write([]byte) (int, error) }, scans <-chan scanner.Scan, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case s := <-scans:
			b, err := json.Marshal(fedScan{Raw: []byte(s.Raw), Source: s.Source, Ending: s.Ending})
			if err != nil {
				continue
			}
			if _, err := in.Write(append(b, '\n')); err != nil {
				return
			}
		}
	}
}

// withoutSecrets is an environment in which nothing of ours stands.
func withoutSecrets(environment []string) []string {
	var out []string
	for _, e := range environment {
		if !strings.HasPrefix(e, "DOBRO_") {
			out = append(out, e)
		}
	}
	return out
}

// Results implements ui.School.
func (s school) Results(context.Context) ([]lesson.Result, error) {
	list, err := lesson.Read(filepath.Join(s.p.dir, trainingFolder, trainingResults))
	if errors.Is(err, os.ErrPermission) {
		return nil, nil
	}
	return list, err
}
