package scanner

import (
	"context"
	"errors"
	"time"
)

var errHangs = errors.New("no answer in time")

// within calls f and waits for it no longer than d; a call that hangs goes on alone and its result is dropped.
func within[T any](ctx context.Context, d time.Duration, f func() (T, error)) (T, error) {
	return await(ctx, d, start(f))
}

type result[T any] struct {
	value T
	err   error
}

func start[T any](f func() (T, error)) <-chan result[T] {
	done := make(chan result[T], 1)
	go func() {
		v, err := f()
		done <- result[T]{v, err}
	}()
	return done
}

func await[T any](ctx context.Context, d time.Duration, done <-chan result[T]) (T, error) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	var none T
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	case <-timer.C:
		return none, errHangs
	}
}

// lister asks for the list of ports. While one question hangs in a driver no second one is asked.
type lister struct {
	ports   Ports
	pending <-chan result[[]Port]
	told    string
}

func (l *lister) list(ctx context.Context) ([]Port, error) {
	if l.pending == nil {
		l.pending = start(l.ports.List)
	}
	list, err := await(ctx, 5*time.Second, l.pending)
	if !errors.Is(err, errHangs) {
		l.pending = nil
	}
	return list, err
}

// news tells whether err is an error and another one than the last time.
func (l *lister) news(err error) bool {
	told := l.told
	l.told = ""
	if err != nil {
		l.told = err.Error()
	}
	return err != nil && told != l.told
}
