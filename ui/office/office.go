// Package office is the owner's desk: what ends or begins on which day, what the operator said too late, where the copies are, and how the
// tills of one owner did.
package office

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// Deadline is something that ends or begins. Level is as in package probe; a zero Due has no day.
type Deadline struct {
	Title, Text, Level string
	Due                time.Time
}

// Task is a code that should not have been sold, as the operator said afterwards.
type Task struct {
	ID     string
	Name   string
	Cis    string
	Reason string
	SoldAt time.Time
}

// Till is what one till of the owner did in a span.
type Till struct {
	Name     string
	Receipts int
	Revenue  int64 // kopecks
	Checks   int
	Stopped  int
	Last     time.Time // of its last record that arrived
}

// Copies is how well the journal is kept.
type Copies struct {
	Folder  string
	Count   int
	Last    time.Time
	Size    int64 // bytes of the last copy
	Journal int64 // bytes
}

// Learner is how somebody did in training; a zero At has not learnt yet. Level is as in package probe.
type Learner struct {
	Name   string
	At     time.Time // of the last lesson
	Score  int       // of it
	Most   int       // points there are
	About  string    // tasks, mistakes, hints, minutes
	Grade  string    // in a word
	Level  string
	Lesson int // how many there were
}

// Page of the desk.
type Page int

// Pages.
const (
	Deadlines Page = iota
	Tasks
	Keeping
	Tills
	Lessons
	pages
)

// Params of the desk. Load is asked for a page and answers by one of the Show methods.
type Params struct {
	Words      *lang.Catalogue
	Zone       *time.Location
	Now        func() time.Time
	Load       func(Page)
	Settle     func(id string)
	Share      func() // writes the table of tasks to a file
	CopyNow    func()
	Deviations func() // nil: none
	Close      func()
}

// Panel is the desk.
type Panel struct {
	p       Params
	page    Page
	busy    bool
	rows    [pages][]listing.Row
	empty   [pages]string
	tasks   []Task
	chosen  int // task that a tap chose, -1 none
	tabs    []*look.Button
	list    *listing.Listing
	act     *look.Button
	answer  *look.Button
	share   *look.Button // in the place of answer, on the page of tasks
	span    int          // of the tills, in spans
	trouble *look.Trouble
	content fyne.CanvasObject
}

// New opens the desk with the calendar; whoever opens it loads that page as well.
func New(p Params) *Panel {
	w := p.Words
	d := &Panel{p: p, chosen: -1, trouble: look.NewTrouble()}
	d.list = listing.New(d.tap)
	for i, key := range []string{"deadlines", "tasks", "keeping", "tills", "lessons"} {
		d.tabs = append(d.tabs, &look.Button{Label: w.T("office." + key), Key: string(pageKeys[i]), Large: 17, OnTap: func() { d.turn(Page(i)) }})
		d.empty[i] = w.T("office.loading")
	}
	d.act = &look.Button{Kind: look.Primary, Key: w.T("ui.key.enter"), Large: 18, OnTap: d.do}
	d.answer = &look.Button{Label: w.T("office.deviations"), Key: "5", Icon: "list", Large: 18, OnTap: d.deviations}
	d.share = &look.Button{Label: w.T("office.share"), Key: "6", Icon: "list", Large: 18, OnTap: d.shareTasks}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	d.content = look.Sheet(w.T("office.title"), out, d.body())
	d.show()
	return d
}

// Content is what the window shows.
func (d *Panel) Content() fyne.CanvasObject { return d.content }

// Page is the page on screen.
func (d *Panel) Page() Page { return d.page }

// pageKeys open the pages, in their order; 5 and 6 are the lists below.
const pageKeys = "12347"

// Rune takes the digits printed on the buttons.
func (d *Panel) Rune(r rune) bool {
	switch i := strings.IndexRune(pageKeys, r); {
	case i >= 0:
		d.turn(Page(i))
	case r == '5':
		d.deviations()
	case r == '6' && d.page == Tasks:
		d.shareTasks()
	default:
		return false
	}
	return true
}

// Key acts, turns pages, leaves.
func (d *Panel) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		d.do()
	case k == fyne.KeyEscape:
		d.p.Close()
	case k == fyne.KeyDown || k == fyne.KeyPageDown:
		d.list.Page(1)
	case k == fyne.KeyUp || k == fyne.KeyPageUp:
		d.list.Page(-1)
	default:
		return false
	}
	return true
}

// ShowDeadlines shows the calendar.
func (d *Panel) ShowDeadlines(list []Deadline) {
	d.fill(Deadlines, deadlineRows(d.p.Words, d.p.Zone, d.p.Now(), list), "office.no_deadlines")
}

// ShowTasks shows what the operator said too late.
func (d *Panel) ShowTasks(list []Task) {
	d.tasks, d.chosen = list, -1
	d.fill(Tasks, taskRows(d.p.Words, d.p.Zone, list), "office.no_tasks")
}

// ShowCopies shows how the journal is kept.
func (d *Panel) ShowCopies(c Copies) {
	d.fill(Keeping, copyRows(d.p.Words, d.p.Zone, c), "office.loading")
}

