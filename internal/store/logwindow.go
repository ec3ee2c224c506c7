package store

import (
	"context"
	"sort"
	"strings"
)

// bucket is a stretch of time and how many lines of a log lie in it.
type bucket struct {
	From, To int64 // milliseconds, To excluded
	N        int
}

// window gives rows of a log by their number, newest first, without ever walking over those before: the number leads to a stretch of at
// most a day, and only that is read. Where a filter leaves few rows a day it leads to some days, which are read together.
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

// stretches are the buckets that hold the rows [first, first+n), and how many of their newest rows come before those. Buckets without a row
// are not among them: what is rare is looked for on its own days only, in one statement however many they are.
func (w window) stretches(first, n int) (list []bucket, skip int) {
	i := sort.SearchInts(w.ends, first+1)
	if i == len(w.ends) || n <= 0 {
		return nil, 0
	}
	skip = first - (w.ends[i] - w.buckets[i].N)
	last := min(sort.SearchInts(w.ends, first+n), len(w.buckets)-1)
	return w.buckets[i : last+1], skip
}

// within joins the rows of a table to stretches of time: a source for FROM, and the condition for its WHERE. One stretch is a plain
// condition, whose rows come out of an index in their order.
func within(table string, list []bucket) (from string, t terms) {
	if len(list) == 1 {
		t.add("at >= ? AND at < ?", list[0].From, list[0].To)
		return table, t
	}
	t.sql = append(t.sql, "at >= column1 AND at < column2")
	spans := make([]string, len(list))
	for i, b := range list {
		spans[i] = "(?, ?)"
		t.args = append(t.args, b.From, b.To)
	}
	return "(VALUES " + strings.Join(spans, ", ") + ") CROSS JOIN " + table, t
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
