package ui

import (
	"context"
	"strings"

	"dobro/internal/register"
	"dobro/ui/login"
	saleui "dobro/ui/sale"
	"dobro/ui/sound"
)

// pinPad is the login, told apart from other PIN pads by its type.
type pinPad struct{ *login.Pad }

// pad is the PIN pad that takes keys and badges now, nil when none does.
func (w *window) pad() *login.Pad {
	switch p := w.top().(type) {
	case *pinPad:
		return p.Pad
	case *login.Pad:
		return p
	}
	return nil
}

func (w *window) openLogin() {
	var pad *pinPad
	pad = &pinPad{login.New(login.Params{
		Words: w.words, Title: w.words.T("ui.login.title"), Text: w.loginText(), Train: w.trains(),
		Done: func(k login.Key) {
			w.work.do(func(ctx context.Context) error {
				if k.Scanned {
					return w.till.LoginBadge(ctx, k.Text)
				}
				return w.till.Login(ctx, k.Text)
			}, func(err error) {
				if err != nil {
					w.p.Sounds.Play(sound.Fault)
					pad.Fail(w.keyFault(err, k))
				}
			})
		},
	})}
	w.base = pad
	w.render()
}

// askSenior calls a senior to the line that could not be checked.
func (w *window) askSenior() {
	name := w.view.Permit.Product
	if w.view.Permit.State != register.PermitAsk {
		n := saleui.Waiting(w.view)
		if n == 0 {
			return
		}
		name = w.lineOf(n).Name
	}
	var pad *login.Pad
	pad = login.New(login.Params{
		Words: w.words, Title: w.words.T("ui.senior.title"), Text: w.words.T("ui.senior.text", "name", name),
		Confirm: w.words.T("ui.senior.allow"), Reasons: strings.Split(w.words.T("ui.senior.reasons"), "|"), Close: func() { w.shut(pad) },
		Done: func(k login.Key) {
			w.work.do(func(ctx context.Context) error {
				if k.Scanned {
					return w.till.Approve(register.Backed(ctx, k.Text, true), "", k.Reason)
				}
				return w.till.Approve(ctx, k.Text, k.Reason)
			}, func(err error) {
				w.afterKey(pad, k, err, func(err error) {
					if err != nil {
						w.complain(err)
					}
				})
			})
		},
	})
	w.open(pad)
}

// perform queues an action. When only a senior may do it he is asked for his PIN or badge on the spot, and the action goes on; the
// journal keeps who let it. what names the action, "" leaves it unnamed. False when too much is waiting.
func (w *window) perform(what string, action func(ctx context.Context) error, after func(error)) bool {
	return w.work.do(action, func(err error) {
		if f := faultOf(w.words, err); f == nil || f.Code != "no_right" || w.view.User == nil || w.view.User.Role != register.Cashier {
			after(err)
			return
		}
		w.askBacking(what, action, after)
	})
}

// askBacking lays the pad for the senior over what the cashier was doing.
func (w *window) askBacking(what string, action func(ctx context.Context) error, after func(error)) {
	var pad *login.Pad
	w.p.Sounds.Play(sound.Ask)
	pad = login.New(login.Params{
		Words: w.words, Title: w.words.T("ui.senior.needed"), What: what, Text: w.words.T("ui.senior.wanted"), Confirm: w.words.T("ui.senior.allow"),
		Close: func() {
			w.shut(pad)
			after(&register.Fault{Code: "no_right", Text: w.words.T("ui.senior.not_asked")})
		},
		Done: func(k login.Key) {
			w.work.do(func(ctx context.Context) error { return action(register.Backed(ctx, k.Text, k.Scanned)) }, func(err error) {
				w.afterKey(pad, k, err, after)
			})
		},
	})
	w.open(pad)
}

// afterKey lets a wrong PIN be typed again; anything else ends the pad and goes on.
func (w *window) afterKey(pad *login.Pad, k login.Key, err error, after func(error)) {
	switch f := faultOf(w.words, err); {
	case f == nil:
		w.shut(pad)
		after(nil)
	case f.Code == "wrong_pin", f.Code == "too_many_attempts", f.Code == "no_right":
		w.p.Sounds.Play(sound.Fault)
		pad.Fail(w.keyFault(err, k))
	default:
		w.shut(pad)
		after(err)
	}
}

// keyFault is the sentence for a PIN or a badge that does not do.
func (w *window) keyFault(err error, k login.Key) *register.Fault {
	f := faultOf(w.words, err)
	switch {
	case f.Code == "wrong_pin" && k.Scanned:
		return &register.Fault{Code: f.Code, Text: w.words.T("ui.login.no_badge"), Action: w.words.T("ui.login.no_badge.do")}
	case f.Code == "no_right":
		return &register.Fault{Code: f.Code, Text: w.words.T("ui.senior.not_enough"), Action: w.words.T("ui.senior.not_enough.do")}
	}
	return f
}
