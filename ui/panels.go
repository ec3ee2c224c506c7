package ui

import (
	"context"
	"time"

	"dobro/internal/goods"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/ui/find"
	"dobro/ui/health"
	"dobro/ui/login"
	"dobro/ui/receipts"
	"dobro/ui/shift"
	"dobro/ui/sound"
)

func (w *window) openOwner() {
	var o *login.Owner
	o = login.NewOwner(login.OwnerParams{Words: w.words, Done: func(name, pin string) {
		w.work.do(func(ctx context.Context) error { return w.till.CreateOwner(ctx, name, pin) }, func(err error) {
			if err != nil {
				w.p.Sounds.Play(sound.Fault)
				o.Fail(faultOf(w.words, err))
				return
			}
			w.base = nil
			w.relogin()
			w.render()
		})
	}})
	w.panels = nil
	w.base = o
	w.banner.Face(w.bannerFace(w.view))
	w.render()
}

func (w *window) openFind() {
	if w.p.Goods == nil {
		return
	}
	var f *find.Panel
	f = find.New(find.Params{
		Words: w.words, Close: func() { w.shut(f) },
		Search: func(text string) { w.lookUp(f, text) },
		Add: func(p goods.Product) {
			w.shut(f)
			w.addGoods(p, "")
		},
	})
	w.open(f)
	w.lookUp(f, "")
}

// echo is how long a key waits to be painted together with what was found: no longer than a finger is on the key.
const echo = 40 * time.Millisecond

// patience is how long the picture that follows a key waits for the search: the index in memory mostly has it by then. What the disk holds up
// comes with a later picture.
const patience = 12 * time.Millisecond

// burst is less than fingers leave between two keys: a scanner that types gets no patience, it would be paid for every sign.
const burst = 30 * time.Millisecond

// lookUp asks the catalogue; of several keys typed in a row only the last is answered.
func (w *window) lookUp(f *find.Panel, text string) {
	var rows []find.Row
	last := w.typedAt
	w.typedAt = time.Now()
	ask := w.search.do
	if w.patience > 0 && w.typedAt.Sub(last) >= burst {
		ask = func(action func(context.Context) error, after func(error)) bool {
			return w.search.soon(w.patience, action, after)
		}
	}
	typed := time.AfterFunc(echo, func() { w.hop(f.Echo) })
	turn := w.looked.Add(1)
	ask(func(ctx context.Context) error {
		if w.looked.Load() != turn {
			return nil
		}
		found, err := w.p.Goods.SearchGoods(ctx, text, find.Limit)
		rows = find.Rows(w.words, found)
		return err
	}, func(err error) {
		typed.Stop()
		switch {
		case w.looked.Load() != turn:
		case err != nil:
			f.Fail(faultOf(w.words, err))
		default:
			f.Found(text, rows)
		}
	})
}

func (w *window) openHeld() {
	var c *receipts.Choice
	c = receipts.NewChoice(receipts.HeldParams{
		Words: w.words, Title: w.words.T("ui.held.title"), None: w.words.T("ui.held.none"),
		Rows: receipts.HeldRows(w.words, w.zone, w.view.Held), Close: func() { w.shut(c) },
		Choose: func(id string) {
			w.shut(c)
			w.act(func(ctx context.Context) error { return w.till.Resume(ctx, id) })
		},
	})
	w.open(c)
}

func (w *window) openShift() {
	if w.shift != nil {
		return
	}
	w.shift = shift.New(shift.Params{Words: w.words, Zone: w.zone, Do: w.shiftCommand, Log: w.p.Days != nil, Close: func() { w.shut(w.shift) }}, w.view.Shift)
	w.open(w.shift)
}

func (w *window) shiftCommand(c shift.Command) {
	switch c {
	case shift.Open:
		w.onShift("ui.shift.opening", w.till.OpenShift)
	case shift.Close:
		w.onShift("ui.shift.closing", w.till.CloseShift)
	case shift.Renew:
		w.onShift("ui.shift.renewing", func(ctx context.Context) error {
			if err := w.till.CloseShift(ctx); err != nil {
				return err
			}
			return w.till.OpenShift(ctx)
		})
	case shift.XReport:
		w.onShift("ui.shift.printing", w.till.XReport)
	case shift.CashIn:
		w.openDrawer(false)
	case shift.CashOut:
		w.openDrawer(true)
	case shift.Log:
		if w.view.User == nil || !w.view.User.Role.May(staff.Logs) {
			w.shift.NotYours(w.words.T("ui.log.not_yours"), w.words.T("ui.log.not_yours.do"))
			return
		}
		w.openDay()
	case shift.Copy:
		w.onShift("ui.shift.copying", func(ctx context.Context) error { return w.till.PrintCopy(ctx, "last") })
	case shift.Correct:
		w.openCorrection()
	case shift.Lamps:
		w.openHealth()
	case shift.Scanner:
		w.openScanDoctor()
	case shift.Settings:
		w.openSettings()
	case shift.Desk:
		w.openDesk()
	}
}

// onShift does something with the printer while the shift panel says what. A shift that was opened needs the panel no longer.
func (w *window) onShift(saying string, action func(ctx context.Context) error) {
	s := w.shift
	s.Wait(w.words.T(saying))
	if !w.perform("", action, func(err error) {
		if err != nil {
			w.p.Sounds.Play(sound.Fault)
			s.Fail(faultOf(w.words, err))
			return
		}
		s.Finish(w.done(saying))
		if saying == "ui.shift.opening" || saying == "ui.shift.renewing" {
			w.shut(s)
		}
	}) {
		s.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}

// done says what came out of the printer; a shift that was opened or closed is seen without words.
func (w *window) done(saying string) string {
	switch saying {
	case "ui.shift.printing":
		return w.words.T("ui.shift.printed")
	case "ui.shift.copying":
		return w.words.T("ui.pay.copied")
	}
	return ""
}

// mendShift is the button beside «the shift is closed»: one tap and the till sells.
func (w *window) mendShift() {
	w.openShift()
	if w.view.Shift.Expired {
		w.shiftCommand(shift.Renew)
	} else if !w.view.Shift.Open {
		w.shiftCommand(shift.Open)
	}
}

func (w *window) openHealth() {
	if w.till == nil || w.lamps != nil {
		return
	}
	var doctor func()
	if w.p.Care != nil {
		doctor = w.openDoctor
	}
	w.lamps = health.NewPage(w.words, w.zone, w.view.Lamps, func() { w.shut(w.lamps) }, doctor)
	w.open(w.lamps)
}
