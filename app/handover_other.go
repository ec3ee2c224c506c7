//go:build !windows

package main

import (
	"context"
	"os"
	"syscall"
)

// become runs another program in the place of this one. It returns only when that cannot be.
func become(_ context.Context, program string, args []string) (int, error) {
	return exitFault, syscall.Exec(program, append([]string{program}, args...), os.Environ())
}
