//go:build !windows

package ui

// Drawing tells how this executable draws.
const Drawing = "OpenGL"

// CanDraw is a question on Windows only; elsewhere the system's packages bring a software OpenGL.
func CanDraw() error { return nil }
