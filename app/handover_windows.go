package main

import "context"

// become runs another program in the place of this one: Windows knows no such thing, so this one waits for it.
func become(ctx context.Context, program string, args []string) (int, error) {
	return runChild(ctx, program, args)
}
