package deviations

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	journal "dobro/internal/journal/deviations"
	"dobro/internal/journal/dispute"
	"dobro/internal/lang"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// Result is a judged list with all its texts ready.
type Result struct {
	Sentence string
	Provable int // rows with something to send
	Unread   int // rows that could not be read
	count    map[journal.Sort]int
	rows     []listing.Row
	sorts    []journal.Sort
}

var signs = map[journal.Sort]struct {
	icon string
	ink  fyne.ThemeColorName
}{
	journal.Made: {"check", look.ColorAllowedInk}, journal.Offline: {"offline", look.ColorAllowedInk}, journal.Emergency: {"shield", look.ColorAllowedInk},
	journal.Return: {"return", look.ColorAllowedInk}, journal.Look: {"question", look.ColorAskInk}, journal.NotOurs: {"lamp-off", look.ColorMuted},
}

// Make prepares a result; on any goroutine.
func Make(w *lang.Catalogue, zone *time.Location, found []journal.Finding, unread int) Result {
	r := Result{Unread: unread, count: dispute.Count(found)}
	for _, f := range found {
		row := listing.Row{Icon: signs[f.Sort].icon, Ink: signs[f.Sort].ink, Title: f.Row.Cis, Value: w.T("deviations.sort." + string(f.Sort))}
		if !f.Row.At.IsZero() {
			row.About = f.Row.At.In(zone).Format("02.01.2006 15:04")
		}
		for _, text := range []string{f.Row.Kind, reason(w, f.Why)} {
			if text != "" && row.About != "" {
				row.About += "  ·  "
			}
			row.About += text
		}
		r.rows, r.sorts = append(r.rows, row), append(r.sorts, f.Sort)
		if dispute.Provable(f.Sort) {
			r.Provable++
		}
	}
	r.Sentence = w.T("deviations.sentence", "all", len(found), "good", r.Provable, "look", r.count[journal.Look], "foreign", r.count[journal.NotOurs])
	return r
}

func reason(w *lang.Catalogue, why journal.Why) string {
	if why == journal.WhyNone {
		return ""
	}
	return w.T("deviations.why." + string(why))
}

// result is the third step: the six sorts as buttons that filter the rows.
type result struct {
	words   *lang.Catalogue
	said    Result
	filter  journal.Sort // "": all
	buttons []*look.Button
	list    *listing.Listing
	content *fyne.Container
}

func newResult(w *lang.Catalogue) *result {
	r := &result{words: w, list: listing.New(nil)}
	var parts []fyne.CanvasObject
	for _, sort := range dispute.Sorts {
		b := &look.Button{Large: 16, OnTap: func() { r.choose(sort) }}
		r.buttons = append(r.buttons, b)
		parts = append(parts, b)
	}
	grid := look.Grid(3, parts...)
	r.content = look.Board(fyne.NewSize(700, 260), func(size fyne.Size) {
		high := 2*look.Target + look.Gap
		look.Put(grid, 0, 0, size.Width, high)
		look.Put(r.list.Content(), 0, high+look.Gap, size.Width, size.Height-high-look.Gap)
	}, grid, r.list.Content())
	return r
}

func (r *result) show(said Result) {
	r.said, r.filter = said, ""
	r.refresh()
}

// choose shows one sort, the same once more shows all.
func (r *result) choose(sort journal.Sort) {
	if r.filter == sort {
		sort = ""
	}
	r.filter = sort
	r.refresh()
}

func (r *result) refresh() {
	for i, sort := range dispute.Sorts {
		b := r.buttons[i]
		b.SetLabel(r.words.T("deviations.sort."+string(sort)) + ": " + strconv.Itoa(r.said.count[sort]))
		kind := look.Plain
		if sort == r.filter {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	rows := r.said.rows
	if r.filter != "" {
		rows = nil
		for i, row := range r.said.rows {
			if r.said.sorts[i] == r.filter {
				rows = append(rows, row)
			}
		}
	}
	r.list.Show(rows, r.words.T("deviations.none"))
}
