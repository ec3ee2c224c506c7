//go:build !windows

package main

// takeConsole does something on Windows only, where a window's program starts without a console.
func takeConsole() {}
