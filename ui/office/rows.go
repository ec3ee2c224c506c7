package office

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/probe"
	"dobro/ui/listing"
	"dobro/ui/look"
)

func face(level string) (icon string, ink fyne.ThemeColorName) {
	switch level {
	case probe.Well:
		return "lamp-ok", look.ColorAllowed
	case probe.Warn:
		return "lamp-warn", look.ColorAmber
	case probe.Bad:
		return "lamp-bad", look.ColorForbidden
	}
	return "lamp-off", look.ColorMuted
}

func deadlineRows(w *lang.Catalogue, zone *time.Location, now time.Time, list []Deadline) (rows []listing.Row) {
	for _, d := range list {
		icon, ink := face(d.Level)
		r := listing.Row{Icon: icon, Ink: ink, Title: d.Title, About: d.Text}
		if !d.Due.IsZero() {
			r.Value = d.Due.In(zone).Format("02.01.2006")
			switch days := int(d.Due.Sub(now).Hours() / 24); {
			case d.Due.Before(now):
			case days == 0:
				r.Value = d.Due.In(zone).Format("02.01 15:04")
			case days <= 60:
				r.Value += " · " + w.T("office.days", "n", days)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func taskRows(w *lang.Catalogue, zone *time.Location, list []Task) (rows []listing.Row) {
	for _, t := range list {
		name := t.Name
		if name == "" {
			name = t.Cis
		}
		rows = append(rows, listing.Row{Icon: "lamp-bad", Ink: look.ColorForbidden, Title: name, About: t.Reason + "  ·  " + t.Cis,
			Value: w.T("office.sold_at", "at", t.SoldAt.In(zone).Format("02.01 15:04"))})
	}
	return rows
}

func copyRows(w *lang.Catalogue, zone *time.Location, c Copies) []listing.Row {
	last, icon, ink := w.T("office.no_copy"), "lamp-warn", look.ColorAmber
	if !c.Last.IsZero() {
		last, icon, ink = c.Last.In(zone).Format("02.01.2006 15:04"), "lamp-ok", look.ColorAllowed
	}
	return []listing.Row{
		{Icon: icon, Ink: ink, Title: w.T("office.last_copy"), About: w.T("office.copy_size", "mb", megabytes(c.Size)), Value: last},
		{Icon: "box", Ink: look.ColorMuted, Title: w.T("office.copies"), About: c.Folder, Value: strconv.Itoa(c.Count)},
		{Icon: "list", Ink: look.ColorMuted, Title: w.T("office.journal"), About: w.T("office.journal_about"), Value: w.T("office.mb", "mb", megabytes(c.Journal))},
	}
}

func tillRows(w *lang.Catalogue, zone *time.Location, list []Till) (rows []listing.Row) {
	var sum Till
	for _, t := range list {
		rows = append(rows, listing.Row{Icon: "cash", Ink: look.ColorMuted, Title: t.Name,
			About: w.T("office.till", "receipts", t.Receipts, "checks", t.Checks, "stopped", t.Stopped, "at", t.Last.In(zone).Format("02.01 15:04")),
			Value: look.Rubles(w, money.Kopecks(t.Revenue))})
		sum.Receipts, sum.Revenue, sum.Checks, sum.Stopped = sum.Receipts+t.Receipts, sum.Revenue+t.Revenue, sum.Checks+t.Checks, sum.Stopped+t.Stopped
	}
	if len(list) > 1 {
		rows = append(rows, listing.Row{Icon: "check", Ink: look.ColorAllowedInk, Title: w.T("office.all_tills"),
			About: w.T("office.all", "receipts", sum.Receipts, "checks", sum.Checks, "stopped", sum.Stopped), Value: look.Rubles(w, money.Kopecks(sum.Revenue))})
	}
	return rows
}

func learnerRows(w *lang.Catalogue, zone *time.Location, list []Learner) (rows []listing.Row) {
	for _, l := range list {
		icon, ink := face(l.Level)
		r := listing.Row{Icon: icon, Ink: ink, Title: l.Name, About: w.T("office.not_learnt")}
		if !l.At.IsZero() {
			r.About = w.T("office.learnt", "grade", l.Grade, "at", l.At.In(zone).Format("02.01.2006 15:04"), "lessons", l.Lesson) + "  ·  " + l.About
			r.Value = w.T("office.score", "score", l.Score, "most", l.Most)
		}
		rows = append(rows, r)
	}
	return rows
}

// megabytes is a size for people, one at least.
func megabytes(bytes int64) int64 {
	if bytes <= 0 {
		return 0
	}
	return max((bytes+1<<19)>>20, 1)
}
