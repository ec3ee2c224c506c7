//go:build !windows && !x11

package ui

import "context"

// Drawing tells how this executable draws.
const Drawing = "OpenGL"

// CanDraw is not asked where the toolkit chooses between X11 and Wayland by itself.
func CanDraw(context.Context) error { return nil }
