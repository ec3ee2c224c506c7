package atol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"dobro/device/fiscal"
)

// The web server stops its queue on a task whose end it does not know (status "blocked"): the printer went away in the middle of it.
// Everything that is posted afterwards waits behind that task, and the answer to a POST says so.

// standing reads from the answer to a POST whether the request waits behind another one that is blocked.
func standing(answer []byte, id string) bool {
	var a struct {
		Blocked bool   `json:"isBlocked"`
		By      string `json:"blockedUUID"`
	}
	return json.Unmarshal(answer, &a) == nil && a.Blocked && a.By != id
}

// withdraw takes a request back that waits in a queue that stands, so that nothing is made later that nobody expects any more. It
// tells whether the server confirmed that the request had not begun; where it did not, the request's fate is asked for as always.
func (w *web) withdraw(ctx context.Context, id string) bool {
	status, _, err := w.exchange(ctx, http.MethodDelete, w.address(id), nil)
	return err == nil && status >= 200 && status < 300
}

var errStanding = errors.New("the queue of the printer's web server stands")

func stopped() *linkError { return &linkError{trouble: fiscal.Stopped, err: errStanding} }

// Unblock has the web server take the printer up again (API v2: operations/activateDevice) and waits until its queue goes on. It
// sends no document: the server itself finds out what became of the task that it stopped on. A printer that is still away, or a server
// that has no such call, is told of.
func (p *Printer) Unblock(ctx context.Context) error {
	w, ok := p.link.(*web)
	if !ok {
		return &fiscal.Error{Trouble: fiscal.Unsupported, Text: "the library has no queue"}
	}
	leave, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if failed := w.activate(ctx); failed != nil {
		return failed.fiscal(false)
	}
	until := p.p.Now().Add(p.p.LossTimeout)
	for pause := p.p.PollFirst; ; pause = min(2*pause, p.p.PollLongest) {
		_, err := p.askNow(ctx, simple{"getFnStatus"})
		var fe *fiscal.Error
		if !errors.As(err, &fe) || fe.Trouble != fiscal.Stopped || !p.p.Now().Before(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (w *web) activate(ctx context.Context) *linkError {
	u := w.base.JoinPath("api/v2/operations/activateDevice")
	if w.p.DeviceID != "" {
		u.RawQuery = url.Values{"deviceID": {w.p.DeviceID}}.Encode()
	}
	status, answer, err := w.exchange(ctx, http.MethodPost, u.String(), []byte("{}"))
	switch {
	case err != nil:
		return err
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return &linkError{trouble: fiscal.Unsupported, status: status, err: fmt.Errorf("the printer's web server has no call to go on: HTTP %d", status)}
	case status >= 300:
		return refusal(status, answer)
	}
	return nil
}
