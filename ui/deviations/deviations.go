// Package deviations is the owner's answer to the operator's list of deviations, in three steps: which list, which column holds what, and
// what every row turned out to be, with the proofs one tap away.
package deviations

import (
	"fyne.io/fyne/v2"

	journal "dobro/internal/journal/deviations"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// Params of the panel. The functions are asked from the UI thread and answer later by the methods of the panel.
type Params struct {
	Words *lang.Catalogue
	Open  func(file string)    // answered by ShowColumns
	Match func(l journal.List) // answered by ShowResult; the columns are remembered
	Write func()               // the papers of the result; answered by Written
	Close func()
}

type step int

const (
	choosing step = iota
	mapping
	judged
)

// Panel shows one step at a time.
type Panel struct {
	p       Params
	step    step
	busy    bool
	note    *look.Text
	back    *look.Button
	foot    fyne.CanvasObject
	next    *look.Button
	trouble *look.Trouble
	stage   *fyne.Container
	content fyne.CanvasObject

	files   []string
	choice  *listing.Listing
	columns *columns
	result  *result
}

// New opens the first step; whoever opens it gives it the files by ShowFiles.
func New(p Params) *Panel {
	w := p.Words
	d := &Panel{p: p, trouble: look.NewTrouble()}
	d.note = &look.Text{Point: 17, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted}
	d.back = &look.Button{Label: w.T("deviations.back"), Large: 18, OnTap: d.goBack}
	d.next = &look.Button{Kind: look.Primary, Key: w.T("ui.key.enter"), Large: 20, OnTap: d.goOn}
	d.choice = listing.New(func(i int) { d.open(i) })
	d.columns = newColumns(w)
	d.result = newResult(w)
	d.stage = look.Board(fyne.NewSize(700, 260), func(size fyne.Size) {
		for _, o := range d.stage.Objects {
			look.Put(o, 0, 0, size.Width, size.Height)
		}
	})
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), d.leave)
	d.content = look.Sheet(w.T("deviations.title"), out, d.body())
	d.turn(choosing)
	return d
}

// Content is what the window shows.
func (d *Panel) Content() fyne.CanvasObject { return d.content }

// Rune takes the digits printed on the buttons of the columns.
func (d *Panel) Rune(r rune) bool {
	if i := int(r - '1'); d.step == mapping && i >= 0 && i < len(fields) {
		d.columns.field(i)
		return true
	}
	return false
}

// Key goes on, goes back, turns pages.
func (d *Panel) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		d.goOn()
	case k == fyne.KeyEscape:
		d.leave()
	case k == fyne.KeyDown || k == fyne.KeyPageDown:
		d.list().Page(1)
	case k == fyne.KeyUp || k == fyne.KeyPageUp:
		d.list().Page(-1)
	default:
		return false
	}
	return true
}

// ShowFiles shows the lists that were found on this computer; paths belong to the rows.
func (d *Panel) ShowFiles(paths []string, rows []listing.Row) {
	d.files = paths
	d.choice.Show(rows, d.p.Words.T("deviations.no_files"))
}

// ShowColumns asks which column holds what.
func (d *Panel) ShowColumns(l journal.List) {
	d.columns.show(l)
	d.turn(mapping)
	if l.Remembered {
		d.trouble.Tell("check", d.p.Words.T("deviations.remembered"), d.p.Words.T("deviations.remembered.do"))
	}
}

// ShowResult shows what every row turned out to be.
func (d *Panel) ShowResult(r Result) {
	d.result.show(r)
	d.turn(judged)
	if r.Unread > 0 {
		d.trouble.Tell("warning", d.p.Words.N("deviations.unread", r.Unread), d.p.Words.T("deviations.unread.do"))
	}
}

// Progress tells how far the papers are.
func (d *Panel) Progress(done, all int) {
	if d.busy {
		d.trouble.Wait(d.p.Words.T("deviations.writing", "done", done, "all", all))
	}
}

// Written says where the papers are.
func (d *Panel) Written(files int, folder string) {
	d.settle()
	d.trouble.Tell("check", d.p.Words.N("deviations.written", files), folder)
}

// Fail says what went wrong.
func (d *Panel) Fail(f *register.Fault) {
	d.settle()
	d.trouble.Fail(f.Text, f.Action)
}

// Busy tells whether papers are being written.
func (d *Panel) Busy() bool { return d.busy }

func (d *Panel) wait(key string) {
	d.busy = true
	d.trouble.Wait(d.p.Words.T(key))
	d.refresh()
}

func (d *Panel) settle() {
	d.busy = false
	d.trouble.Clear()
	d.refresh()
}

func (d *Panel) open(i int) {
	if !d.busy && i < len(d.files) {
		d.wait("deviations.reading")
		d.p.Open(d.files[i])
	}
}

func (d *Panel) goOn() {
	if d.busy || d.next.Off {
		return
	}
	switch d.step {
	case mapping:
		d.wait("deviations.matching")
		d.p.Match(d.columns.list)
	case judged:
		d.wait("deviations.beginning")
		d.p.Write()
	}
}

func (d *Panel) goBack() {
	if !d.busy && d.step > choosing {
		d.turn(d.step - 1)
	}
}

// leave goes one step back, from the first out.
func (d *Panel) leave() {
	switch {
	case d.busy:
	case d.step > choosing:
		d.goBack()
	default:
		d.p.Close()
	}
}

func (d *Panel) list() *listing.Listing {
	switch d.step {
	case mapping:
		return d.columns.choice
	case judged:
		return d.result.list
	}
	return d.choice
}

func (d *Panel) turn(to step) {
	d.step = to
	d.stage.Objects = []fyne.CanvasObject{[]fyne.CanvasObject{d.choice.Content(), d.columns.content, d.result.content}[to]}
	d.stage.Layout.Layout(d.stage.Objects, d.stage.Size())
	d.stage.Refresh()
	d.columns.changed = d.refresh
	d.settle()
}

func (d *Panel) refresh() {
	w := d.p.Words
	d.back.Hidden, d.next.Hidden = d.step == choosing, d.step == choosing
	d.back.Enable(!d.busy)
	switch d.step {
	case choosing:
		d.note.Set(w.T("deviations.note.choose"))
	case mapping:
		d.note.Set(w.T("deviations.note.columns"))
		d.next.SetLabel(w.T("deviations.match"))
		d.next.Enable(!d.busy && d.columns.list.Mapping.Code >= 0)
	case judged:
		d.note.Set(d.result.said.Sentence)
		d.next.SetLabel(w.N("deviations.write", d.result.said.Provable))
		d.next.Enable(!d.busy && d.result.said.Provable > 0)
	}
	d.next.Refresh()
	d.back.Refresh()
	look.Rearrange(d.foot)
}

func (d *Panel) body() fyne.CanvasObject {
	d.foot = look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		const gap = look.Gap
		low := look.Target + gap
		look.Put(d.note, 4, 0, size.Width-8, 48)
		look.Put(d.stage, 0, 52, size.Width, size.Height-52-low)
		y := size.Height - look.Target
		look.Put(d.back, 0, y, 130, look.Target)
		look.Put(d.next, size.Width-330, y, 330, look.Target)
		x := float32(138)
		if d.step == choosing {
			x = 0
		}
		look.Put(d.trouble.Content(), x, y-4, size.Width-338-x, look.Target+4)
	}, d.note, d.stage, d.back, d.next, d.trouble.Content())
	return d.foot
}
