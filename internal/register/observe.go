package register

import "context"

// Observer hears on the till's goroutine when an action begins, with the context that it was asked with, and when it has ended with its
// fault, if any. It must be quick and must not call an action. The till's own business is an action too: "status", "mind", "settle".
type Observer interface {
	Began(ctx context.Context, name string)
	Ended(name string, err error)
}

func (r *Register) began(ctx context.Context, name string) {
	if r.p.Observer != nil {
		r.p.Observer.Began(ctx, name)
	}
}

func (r *Register) ended(name string, err error) {
	if r.p.Observer != nil {
		r.p.Observer.Ended(name, err)
	}
}
