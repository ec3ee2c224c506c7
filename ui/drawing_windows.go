//go:build windows && !gles

package ui

import (
	"context"
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Drawing tells how this executable draws.
const Drawing = "OpenGL"

// CanDraw tries whether this computer has the OpenGL 2.1 that the toolkit needs: old graphics, remote desktops and some virtual machines
// have none, and the toolkit would end the program without a word that a cashier understands. It must be called on the main
// goroutine, before Run.
func CanDraw(context.Context) error { return tried(canDraw) }

func canDraw() error {
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("start the window system: %w", err)
	}
	defer glfw.DefaultWindowHints()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil {
		return fmt.Errorf("open a window with OpenGL 2.1: %w", err)
	}
	w.Destroy()
	return nil
}
