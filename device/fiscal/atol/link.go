package atol

import (
	"context"

	"dobro/device/fiscal"
)

// link is a way to the driver: its web server or its library. Tasks of a request are carried out in their order, and what
// follows a failed one is interrupted.
type link interface {
	// post hands tasks over under a number. Known says that the number was used before and that its fate can be awaited.
	post(ctx context.Context, id string, tasks []any) (known bool, _ *linkError)
	// taken tells whether the driver may have taken on a request whose post ended in an error.
	taken(ctx context.Context, id string, e *linkError) bool
	// await blocks until all results of a request are final. An error is always one of a request that may be carried out.
	await(ctx context.Context, id string, want int) ([]result, *linkError)
	// look tells without waiting what became of a request: found is false for a number that the driver does not know, and
	// there are no results while it is in work.
	look(ctx context.Context, id string) (rs []result, found bool, _ *linkError)
	close()
}

// linkError is how the way to the driver failed. Sent says that the request may have been taken on.
type linkError struct {
	sent    bool
	status  int // of HTTP, 0 when there was no answer
	trouble fiscal.Trouble
	code    int
	text    string
	err     error
}

func (e *linkError) fiscal(document bool) error {
	return &fiscal.Error{Trouble: e.trouble, Code: e.code, Text: e.text, Unknown: document && e.sent, Err: e.err}
}

// run posts the tasks once under the id and waits for their results, of which there are as many as tasks.
func (p *Printer) run(ctx context.Context, id string, tasks []any) ([]result, *linkError) {
	if _, err := p.link.post(ctx, id, tasks); err != nil {
		if !p.link.taken(ctx, id, err) {
			return nil, err
		}
		p.log.Warn().Str("request", id).AnErr("cause", err.err).Str("text", err.text).Msg("atol: answer to a request is lost, asking for its fate")
	}
	return p.link.await(ctx, id, len(tasks))
}
