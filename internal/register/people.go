package register

import (
	"context"
	"errors"
	"time"

	"dobro/internal/staff"
)

const (
	wrongPINsAllowed = 5
	lockTime         = 30 * time.Second
)

// Login lets a person in by PIN. After five wrong PINs in a row the till waits half a minute.
func (r *Register) Login(ctx context.Context, pin string) error {
	return r.do(ctx, "login", func(ctx context.Context) error {
		who, err := r.identify(ctx, pin)
		if err != nil {
			return err
		}
		r.user = &who
		r.emit(Event{Kind: EventUser})
		return nil
	})
}

// Logout locks the till; the basket stays.
func (r *Register) Logout(ctx context.Context) error {
	return r.do(ctx, "logout", func(context.Context) error {
		r.user = nil
		r.emit(Event{Kind: EventUser})
		return nil
	})
}

func (r *Register) identify(ctx context.Context, pin string) (Person, error) {
	if pin == "" && r.senior != nil { // who stands behind the action was found already
		return r.senior.who, nil
	}
	return r.whose(ctx, pin, false)
}

// whose finds who has a PIN, or a badge that was scanned.
func (r *Register) whose(ctx context.Context, key string, scanned bool) (Person, error) {
	if r.now().Before(r.lockedTo) {
		return Person{}, refuse(codeTooManyPINs)
	}
	find := r.p.Staff.ByPIN
	if scanned {
		find = r.p.Staff.ByScan
	}
	who, err := find(ctx, key)
	if errors.Is(err, staff.ErrWrongPIN) {
		if scanned && !staff.IsPIN(key) { // goods scanned at a locked till: nobody guesses PINs this way
			return Person{}, refuse(codeWrongPIN)
		}
		if r.wrongPINs++; r.wrongPINs >= wrongPINsAllowed {
			r.wrongPINs, r.lockedTo = 0, r.now().Add(lockTime)
		}
		return Person{}, refuse(codeWrongPIN)
	}
	if err != nil {
		return Person{}, because(codeStore, err)
	}
	r.wrongPINs = 0
	return who, nil
}

// NeedsOwner tells whether nobody was made yet, so that the first start has to make the owner.
func (r *Register) NeedsOwner(ctx context.Context) (bool, error) {
	list, err := r.p.Staff.List(ctx)
	return len(list) == 0, err
}

// CreateOwner makes the first person and lets him in; later it is refused.
func (r *Register) CreateOwner(ctx context.Context, name, pin string) error {
	return r.do(ctx, "users", func(ctx context.Context) error {
		list, err := r.p.Staff.List(ctx)
		if err != nil {
			return because(codeStore, err)
		}
		if len(list) > 0 {
			return refuse(codeNoRight)
		}
		who, err := r.p.Staff.Add(ctx, name, staff.Owner, pin)
		switch {
		case errors.Is(err, staff.ErrTaken):
			return because(codeTaken, err)
		case errors.Is(err, staff.ErrBadPIN), errors.Is(err, staff.ErrBadName), errors.Is(err, staff.ErrBadRole):
			return because(codeBadPerson, err)
		case err != nil:
			return because(codeStore, err)
		}
		r.user = &who
		r.emit(Event{Kind: EventUser})
		return nil
	})
}
