//go:build windows && gles

package ui

import "github.com/go-gl/glfw/v3.4/glfw"

// Drawing tells how this executable draws.
const Drawing = "Direct3D 11"

// CanDraw makes the toolkit ask for its context by EGL, which here is ANGLE: OpenGL ES over Direct3D 11. The toolkit leaves hints of
// others alone. It must be called on the main goroutine, before Run.
func CanDraw() error {
	if err := glfw.Init(); err != nil {
		return err
	}
	glfw.WindowHint(glfw.ContextCreationAPI, glfw.EGLContextAPI)
	return nil
}
