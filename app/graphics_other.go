//go:build !windows

package main

import "os"

// windowProgram is the executable that shows the window.
func windowProgram() (string, error) { return os.Executable() }

// alert shows a sentence to a person who has no console; elsewhere than on Windows the error stream has said it.
func alert(title, text string) {}
