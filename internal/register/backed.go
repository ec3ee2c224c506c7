package register

import (
	"context"

	"dobro/internal/staff"
	"dobro/internal/store"
)

// backing is what a context carries for an action that a senior stands behind.
type backing struct {
	key     string
	scanned bool // a badge, not a PIN
}

type backingKey struct{}

// Backed lets a senior stand behind the one action that gets the context: what the person at the till has no right to, the senior's
// role decides. The till stays with its cashier; the journal keeps who let him. scanned says that key comes from a scanner: a badge.
func Backed(ctx context.Context, key string, scanned bool) context.Context {
	return context.WithValue(ctx, backingKey{}, backing{key, scanned})
}

// Behind is what stands behind an action, for doubles of the till.
func Behind(ctx context.Context) (key string, scanned, ok bool) {
	b, ok := ctx.Value(backingKey{}).(backing)
	return b.key, b.scanned, ok
}

// senior is who stands behind the action at hand.
type senior struct {
	who    Person
	action string
	used   []staff.Right // not recorded yet
}

// backed runs an action with the senior of its context behind it.
func (r *Register) backed(ctx context.Context, name string, action func(ctx context.Context) error) error {
	key, scanned, ok := Behind(ctx)
	if !ok {
		return action(ctx)
	}
	who, err := r.whose(ctx, key, scanned)
	if err != nil {
		return err
	}
	r.senior = &senior{who: who, action: name}
	defer func() { r.senior = nil }()
	if err := action(ctx); err != nil {
		return err
	}
	if len(r.senior.used) == 0 {
		return nil
	}
	return r.save(ctx, func(*store.Tx) error { return nil })
}

// lets tells whether the senior behind the action at hand may what the person at the till may not. An installer sells nothing, whoever
// stands behind him.
func (r *Register) lets(right staff.Right) bool {
	if r.senior == nil || r.user.Role == staff.Installer || !r.senior.who.Role.May(right) {
		return false
	}
	r.senior.used = append(r.senior.used, right)
	return true
}

// permissions writes what the senior permitted, once, in the first change that the action makes.
func (r *Register) permissions(tx *store.Tx) error {
	if r.senior == nil {
		return nil
	}
	for _, right := range r.senior.used {
		p := store.Permission{Senior: r.senior.who.Name, Cashier: r.user.Name, Action: r.senior.action, Right: string(right), Receipt: r.basket.ID}
		if err := tx.PutPermission(p); err != nil {
			return err
		}
	}
	return nil
}

// LoginBadge lets a person in by the badge that was scanned, or by a PIN that came as fast as a scan.
func (r *Register) LoginBadge(ctx context.Context, raw string) error {
	return r.do(ctx, "login", func(ctx context.Context) error {
		who, err := r.whose(ctx, raw, true)
		if err != nil {
			return err
		}
		r.user = &who
		r.emit(Event{Kind: EventUser})
		return nil
	})
}
