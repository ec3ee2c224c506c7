package store

import (
	"context"
	"sort"
)

// bucket is a stretch of time and how many lines of a log lie in it.
type bucket struct {
	From, To int64 // milliseconds, To excluded
	N        int
}

// window gives rows of a log by their number, newest first, without ever walking over those before: the number leads to a stretch of at
// most a day, and only that is read.
type window struct {
	buckets []bucket // newest first
	ends    []int    // rows up to and with the bucket
}

func newWindow(list []bucket) window {
	sort.Slice(list, func(i, j int) bool { return list[i].From > list[j].From })
	w := window{}
	total := 0
	for _, b := range list {
		if b.N <= 0 {
			continue
		}
		total += b.N
		w.buckets, w.ends = append(w.buckets, b), append(w.ends, total)
	}
	return w
}

func (w window) count() int {
	if len(w.ends) == 0 {
		return 0
	}
	return w.ends[len(w.ends)-1]
}

// read asks for the rows [first, first+n) piece by piece: bucket, how many of its newest rows to pass over, how many to read.
func (w window) read(first, n int, piece func(b bucket, skip, n int) error) error {
	for i := sort.SearchInts(w.ends, first+1); i < len(w.buckets) && n > 0; i++ {
		start := w.ends[i] - w.buckets[i].N
		skip := first - start
		take := min(n, w.buckets[i].N-skip)
		if err := piece(w.buckets[i], skip, take); err != nil {
			return err
		}
		first, n = first+take, n-take
	}
	return nil
}

// countSpan makes buckets of [from, to): whole days by the sums, the ends from the rows.
func (s *Store) countSpan(ctx context.Context, from, to int64, days func(first, past int64) (string, []any), end func(from, to int64) (string, []any)) ([]bucket, error) {
	first, past, ends := wholeDays(from, to)
	var out []bucket
	if first < past {
		q, args := days(first, past)
		var rows []struct {
			Day int64
			N   int
		}
		if err := s.read.WithContext(ctx).Raw(q, args...).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, bucket{r.Day * dayMs, (r.Day + 1) * dayMs, r.N})
		}
	}
	for _, e := range ends {
		q, args := end(e[0], e[1])
		var n int
		if err := s.read.WithContext(ctx).Raw(q, args...).Scan(&n).Error; err != nil {
			return nil, err
		}
		out = append(out, bucket{e[0], e[1], n})
	}
	return out, nil
}
