package scandoctor

import (
	"strings"
)

const gs = "\x1d"

// maxGap is how many signs may stand for one separator; the longest spelling has six.
const maxGap = 8

// fit is how the fields of a code lie in a read: what stands before, between and behind its pieces.
type fit struct {
	at    []int    // where each piece begins
	gaps  []string // what came for each separator
	head  string
	trail string
}

// align finds the pieces of a code, between which separators belong, in the text that came.
func align(text string, pieces []string) (fit, bool) {
	from := 0
	for {
		i := strings.Index(text[from:], pieces[0])
		if i < 0 {
			return fit{}, false
		}
		from += i
		if f, ok := alignAt(text, from, pieces); ok {
			return f, true
		}
		from++
	}
}

func alignAt(text string, from int, pieces []string) (fit, bool) {
	f := fit{head: text[:from], at: []int{from}}
	end := from + len(pieces[0])
	for _, p := range pieces[1:] {
		gap := strings.Index(text[end:], p)
		if gap < 0 || gap > maxGap {
			return fit{}, false
		}
		f.gaps = append(f.gaps, text[end:end+gap])
		f.at = append(f.at, end+gap)
		end += gap + len(p)
	}
	f.trail = text[end:]
	return f, true
}

// place gives where byte i of the whole code, separators counted, stands in the text; -1 for a separator.
func (f fit) place(full string, i int) int {
	piece, start := 0, 0
	for at := range len(full) {
		if full[at] == gs[0] {
			if at == i {
				return -1
			}
			piece, start = piece+1, at+1
			continue
		}
		if at == i {
			return f.at[piece] + i - start
		}
	}
	return -1
}

// edge is what a scanner puts around a code, taken apart.
type edge struct {
	aim    string // symbology prefix with its bracket: ]d2
	fnc1   bool   // FNC1 in front came as GS or spelled out
	junk   string // what the scanner was told to put there
	ending string // line ends
}

// spelledFNC1 are what FNC1 in front of a code becomes besides GS; 0xE8 is its number in DataMatrix.
var spelledFNC1 = []string{"<FNC1>", "[GS]", "<GS>", "{GS}", `\u001d`, `\x1d`, "~1", "è", "\xe8"}

func headEdge(head string) edge {
	var e edge
	for head != "" {
		n := 1
		switch {
		case head[0] == gs[0]:
			e.fnc1 = true
		case head[0] == 0x02:
		case head[0] == ']' && len(head) >= 3 && e.aim == "":
			n, e.aim = 3, head[:3]
		default:
			if n = spelledAt(head); n > 0 {
				e.fnc1 = true
			} else {
				n, e.junk = 1, e.junk+head[:1]
			}
		}
		head = head[n:]
	}
	return e
}

func spelledAt(s string) int {
	for _, w := range spelledFNC1 {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

func trailEdge(trail string) edge {
	junk := strings.TrimRight(trail, "\r\n\t\x03")
	return edge{ending: trail[len(junk):], junk: strings.Trim(junk, gs)}
}

// swap inverts the case of Latin letters, as Caps Lock does.
func swap(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r ^ 0x20
		}
		return r
	}, s)
}
