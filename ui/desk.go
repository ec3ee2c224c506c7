package ui

import (
	"context"
	"time"

	"dobro/internal/staff"
	"dobro/ui/office"
	"dobro/ui/sound"
)

// Office is what the owner's desk needs; without a Desk there is none.
type Office struct {
	Desk     Desk
	Disputes Disputes
}

// Desk tells the owner about days, late answers, copies and tills. All of it may take long and runs off the UI thread.
type Desk interface {
	Deadlines(ctx context.Context) ([]office.Deadline, error)
	Tasks(ctx context.Context) ([]office.Task, error)
	Settle(ctx context.Context, id, by string) error
	Copies(ctx context.Context) (office.Copies, error)
	CopyNow(ctx context.Context) error
	// Lessons tells of everybody at the till how the training went, those who have not learnt yet last.
	Lessons(ctx context.Context) ([]office.Learner, error)
	ShareTasks(ctx context.Context) (file string, err error)
	// Tills are the sums of every till in the span ("day", "week", "month") around now, whose last day is included.
	Tills(ctx context.Context, span string) (list []office.Till, first, last time.Time, err error)
}

// openDesk shows the owner's desk; others are told whose it is.
func (w *window) openDesk() {
	if w.view.User == nil || !w.view.User.Role.May(staff.Logs) {
		w.shift.NotYours(w.words.T("office.not_yours"), w.words.T("office.not_yours.do"))
		return
	}
	var d *office.Panel
	by := w.view.User.Name
	p := office.Params{Words: w.words, Zone: w.zone, Now: w.now, Close: func() { w.shut(d) }, Load: func(page office.Page) { w.loadDesk(d, page) },
		Settle: func(id string) {
			w.onDesk(d, office.Tasks, "office.settled", func(ctx context.Context) error { return w.p.Desk.Settle(ctx, id, by) })
		},
		Share: func() {
			var file string
			w.search.do(func(ctx context.Context) (err error) {
				file, err = w.p.Desk.ShareTasks(ctx)
				return err
			}, func(err error) {
				if err != nil {
					d.Fail(faultOf(w.words, err))
					return
				}
				d.Done(w.words.T("ui.saved"), file)
			})
		},
		CopyNow: func() { w.onDesk(d, office.Keeping, "office.copied", w.p.Desk.CopyNow) }}
	if w.p.Disputes != nil {
		p.Deviations = w.openDisputes
	}
	d = office.New(p)
	w.open(d)
	w.loadDesk(d, d.Page())
}

// onDesk does something for the owner and loads the page anew.
func (w *window) onDesk(d *office.Panel, page office.Page, done string, action func(ctx context.Context) error) {
	w.search.do(action, func(err error) {
		if err != nil {
			w.p.Sounds.Play(sound.Fault)
			d.Fail(faultOf(w.words, err))
			return
		}
		d.Done(w.words.T(done), "")
		w.loadDesk(d, page)
	})
}

func (w *window) loadDesk(d *office.Panel, page office.Page) {
	var show func()
	span := d.Span()
	w.search.do(func(ctx context.Context) error {
		switch page {
		case office.Tasks:
			list, err := w.p.Desk.Tasks(ctx)
			show = func() { d.ShowTasks(list) }
			return err
		case office.Keeping:
			c, err := w.p.Desk.Copies(ctx)
			show = func() { d.ShowCopies(c) }
			return err
		case office.Lessons:
			list, err := w.p.Desk.Lessons(ctx)
			show = func() { d.ShowLessons(list) }
			return err
		case office.Tills:
			list, first, last, err := w.p.Desk.Tills(ctx, span)
			show = func() { d.ShowTills(list, first, last) }
			return err
		}
		list, err := w.p.Desk.Deadlines(ctx)
		show = func() { d.ShowDeadlines(list) }
		return err
	}, func(err error) {
		if err != nil {
			d.Fail(faultOf(w.words, err))
			return
		}
		show()
	})
}
