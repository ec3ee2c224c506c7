//go:build !linux || !cgo

package ui

// keepMemory is for Linux only, where a software OpenGL may draw.
func keepMemory() {}
