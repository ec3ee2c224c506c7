package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dobro/internal/journal"
	"dobro/ui/day"
	"dobro/ui/logs"
	"dobro/ui/pick"
)

// What the owner's screens offer to choose from, and what a choice means.

func optionsOf(w *window, what string, c journal.Choices) []pick.Option {
	list := []pick.Option{{Label: w.words.T("ui.logs.all." + what)}}
	switch what {
	case "cashier":
		for _, name := range c.Cashiers {
			list = append(list, pick.Option{Label: name, Value: name})
		}
	case "group":
		for _, g := range c.Groups {
			list = append(list, pick.Option{Label: day.GroupName(w.words, g), Value: strconv.Itoa(g)})
		}
	case "reason":
		for _, r := range c.Reasons {
			list = append(list, pick.Option{Label: day.ReasonName(w.words, r), Value: string(r)})
		}
	}
	return list
}

func chosenOf(what string, part journal.Part) string {
	if what == "cashier" {
		return part.Cashier
	}
	if part.Group == 0 {
		return ""
	}
	return strconv.Itoa(part.Group)
}

func groupOf(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0 // «all groups»
	}
	return n
}

// outcomes that a log can be narrowed to.
func (w *window) outcomes(which string) []pick.Option {
	list := []pick.Option{{Label: w.words.T("ui.logs.all.outcome")}}
	values := []string{"stopped", "allowed", "offline", "approved", "emergency", "want_code"}
	if which == logs.Sales {
		values = []string{"sold", "returned", "unchecked", "not_made"}
	}
	for _, v := range values {
		list = append(list, pick.Option{Label: w.words.T("ui.logs.outcome." + v), Value: v})
	}
	return list
}

// spans offers all five years, the last days and weeks, and every month of the last five years.
func (w *window) spans() []pick.Option {
	now := w.now()
	list := []pick.Option{{Label: w.words.T("ui.logs.all.span"), Value: logs.Always}}
	add := func(kind string, at time.Time) {
		v := journal.ViewOf(kind, at, w.zone)
		list = append(list, pick.Option{Label: day.SpanName(w.words, kind, v, w.zone), Value: kind + " " + v.From.Format(time.RFC3339)})
	}
	for i := range 8 {
		add(journal.OneDay, now.AddDate(0, 0, -i))
	}
	for i := range 4 {
		add(journal.OneWeek, now.AddDate(0, 0, -7*i))
	}
	y, m, _ := now.In(w.zone).Date()
	for i := range 61 {
		add(journal.OneMonth, time.Date(y, m-time.Month(i), 1, 12, 0, 0, 0, w.zone))
	}
	return list
}

// spansWith puts what is on screen into the list when it is older than what is offered: else the tick would stand at another span.
func (w *window) spansWith(q logs.Query) []pick.Option {
	list, chosen := w.spans(), w.spanValue(q)
	if slices.ContainsFunc(list, func(o pick.Option) bool { return o.Value == chosen }) {
		return list
	}
	return slices.Insert(list, 1, pick.Option{Label: day.SpanName(w.words, q.Kind, journal.ViewOf(q.Kind, q.At, w.zone), w.zone), Value: chosen})
}

func (w *window) spanValue(q logs.Query) string {
	if q.Kind == logs.Always {
		return logs.Always
	}
	return q.Kind + " " + journal.ViewOf(q.Kind, q.At, w.zone).From.Format(time.RFC3339)
}

func (w *window) spanOf(value string) (kind string, at time.Time) {
	kind, text, _ := strings.Cut(value, " ")
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return logs.Always, w.now()
	}
	return kind, at.In(w.zone)
}
