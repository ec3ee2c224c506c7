package checks

import (
	"fmt"
	"strconv"
	"time"
)

// expired is the ban of a shelf life that ended.
func (r *Rules) expired(end time.Time) Finding {
	f := ban(Expired)
	f.Args = map[string]string{"date": r.moment(end)}
	return f
}

// moment is an instant for a cashier, in the zone of the shop.
func (r *Rules) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(r.zone).Format("02.01.2006 15:04")
}

// rubles writes kopecks as 145.00.
func rubles(kopecks int64) string { return fmt.Sprintf("%d.%02d", kopecks/100, kopecks%100) }

// printedExpiry reads the shelf life inside a code: AI 17 (YYMMDD: good through that day; day 00 is the last of the month) or
// AI 7003 (YYMMDDhhmm: good until that minute). It is the instant from which the goods are expired, in the zone of the shop.
func printedExpiry(s string, zone *time.Location) (time.Time, bool) {
	if len(s) != 6 && len(s) != 10 {
		return time.Time{}, false
	}
	var n [5]int
	for i := 0; i < len(s)/2; i++ {
		v, err := strconv.ParseUint(s[2*i:2*i+2], 10, 8)
		if err != nil {
			return time.Time{}, false
		}
		n[i] = int(v)
	}
	year, month, day, hour, minute := 2000+n[0], n[1], n[2], n[3], n[4]
	if month < 1 || month > 12 || day > 31 || hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	if len(s) == 10 {
		if day == 0 {
			return time.Time{}, false
		}
		return time.Date(year, time.Month(month), day, hour, minute, 0, 0, zone), true
	}
	if day == 0 {
		return time.Date(year, time.Month(month)+1, 1, 0, 0, 0, 0, zone), true
	}
	return time.Date(year, time.Month(month), day+1, 0, 0, 0, 0, zone), true
}