// spans of the tills' sums, in the order of the button.
var spans = []string{"day", "week", "month"}

// Span is the kind of span that the tills are shown for: "day", "week" or "month".
func (d *Panel) Span() string { return spans[d.span] }

// ShowTills shows the sums of every till in a span of days, the last one included; none means that there is no common database.
func (d *Panel) ShowTills(list []Till, first, last time.Time) {
	d.fill(Tills, tillRows(d.p.Words, d.p.Zone, list), "office.no_tills")
	if d.page == Tills && len(list) > 0 {
		from, to := first.In(d.p.Zone).Format("02.01.2006"), last.In(d.p.Zone).Format("02.01.2006")
		about := from + " — " + to
		if from == to {
			about = from
		}
		d.trouble.Tell("list", d.p.Words.T("office.span."+d.Span()), about)
	}
}

// ShowLessons shows who learnt when and how it went.
func (d *Panel) ShowLessons(list []Learner) {
	d.fill(Lessons, learnerRows(d.p.Words, d.p.Zone, list), "office.no_lessons")
}

// Done says that an action worked; about may name a file.
func (d *Panel) Done(text, about string) {
	d.busy = false
	d.trouble.Tell("check", text, about)
	d.show()
}

// Fail says what went wrong.
func (d *Panel) Fail(f *register.Fault) {
	d.busy = false
	d.empty[d.page] = ""
	d.show()
	d.trouble.Fail(f.Text, f.Action)
}

func (d *Panel) fill(p Page, rows []listing.Row, empty string) {
	d.rows[p], d.empty[p] = rows, d.p.Words.T(empty)
	if p == d.page {
		d.show()
	}
}

func (d *Panel) turn(to Page) {
	if d.busy {
		return
	}
	d.page, d.chosen = to, -1
	d.trouble.Clear()
	d.show()
	d.p.Load(to)
}

func (d *Panel) tap(i int) {
	if d.page != Tasks || i >= len(d.tasks) || d.busy {
		return
	}
	d.chosen = i
	t := d.tasks[i]
	d.trouble.Tell("question", d.p.Words.T("office.settle_text", "name", t.Name), t.Cis)
	d.show()
}

func (d *Panel) do() {
	switch {
	case d.busy || d.act.Hidden || d.act.Off:
	case d.page == Tasks:
		d.busy = true
		d.p.Settle(d.tasks[d.chosen].ID)
	case d.page == Keeping:
		d.busy = true
		d.trouble.Wait(d.p.Words.T("office.copying"))
		d.show()
		d.p.CopyNow()
	case d.page == Tills:
		d.span = (d.span + 1) % len(spans)
		d.show()
		d.p.Load(Tills)
	}
}

func (d *Panel) shareTasks() {
	if d.p.Share == nil || d.busy {
		return
	}
	d.busy = true
	d.trouble.Wait(d.p.Words.T("ui.wait"))
	d.show()
	d.p.Share()
}

func (d *Panel) deviations() {
	if d.p.Deviations != nil && !d.busy {
		d.p.Deviations()
	}
}

func (d *Panel) show() {
	for i, b := range d.tabs {
		kind := look.Plain
		if Page(i) == d.page {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	w := d.p.Words
	d.act.Hidden = d.page == Deadlines || d.page == Lessons
	d.share.Hidden = d.page != Tasks || d.p.Share == nil
	d.answer.Hidden = !d.share.Hidden || d.p.Deviations == nil
	d.share.Refresh()
	d.answer.Refresh()
	switch d.page {
	case Tasks:
		d.act.SetLabel(w.T("office.settle"))
		d.act.Enable(!d.busy && d.chosen >= 0)
	case Keeping:
		d.act.SetLabel(w.T("office.copy_now"))
		d.act.Enable(!d.busy)
	case Tills:
		d.act.SetLabel(w.T("office.show." + spans[(d.span+1)%len(spans)]))
		d.act.Enable(!d.busy)
	}
	d.act.Refresh()
	d.list.Show(d.rows[d.page], d.empty[d.page])
}

func (d *Panel) body() fyne.CanvasObject {
	parts := []fyne.CanvasObject{d.list.Content(), d.act, d.answer, d.share, d.trouble.Content()}
	for _, b := range d.tabs {
		parts = append(parts, b)
	}
	return look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		const gap = look.Gap
		tab := (size.Width + gap) / float32(len(d.tabs))
		for i, b := range d.tabs {
			look.Put(b, float32(i)*tab, 0, tab-gap, look.Target)
		}
		foot := size.Height - look.Target
		look.Put(d.list.Content(), 0, look.Target+gap, size.Width, foot-look.Target-2*gap)
		look.Put(d.answer, 0, foot, 220, look.Target)
		look.Put(d.share, 0, foot, 220, look.Target)
		look.Put(d.act, size.Width-300, foot, 300, look.Target)
		look.Put(d.trouble.Content(), 228, foot-4, size.Width-228-308, look.Target+4)
	}, parts...)
}
