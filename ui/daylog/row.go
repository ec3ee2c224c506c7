package daylog

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Row is one line of the log with its texts ready.
type Row struct {
	At      string
	Icon    string
	Ink     fyne.ThemeColorName
	Title   string
	About   string
	Value   string
	stopped bool
}

func receiptRow(w *lang.Catalogue, zone *time.Location, r journal.ReceiptRow) Row {
	row := Row{At: look.Clock(r.At, zone), Icon: "lamp-ok", Ink: look.ColorAllowed, Value: look.Rubles(w, r.Total)}
	row.Title = w.T("ui.log.kind."+string(r.Kind), "n", strconv.FormatInt(r.Number, 10))
	if r.FD > 0 {
		row.Title += "  ·  " + w.T("ui.log.fd", "fd", strconv.FormatInt(r.FD, 10))
	}
	var paid []string
	for _, p := range strings.Split(r.Payments, "+") {
		if p != "" {
			paid = append(paid, w.T("ui.log.pay."+p))
		}
	}
	row.About = w.N("ui.log.lines", r.Lines) + "  ·  " + w.T("ui.log.marked", "n", strconv.Itoa(r.Marked)) + "  ·  " + r.Cashier
	if len(paid) > 0 {
		row.About += "  ·  " + strings.Join(paid, " + ")
	}
	switch r.State {
	case sale.Fiscalized:
		if r.Kind == sale.Return {
			row.Icon, row.Ink, row.Value = "return", look.ColorAmberInk, "−"+row.Value
		}
	case sale.Unknown, sale.Sending:
		row.Icon, row.Ink = "lamp-warn", look.ColorAmber
		row.About = w.T("ui.log.state."+string(r.State)) + "  ·  " + row.About
	default:
		row.Icon, row.Ink = "lamp-off", look.ColorMuted
		row.About = w.T("ui.log.state."+string(r.State)) + "  ·  " + row.About
	}
	return row
}

func checkRow(w *lang.Catalogue, zone *time.Location, c journal.CheckRow) Row {
	row := Row{At: look.Clock(c.At, zone), Title: c.Name, Value: w.T("ui.log.decision." + string(c.Decision))}
	if row.Title == "" {
		row.Title = c.Cis
	}
	about := []string{c.Reason}
	switch c.Decision {
	case checks.Allow:
		row.Icon, row.Ink = "lamp-ok", look.ColorAllowed
		if c.Offline {
			row.Icon, row.Ink = "offline", look.ColorAmberInk
			row.Value = w.T("ui.log.decision.offline")
		}
		if c.Reason == "" {
			about = []string{w.T("ui.log.no_remarks")}
		}
	case checks.Ask:
		row.Icon, row.Ink = "question", look.ColorAskInk
		if c.Approved != "" {
			row.Icon = "senior"
			about = append(about, w.T("ui.log.approved", "name", c.Approved))
		}
		row.stopped = c.Approved == ""
	default:
		row.Icon, row.Ink, row.stopped = "lamp-bad", look.ColorForbidden, !c.CodeWanted
	}
	about = append(about, w.T("ui.channel."+string(c.Channel)), c.Cashier)
	var said []string
	for _, a := range about {
		if a != "" {
			said = append(said, a)
		}
	}
	row.About = strings.Join(said, "  ·  ")
	return row
}

type rowView struct {
	*fyne.Container
	rule                    *look.ThemeRect
	sign                    *look.Sign
	at, title, about, value *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		rule:  &look.ThemeRect{Fill: look.ColorLine},
		sign:  &look.Sign{},
		at:    &look.Text{Point: 18, Least: 13, Free: true, Color: look.ColorMuted},
		title: &look.Text{Point: 18, Least: 13, Free: true, Bold: true},
		about: &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted},
		value: &look.Text{Point: 19, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, 60), func(size fyne.Size) {
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.at, 12, 0, 60, size.Height)
		look.Put(v.sign, 80, (size.Height-28)/2, 28, 28)
		const value = 190
		look.Put(v.title, 124, 3, size.Width-124-value-16, 30)
		look.Put(v.about, 124, 31, size.Width-124-value-16, 25)
		look.Put(v.value, size.Width-value-12, 0, value, size.Height)
	}, v.rule, v.sign, v.at, v.title, v.about, v.value)
	return v
}

func (v *rowView) show(r Row) {
	v.sign.Set(r.Icon, r.Ink)
	v.at.Set(r.At)
	v.title.Set(r.Title)
	v.about.Set(r.About)
	v.value.Set(r.Value)
}
