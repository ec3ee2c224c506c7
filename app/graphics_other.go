//go:build !windows

package main

import "context"

// drawElsewhere is needed on Windows only.
func (p *program) drawElsewhere(context.Context, error) int { return exitFault }

// alert shows a sentence to a person who has no console; elsewhere than on Windows the error stream has said it.
func alert(title, text string) {}
