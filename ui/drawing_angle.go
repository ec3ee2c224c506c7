//go:build windows && gles

package ui

import (
	"context"
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Drawing tells how this executable draws.
const Drawing = "Direct3D 11"

// CanDraw makes the toolkit ask for its context by EGL, which here is ANGLE: OpenGL ES over Direct3D 11. The toolkit leaves hints of
// others alone. It tries a hidden window first, so that a computer on which not even that works gets a sentence and not the toolkit's
// silence. It must be called on the main goroutine, before Run.
func CanDraw(context.Context) error { return tried(canDraw) }

func canDraw() error {
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("start the window system: %w", err)
	}
	for hint, value := range map[glfw.Hint]int{glfw.Visible: glfw.False, glfw.ContextCreationAPI: glfw.EGLContextAPI, glfw.ClientAPI: glfw.OpenGLESAPI,
		glfw.ContextVersionMajor: 2, glfw.ContextVersionMinor: 0} {
		glfw.WindowHint(hint, value)
	}
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil {
		return fmt.Errorf("open a window with Direct3D 11: %w", err)
	}
	w.Destroy()
	glfw.DefaultWindowHints()
	glfw.WindowHint(glfw.ContextCreationAPI, glfw.EGLContextAPI)
	return nil
}
