//go:build !windows

package main

// angleProgram is needed on Windows only.
const angleProgram = ""

// alert shows a sentence to a person who has no console; elsewhere than on Windows the error stream has said it.
func alert(title, text string) {}
