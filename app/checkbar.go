package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"dobro/internal/lang"
)

// checkBar is the line of progress of a long run of `dobro check`. It is drawn on a person's screen only, a few times a second.
type checkBar struct {
	w     io.Writer // nil: nobody looks
	words *lang.Catalogue
	begun time.Time
	shown time.Time

	all  int64        // codes, or bytes of the file on standard input; 0 is unknown
	read atomic.Int64 // bytes of the lines taken from it
}

// newCheckBar knows the length of what is to be done when the codes stand in the command, or in a file that is the standard input.
func newCheckBar(p *program, codes []string) *checkBar {
	b := &checkBar{words: p.words, begun: time.Now()}
	if terminal(p.errw) && !terminal(p.out) {
		b.w = p.errw
	}
	b.all = int64(len(codes))
	for _, c := range codes {
		if c != "-" {
			continue
		}
		b.all = 0
		if f, ok := p.in.(*os.File); ok && len(codes) == 1 {
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				b.all = info.Size()
			}
		}
		break
	}
	return b
}

// took counts a line of the input that is on its way.
func (b *checkBar) took(line string) { b.read.Add(int64(len(line)) + 1) }

// show draws the line anew; last ends it.
func (b *checkBar) show(done int, last bool) {
	if b.w == nil || !last && time.Since(b.shown) < 200*time.Millisecond {
		return
	}
	b.shown = time.Now()
	fmt.Fprintf(b.w, "\r%s\x1b[K", b.line(done, time.Since(b.begun), last))
	if last {
		fmt.Fprintln(b.w)
	}
}

// line is the text: a bar with the share and the time left where the length is known, else what is done and how fast.
func (b *checkBar) line(done int, lasted time.Duration, last bool) string {
	rate := float64(done) / max(lasted.Seconds(), 0.001)
	text := b.words.T("check.progress", "done", done, "rate", fmt.Sprintf("%.0f", rate))
	share, known := b.share(done)
	if last && known {
		share = 1
	}
	if !known {
		return text
	}
	const wide = 24
	full := int(share * wide)
	bar := fmt.Sprintf("[%s%s] %3.0f %%  ", strings.Repeat("#", full), strings.Repeat(".", wide-full), share*100)
	if last || share <= 0 {
		return bar + text
	}
	left := time.Duration(float64(lasted) * (1 - share) / share).Round(time.Second)
	return bar + text + b.words.T("check.left", "left", fmt.Sprintf("%d:%02d", int(left.Minutes()), int(left.Seconds())%60))
}

// share is the part that is done. Of a file it is the part that was read: what was read ahead of the answers is a few lines.
func (b *checkBar) share(done int) (float64, bool) {
	if b.all <= 0 {
		return 0, false
	}
	if n := b.read.Load(); n > 0 {
		return min(float64(n)/float64(b.all), 1), true
	}
	return min(float64(done)/float64(b.all), 1), true
}
