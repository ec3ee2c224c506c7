package logs

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

// Row is one line of a log with its texts ready. Receipt and N, or Check, say where its story lies.
type Row struct {
	Day, Clock          string
	Icon                string
	Ink                 fyne.ThemeColorName
	Title, About, Value string
	Receipt             string
	N                   int
	Check               string
}

const rowHeight float32 = 58

// SaleRows prepares lines of the sale log; on any goroutine.
func SaleRows(w *lang.Catalogue, zone *time.Location, list []journal.LineRow) []Row {
	out := make([]Row, len(list))
	for i, l := range list {
		r := Row{Day: l.At.In(zone).Format("02.01.06"), Clock: look.Clock(l.At, zone), Title: l.Name, Value: look.Rubles(w, l.Sum), Receipt: l.Receipt, N: l.N,
			Icon: "lamp-ok", Ink: look.ColorAllowedInk}
		var about []string
		if l.Number > 0 {
			about = append(about, w.T("ui.log.kind."+string(l.Kind), "n", strconv.FormatInt(l.Number, 10)))
		}
		if l.FD > 0 {
			about = append(about, w.T("ui.log.fd", "fd", strconv.FormatInt(l.FD, 10)))
		}
		about = append(about, look.Amount(w, l.Quantity, l.Unit), l.Cashier)
		if l.Cis != "" {
			about = append(about, tail(l.Cis))
		}
		switch {
		case l.State != sale.Fiscalized:
			r.Icon, r.Ink = "lamp-off", look.ColorMuted
			r.Value = w.T("ui.log.state." + string(l.State))
		case l.Unchecked:
			r.Icon, r.Ink = "warning", look.ColorForbiddenInk
			about = append([]string{w.T("ui.logs.outcome.unchecked")}, about...)
		case l.Kind == sale.Return:
			r.Icon, r.Ink = "return", look.ColorAmberInk
		case l.Cis == "":
			r.Icon, r.Ink = "box", look.ColorMuted
		}
		r.About = strings.Join(about, "  ·  ")
		out[i] = r
	}
	return out
}

// tail is the end of a code, by which people tell two packs apart.
func tail(cis string) string {
	if len(cis) <= 18 {
		return cis
	}
	return "…" + cis[18:]
}

// CheckRows prepares lines of the check log; on any goroutine.
func CheckRows(w *lang.Catalogue, zone *time.Location, list []journal.CheckRow) []Row {
	out := make([]Row, len(list))
	for i, c := range list {
		r := Row{Day: c.At.In(zone).Format("02.01.06"), Clock: look.Clock(c.At, zone), Title: c.Name, Value: w.T("ui.log.decision." + string(c.Decision)), Check: c.ID}
		if r.Title == "" {
			r.Title = c.Cis
		}
		reason := c.Reason
		switch {
		case c.CodeWanted:
			r.Icon, r.Ink, r.Value = "datamatrix", look.ColorMuted, w.T("ui.logs.code_wanted")
		case c.Decision == checks.Allow:
			r.Icon, r.Ink = "lamp-ok", look.ColorAllowedInk
			if c.Offline {
				r.Icon, r.Ink, r.Value = "offline", look.ColorAmberInk, w.T("ui.log.decision.offline")
			}
			if reason == "" {
				reason = w.T("ui.log.no_remarks")
			}
		case c.Decision == checks.Ask:
			r.Icon, r.Ink = "question", look.ColorAskInk
			if c.Approved != "" {
				r.Icon, r.Value = "senior", w.T("ui.log.approved", "name", c.Approved)
			}
		default:
			r.Icon, r.Ink = "lamp-bad", look.ColorForbiddenInk
		}
		var about []string
		for _, a := range []string{reason, w.T("ui.channel." + string(c.Channel)), c.Cashier, tail(c.Cis)} {
			if a != "" {
				about = append(about, a)
			}
		}
		r.About = strings.Join(about, "  ·  ")
		out[i] = r
	}
	return out
}

type rowView struct {
	*fyne.Container
	ground, rule                   *look.ThemeRect
	sign                           *look.Sign
	day, clock, title, about, text *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		day:    &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted},
		clock:  &look.Text{Point: 18, Least: 13, Free: true},
		title:  &look.Text{Point: 18, Least: 12, Free: true, Bold: true},
		about:  &look.Text{Point: 15, Least: 11, Free: true, Color: look.ColorMuted},
		text:   &look.Text{Point: 18, Least: 11, Lines: 2, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.clock, 12, 3, 70, 30)
		look.Put(v.day, 12, 31, 70, 22)
		look.Put(v.sign, 90, (size.Height-26)/2, 26, 26)
		const value = 170
		look.Put(v.title, 130, 3, size.Width-130-value-16, 29)
		look.Put(v.about, 130, 31, size.Width-130-value-16, 23)
		look.Put(v.text, size.Width-value-12, 0, value, size.Height)
	}, v.ground, v.rule, v.sign, v.day, v.clock, v.title, v.about, v.text)
	return v
}

func (v *rowView) show(r Row, on bool) {
	fill := look.ColorCard
	if on {
		fill = look.ColorSelected
	}
	v.ground.Set(fill, "")
	v.sign.Set(r.Icon, r.Ink)
	v.day.Set(r.Day)
	v.clock.Set(r.Clock)
	v.title.Set(r.Title)
	v.about.Set(r.About)
	v.text.Set(r.Value)
}
