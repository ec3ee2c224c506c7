//go:build !windows

package sound

import (
	"bytes"
	"fmt"
	"os/exec"
	"time"
)

// program hands waves to a player of the system: no library of sound is worth linking for nine short tones.
type program struct {
	path string
	args []string
}

func newDevice() device {
	for _, p := range []program{{"aplay", []string{"-q", "-"}}, {"paplay", []string{"/dev/stdin"}}, {"pw-play", []string{"-"}}} {
		if path, err := exec.LookPath(p.path); err == nil {
			return program{path, p.args}
		}
	}
	return nil
}

func (p program) play(wave []byte, stop <-chan struct{}) error {
	c := exec.Command(p.path, p.args...)
	c.Stdin = bytes.NewReader(wave)
	if err := c.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.path, err)
	}
	over := make(chan error, 1)
	go func() { over <- c.Wait() }()
	// A sound server that hangs must not hold the next sound back for ever.
	limit := time.NewTimer(3 * time.Second)
	defer limit.Stop()
	select {
	case err := <-over:
		return err
	case <-stop:
	case <-limit.C:
	}
	_ = c.Process.Kill()
	return <-over
}
