//go:build !windows && x11

package ui

import (
	"context"
	"fmt"
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Drawing tells how this executable draws; the system's packages bring an OpenGL in software.
const Drawing = "OpenGL"

// A display that refuses now is asked again: the till may start beside the session, and an X server begins anew, refusing for a moment,
// when its last client has left.
const (
	displayTime  = 5 * time.Second
	displayPause = 100 * time.Millisecond
)

// CanDraw opens the display before the toolkit does, which would end the program on a refusal; the toolkit then uses the same connection.
// It must be called on the main goroutine, before Begin. It takes at most displayTime; its error is ErrNoDisplay.
func CanDraw(ctx context.Context) error {
	return patiently(ctx, displayTime, displayPause, openDisplay)
}

func openDisplay() error {
	glfw.InitHint(glfw.PlatformHint, int(glfw.PlatformX11))
	return glfw.Init()
}

// patiently tries until it works, for some time.
func patiently(ctx context.Context, most, pause time.Duration, try func() error) error {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ErrNoDisplay, err)
		case <-time.After(pause):
		}
	}
}
