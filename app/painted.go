package main

import (
	"context"
	"time"
)

// paintLatest is when what waits for the first picture begins although nobody told that the window is painted.
const paintLatest = 3 * time.Second

// starter runs f when it is time for it, unless ctx ends before.
type starter func(ctx context.Context, f func())

// afterPaint runs f once the window was painted for the first time, and not at all when ctx ends before. What a till need not have before
// somebody may scan waits for that: beside it the first picture would have one of two processors, and a start with the journal of five years
// took a third longer.
func (w *cashier) afterPaint(ctx context.Context, f func()) {
	late := time.NewTimer(paintLatest)
	defer late.Stop()
	select {
	case <-w.painted:
	case <-late.C:
	case <-ctx.Done():
		return
	}
	f()
}
