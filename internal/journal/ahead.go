package journal

import "context"

// ahead works on pages in this goroutine while another reads the next one: three pages are in memory at most. read hands its pages over and ends
// with the error of whoever takes them.
func ahead[T any](ctx context.Context, read func(ctx context.Context, visit func([]T) error) error, work func([]T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	pages := make(chan []T, 1)
	var failed error
	go func() {
		defer close(pages)
		failed = read(ctx, func(page []T) error {
			select {
			case pages <- page:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	defer func() {
		cancel()
		for range pages { // the reader has ended when the channel is closed
		}
	}()
	for page := range pages {
		if err := work(page); err != nil {
			return err
		}
	}
	return failed
}
