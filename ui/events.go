package ui

import (
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/banner"
	"dobro/ui/day"
	"dobro/ui/login"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
	"dobro/ui/sound"
	"dobro/ui/verdicts"
)

// hear takes an event on the till's goroutine: all texts are made here, then one hop.
func (w *window) hear(e register.Event) {
	p := saleui.Make(w.words, e.View, w.zone)
	if s := e.View.Permit.State; e.Kind != register.EventVerdict || s == register.PermitReady || s == register.PermitChecking {
		w.hop(func() { w.show(e.View, p, &e) })
		return
	}
	row := verdicts.Make(w.words, w.zone, w.now(), e.View.Permit)
	w.hop(func() {
		w.past = w.past.With(row)
		w.show(e.View, p, &e)
	})
}

// show turns the whole window to another picture of the till.
func (w *window) show(v register.View, p saleui.Picture, e *register.Event) {
	if w.closed {
		return
	}
	before := w.view
	w.view = v
	w.sale.Show(p)
	w.sale.Quick().May(w.mayArrange())
	w.bar.Light(v.Lamps, w.whoIsHere(v))
	if d, ok := w.top().(*day.Screen); ok {
		d.Light(v.Lamps)
	}
	if w.lamps != nil {
		w.lamps.Show(v.Lamps)
	}
	if w.shift != nil {
		w.shift.Show(v.Shift)
	}
	w.showPayment(v, e)
	w.showDoubt(before, v)
	w.showStanding(before, v)
	w.showRecovered(e)
	w.showBanner(v, e)
	w.tellBuyer()
	if (before.User == nil) != (v.User == nil) || w.base != nil {
		w.relogin()
	}
	w.askAge(v)
}

// showRecovered tells what became of a receipt that an earlier run left in doubt.
func (w *window) showRecovered(e *register.Event) {
	if e == nil || e.Kind != register.EventRecovered || e.Receipt == nil {
		return
	}
	key := "ui.recovered.not_made"
	if e.Receipt.State == sale.Fiscalized {
		key = "ui.recovered.made"
	}
	w.notice.Warn(w.words.T(key, "sum", look.Rubles(w.words, e.Receipt.Total)), w.words.T(key+".do"))
}

// showBanner turns the banner only when the permit changed, and makes the sound of the new state.
func (w *window) showBanner(v register.View, e *register.Event) {
	face := w.bannerFace(v)
	if face != w.banner.Shown() {
		w.banner.Face(face)
	}
	switch {
	case e == nil:
	case e.Kind == register.EventRefused:
		w.p.Sounds.Play(sound.Refused)
	case e.Kind == register.EventVerdict:
		w.p.Sounds.Play(face.Sound)
	case face.Sound != "" && face.State != w.said.State && face.State != register.PermitAllowed && face.State != register.PermitWarning:
		w.p.Sounds.Play(face.Sound)
	case e.Kind == register.EventLine && e.Line != nil && e.Line.State == register.LinePlain:
		w.p.Sounds.Play(sound.Tick)
	case e.Kind == register.EventReceipt && e.Receipt != nil && e.Receipt.FD > 0:
		w.p.Sounds.Play(sound.Paid)
	}
	w.said = face
}

func (w *window) bannerFace(v register.View) banner.Face {
	if v.User == nil {
		f := banner.FaceOf(w.words, register.Permit{})
		f.Title, f.Icon, f.Second = w.words.T("ui.banner.locked"), "lock", banner.NoChoice
		if _, first := w.base.(*login.Owner); first {
			f.Title, f.Icon = w.words.T("ui.banner.first"), "person"
		}
		return f
	}
	f := banner.FaceOf(w.words, v.Permit)
	if (v.Permit.State == register.PermitForbidden || v.Permit.State == register.PermitNeedCode) && v.Refused > 0 {
		f.Strip, f.StripIcon = w.words.N("ui.banner.refused", v.Refused), "scan"
		if v.Permit.State == register.PermitNeedCode {
			f.Strip = w.words.T("ui.banner.code_first")
		}
		f.StripGround, f.StripInk = refusedGround, refusedInk
	}
	return f
}

func (w *window) whoIsHere(v register.View) string {
	if v.User == nil {
		return w.p.Name + " " + w.p.Version
	}
	return w.words.T("ui.who", "name", v.User.Name, "role", w.words.T("ui.role."+string(v.User.Role)))
}

// relogin lays the PIN pad on the stage when nobody is logged in, and takes it away when somebody is.
func (w *window) relogin() {
	if w.till == nil {
		return
	}
	if w.view.User != nil {
		if w.base != nil && !w.leaving {
			w.base = nil
			w.shutAll()
			w.loadQuick()
			w.beginDay()
		}
		return
	}
	if _, first := w.base.(*login.Owner); first {
		return
	}
	if _, asked := w.base.(*pinPad); asked {
		return
	}
	w.panels, w.pay, w.shift, w.lamps, w.age = nil, nil, nil, nil, nil
	w.openLogin()
}
