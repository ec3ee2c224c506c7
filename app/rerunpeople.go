package main

import (
	"context"
	"fmt"

	"dobro/device/fiscal"
	"dobro/internal/recorder"
	"dobro/internal/recorder/rerun"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// A recording knows people as a number and a role. They get names and PINs of their own here, and whoever stood behind an action is an
// owner: the recording tells whether it was permitted, not by whom.

const (
	strangersPIN = "999999" // nobody's
	sponsorsPIN  = "900000"
)

// known makes a person of the recording, once, and gives the PIN.
func (a *again) known(ctx context.Context, who recorder.Person) (string, error) {
	if pin, ok := a.people[who]; ok {
		return pin, nil
	}
	pin := fmt.Sprintf("1%05d", len(a.people))
	if _, err := a.staff.Add(ctx, fmt.Sprintf("%s %d", who.Role, who.ID), who.Role, pin); err != nil {
		return "", fmt.Errorf("make a person of the recording: %w", err)
	}
	a.people[who] = pin
	return pin, nil
}

// arrive brings the till to where the recording begins: who is at it, and the printer's shift.
func (a *again) arrive(ctx context.Context, f *rerun.Frame) error {
	if _, err := a.staff.Add(ctx, "sponsor", staff.Owner, sponsorsPIN); err != nil {
		return fmt.Errorf("make a person of the recording: %w", err)
	}
	r := a.s.till.register
	if f.Fresh.User != nil {
		pin, err := a.known(ctx, *f.Fresh.User)
		if err != nil {
			return err
		}
		if err := r.Login(ctx, pin); err != nil {
			return err
		}
	}
	if !f.Fresh.Open || a.s.till.printer == nil {
		return nil
	}
	// The shift was opened before the recording: the journal knows of it, and the printer says so once.
	st := fiscal.Status{FN: f.Fresh.FN, Shift: fiscal.ShiftOpen, ShiftNumber: f.Fresh.Shift, ShiftOpenedAt: f.Fresh.Since, Paper: true, Clock: f.At.Time, CashInDrawer: -1}
	err := a.store.Write(ctx, f.At.Time, func(tx *store.Tx) error {
		return tx.PutShift(store.Shift{FN: st.FN, Number: st.ShiftNumber, State: "open", OpenedAt: st.ShiftOpenedAt})
	})
	if err != nil {
		return err
	}
	quiet := a.s.quiet
	a.s.quiet = true
	defer func() { a.s.quiet = quiet }()
	a.outside.Play(&rerun.Frame{Line: f.Line, Calls: []recorder.Call{{Name: "status", Status: &st}}})
	defer a.outside.Play(f)
	return r.Refresh(ctx)
}

// stand fills in who did it: nobody's PIN where it was refused, a sponsor behind it where somebody stood there.
func (a *again) stand(ctx context.Context, f *rerun.Frame, act *recorder.Action) (context.Context, error) {
	wrong := f.Done != nil && (f.Done.Fault == "wrong_pin" || f.Done.Fault == "too_many_attempts")
	switch {
	case act.Do == "login" || act.Do == "create_owner":
		act.Do, act.PIN = "login", strangersPIN
		if f.Done != nil && f.Done.User != nil {
			pin, err := a.known(ctx, *f.Done.User)
			if err != nil {
				return ctx, err
			}
			act.PIN = pin
		}
	case act.Do == "approve" || act.Do == "decide":
		act.PIN = sponsorsPIN
		if wrong {
			act.PIN = strangersPIN
		}
	}
	if act.Backed {
		pin := sponsorsPIN
		if wrong {
			pin = strangersPIN
		}
		ctx = register.Backed(ctx, pin, false)
	}
	return ctx, nil
}
