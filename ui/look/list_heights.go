package look

import "sort"

// Rows of a list are equally high, so that millions of them need no measuring; a short list may give each row a height of its own
// (List.Tall).

// rowHeight is how high a row is.
func (l *List) rowHeight(i int) float32 {
	if l.Tall == nil {
		return l.height()
	}
	return float32(l.tops[i+1] - l.tops[i])
}

// rowTop is where a row begins, counted from the beginning of the list.
func (l *List) rowTop(i int) float64 {
	if l.Tall == nil {
		return float64(i) * float64(l.height())
	}
	return l.tops[i]
}

// rowAt is the row at a distance from the beginning of the list; past the end it is the number of rows.
func (l *List) rowAt(y float64) int {
	if l.Tall == nil {
		return int(y / float64(l.height()))
	}
	return sort.Search(len(l.tops)-1, func(i int) bool { return l.tops[i+1] > y })
}

// whole is how high all rows are together.
func (l *List) whole() float64 {
	switch {
	case l.Tall == nil:
		return float64(l.count()) * float64(l.height())
	case len(l.tops) == 0:
		return 0
	}
	return l.tops[len(l.tops)-1]
}

// measure asks every row for its height: first as if there were no scroll bar, then, when they are too many for that, beside it.
func (l *List) measure() {
	if l.Tall == nil {
		return
	}
	size := l.Size()
	l.tops = l.topsOf(size.Width)
	if l.tops[len(l.tops)-1] > float64(size.Height) {
		l.tops = l.topsOf(size.Width - scrollLane - laneGap)
	}
}

func (l *List) topsOf(width float32) []float64 {
	n := l.count()
	tops := make([]float64, n+1)
	for i := range n {
		tops[i+1] = tops[i] + float64(max(l.Tall(i, width), Target))
	}
	return tops
}
