// Package hours knows when goods may be sold: a table of rules by name, for the country, a region or the shop itself.
package hours

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrBad says that a text is no hours of sale.
var ErrBad = errors.New("hours are written as 08:00-23:00, days of their own after a semicolon: 12:00-14:00; sat,sun 08:00-23:00")

// Span is from one minute of the day to another, the second not included. One that ends before it begins goes over midnight.
type Span struct{ From, To int }

// Week is the hours of sale of each day, Sunday first as in package time.
type Week [7]Span

var days = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

const day = 24 * 60

// Parse reads "08:00-23:00" or "12:00-14:00; sat,sun 08:00-23:00".
func Parse(text string) (Week, error) {
	var w Week
	parts := strings.Split(text, ";")
	if len(text) > 256 || len(parts) > 8 {
		return w, ErrBad
	}
	for i, part := range parts {
		names, span, named := strings.Cut(strings.TrimSpace(part), " ")
		if !named {
			names, span = "", names
		}
		s, err := parseSpan(strings.TrimSpace(span))
		if err != nil || (i == 0) == named {
			return w, ErrBad
		}
		for n, d := range days {
			if i == 0 || listed(names, d) {
				w[n] = s
			}
		}
		if i > 0 && !known(names) {
			return w, ErrBad
		}
	}
	return w, nil
}

func listed(names, day string) bool {
	for n := range strings.SplitSeq(names, ",") {
		if n == day {
			return true
		}
	}
	return false
}

func known(names string) bool {
	for n := range strings.SplitSeq(names, ",") {
		if !listed(strings.Join(days[:], ","), n) {
			return false
		}
	}
	return true
}

func parseSpan(s string) (Span, error) {
	from, to, ok := strings.Cut(s, "-")
	a, err1 := minute(from)
	b, err2 := minute(to)
	if !ok || err1 != nil || err2 != nil || a == b || a == day {
		return Span{}, ErrBad
	}
	return Span{a, b}, nil
}

// minute reads "08:00"; "24:00" is the end of the day.
func minute(s string) (int, error) {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) != 2 || len(m) != 2 || strings.Trim(h+m, "0123456789") != "" {
		return 0, ErrBad
	}
	hour, _ := strconv.Atoi(h)
	min, _ := strconv.Atoi(m)
	if n := hour*60 + min; min < 60 && n <= day {
		return n, nil
	}
	return 0, ErrBad
}

// Open tells whether goods may be sold at an instant given in the shop's zone.
func (w Week) Open(at time.Time) bool {
	now := at.Hour()*60 + at.Minute()
	today, yesterday := w[at.Weekday()], w[(at.Weekday()+6)%7]
	if today.From < today.To && now >= today.From && now < today.To || today.From > today.To && now >= today.From {
		return true
	}
	return yesterday.From > yesterday.To && now < yesterday.To
}

// On is the hours of the day: "08:00", "23:00".
func (w Week) On(d time.Weekday) (from, to string) {
	return clock(w[d].From), clock(w[d].To)
}

func clock(n int) string { return fmt.Sprintf("%02d:%02d", n/60, n%60) }
