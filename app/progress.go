package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// bar draws on a terminal how far a long command has come. Elsewhere, a file or a pipe, it says nothing.
type bar struct {
	out   io.Writer
	say   func(done, of int) string
	drawn time.Time
	wide  int
}

// newBar is nil when messages do not go to a terminal.
func newBar(out io.Writer, say func(done, of int) string) *bar {
	f, ok := out.(*os.File)
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &bar{out: out, say: say}
}

// show draws at most ten times a second, and always the end.
func (b *bar) show(done, of int) {
	if b == nil || of <= 0 || done < of && time.Since(b.drawn) < 100*time.Millisecond {
		return
	}
	b.drawn = time.Now()
	const signs = 30
	full := signs * done / of
	line := fmt.Sprintf("[%s%s] %3d %%  %s", strings.Repeat("#", full), strings.Repeat(".", signs-full), 100*done/of, b.say(done, of))
	n := len([]rune(line))
	fmt.Fprint(b.out, "\r"+line+strings.Repeat(" ", max(b.wide-n, 0)))
	b.wide = n
}

// clear takes the bar away.
func (b *bar) clear() {
	if b != nil && b.wide > 0 {
		fmt.Fprint(b.out, "\r"+strings.Repeat(" ", b.wide)+"\r")
	}
}
