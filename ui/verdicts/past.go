// Package verdicts shows the last answers to scans, each with what there is to tell about it.
package verdicts

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/banner"
	"dobro/ui/look"
)

// Most is how many verdicts are remembered.
const Most = 20

// Row is one verdict with its texts ready. Icon, Disc and Ink are those of its banner; About says why, or what limits it.
type Row struct {
	Permit             register.Permit
	At                 string // time of day, to the second
	Goods, Word, About string
	Icon               string
	Disc, Ink          fyne.ThemeColorName
}

// Past are verdicts, newest first. It is a value: With makes another.
type Past []Row

// With puts one more in front and forgets the oldest beyond Most.
func (p Past) With(r Row) Past {
	return append(Past{r}, p[:min(len(p), Most-1)]...)
}

// Make prepares the verdict of a banner, on any goroutine. At is when it came, in case the verdict does not say.
func Make(w *lang.Catalogue, zone *time.Location, at time.Time, p register.Permit) Row {
	if p.Verdict != nil && !p.Verdict.At.IsZero() {
		at = p.Verdict.At
	}
	f := banner.FaceOf(w, p)
	r := Row{Permit: p, At: at.In(zone).Format("15:04:05"), Goods: f.Product, Word: f.Title, About: f.Text, Icon: f.Icon, Disc: f.Ground, Ink: look.ColorOnColor}
	if f.AmberEdge {
		r.Disc, r.Ink = look.ColorAmber, look.ColorOnAmber
	}
	if r.About == "" {
		r.About = f.Strip
	}
	if r.Goods == "" && p.Verdict != nil {
		r.Goods = p.Verdict.Cis
	}
	if r.Goods == "" {
		r.Goods = w.T("ui.history.nameless")
	}
	return r
}
