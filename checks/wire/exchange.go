package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"dobro/checks"
)

// Reply is how one exchange ended. Err is set when no full HTTP answer came; then Outcome says why. Otherwise Outcome is "" and
// the channel judges Status and Body.
type Reply struct {
	Status  int
	Body    []byte
	Outcome checks.Outcome
	Err     error
	Began   time.Time
	Took    time.Duration
}

// Do sends the request over rt and reads the whole answer, at most MaxBody of it. It ends with the context of the request, also
// in the middle of an endless body. Redirects are not followed: they would carry tokens to strangers.
func Do(rt http.RoundTripper, req *http.Request) Reply {
	r := Reply{Began: time.Now()}
	resp, err := rt.RoundTrip(req)
	if err == nil {
		r.Status = resp.StatusCode
		r.Body, err = readBody(resp)
	}
	r.Took = time.Since(r.Began)
	// The context ends first and the torn connection speaks second: the cause is the context. Even without an error: a server that
	// sees our farewell may still manage to end its body in good order.
	if ctxErr := req.Context().Err(); ctxErr != nil {
		err = ctxErr
	}
	if err != nil {
		r.Body, r.Err, r.Outcome = nil, err, Classify(err)
	}
	return r
}

func readBody(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close() //nolint:errcheck // reading is over, nothing is lost with it
	if resp.ContentLength > MaxBody {
		return nil, ErrTooLong
	}
	room := resp.ContentLength + 1 // one more, so that the end is seen without growing
	if resp.ContentLength < 0 {
		room = 4 << 10
	}
	body := make([]byte, 0, room)
	for {
		n, err := resp.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case len(body) > MaxBody:
			return nil, ErrTooLong
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return nil, fmt.Errorf("read body: %w", err)
		case len(body) == cap(body):
			body = slices.Grow(body, max(1, min(cap(body), MaxBody+1-cap(body))))
		}
	}
}

// PostJSON builds a request that the transport may send again by itself when a kept connection turns out to be dead: checks and
// sales marks may be repeated without harm.
func PostJSON(ctx context.Context, url string, body []byte) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	req.Header = http.Header{
		"Content-Type":    {"application/json"},
		"Accept":          {"application/json"},
		"Idempotency-Key": {}, // empty: read by net/http, never sent
	}
	return req, nil
}

// Get builds a request for JSON.
func Get(ctx context.Context, url string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	req.Header = http.Header{"Accept": {"application/json"}}
	return req, nil
}

// Within is the context with a limit of d, unless it ends before that anyway.
func Within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if end, limited := ctx.Deadline(); limited && time.Until(end) <= d {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d)
}

// Enough tells whether the context leaves at least d.
func Enough(ctx context.Context, d time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	end, limited := ctx.Deadline()
	return !limited || time.Until(end) >= d
}

// Pause waits d or until the context ends, which it tells.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// ErrClosed is the error of a source that was closed.
var ErrClosed = errors.New("source is closed")
