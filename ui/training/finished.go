package training

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/lesson"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// Finished tells how the lesson went.
type Finished struct {
	stay, leave func()
	list        *listing.Listing
	content     fyne.CanvasObject
	now         func() time.Time
	since       time.Time
}

// unseen is how long a struck Enter was still meant for the panel that stood here before: nobody reads a score in that time.
const unseen = 700 * time.Millisecond

var _ look.Panel = (*Finished)(nil)

// NewFinished opens the result; stay goes on without tasks, leave ends the training.
func NewFinished(w *lang.Catalogue, r lesson.Result, now func() time.Time, stay, leave func()) *Finished {
	f := &Finished{stay: stay, leave: leave, list: listing.New(nil), now: now, since: now()}
	f.list.Show(markRows(w, r.Marks), "")
	mistakes, hints, took := r.Sums()
	ink, icon := look.ColorAllowedInk, "check"
	if r.Grade() == lesson.Again {
		ink, icon = look.ColorAmberInk, "exclaim"
	}
	ground := look.NewCard()
	sign := &look.Sign{Name: icon, Color: ink}
	score := &look.Text{Text: w.T("ui.lesson.score", "score", r.Score, "of", lesson.Full*lesson.Count), Point: look.SizeHuge, Least: 24, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	grade := &look.Text{Text: w.T("ui.lesson.grade." + string(r.Grade())), Point: 22, Least: 14, Lines: 3, Free: true, Bold: true, Color: ink, Align: fyne.TextAlignCenter}
	sums := &look.Text{Text: w.T("ui.lesson.sums", "mistakes", mistakes, "hints", hints, "minutes", minutes(took)), Point: 17, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignCenter}
	kept := &look.Text{Text: w.T("ui.lesson.kept", "who", r.Who), Point: 16, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignCenter}
	more := &look.Button{Label: w.T("ui.lesson.more"), Key: w.T("ui.key.esc"), Large: 18, OnTap: stay}
	end := &look.Button{Label: w.T("ui.lesson.end"), Key: w.T("ui.key.enter"), Kind: look.Good, Large: 20, OnTap: leave}
	f.content = look.Sheet(w.T("ui.lesson.finished"), nil, look.Board(fyne.NewSize(800, 360), func(size fyne.Size) {
		foot := size.Height - look.Target - look.Gap
		left := size.Width * 0.42
		look.Put(ground, 0, 0, left, foot)
		look.Put(sign, left/2-32, 14, 64, 64)
		look.Put(score, 12, 82, left-24, 70)
		look.Put(grade, 16, 156, left-32, 84)
		look.Put(sums, 16, 242, left-32, 48)
		look.Put(kept, 16, 290, left-32, foot-296)
		look.Put(f.list.Content(), left+look.Gap, 0, size.Width-left-look.Gap, foot)
		look.Put(more, 0, foot+look.Gap, left, look.Target)
		look.Put(end, left+look.Gap, foot+look.Gap, size.Width-left-look.Gap, look.Target)
	}, ground, sign, score, grade, sums, kept, f.list.Content(), more, end))
	return f
}

func markRows(w *lang.Catalogue, marks []lesson.Mark) (rows []listing.Row) {
	for i, m := range marks {
		r := listing.Row{Icon: "check", Ink: look.ColorAllowedInk, Title: w.T("ui.lesson.row", "n", i+1, "name", w.T("ui.lesson.name."+m.Task)),
			About: w.T("ui.lesson.row.about", "mistakes", m.Mistakes, "hints", m.Hints, "seconds", int(m.Took.Seconds())), Value: w.T("ui.lesson.points", "n", m.Points, "of", lesson.Full)}
		switch {
		case m.Skipped:
			r.Icon, r.Ink, r.About = "cross", look.ColorForbiddenInk, w.T("ui.lesson.row.skipped")
		case m.Mistakes > 0:
			r.Icon, r.Ink = "exclaim", look.ColorAmberInk
		}
		rows = append(rows, r)
	}
	return rows
}

// Content is what the window shows.
func (f *Finished) Content() fyne.CanvasObject { return f.content }

// Rune takes nothing.
func (f *Finished) Rune(rune) bool { return false }

// Key ends the training or goes on.
func (f *Finished) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		if f.now().Sub(f.since) >= unseen {
			f.leave()
		}
	case k == fyne.KeyEscape:
		f.stay()
	case k == fyne.KeyDown || k == fyne.KeyPageDown:
		f.list.Page(1)
	case k == fyne.KeyUp || k == fyne.KeyPageUp:
		f.list.Page(-1)
	default:
		return false
	}
	return true
}
