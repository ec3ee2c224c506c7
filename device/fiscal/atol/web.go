package atol

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"dobro/device/fiscal"
)

// maxAnswer is more than any answer of a driver, a drive's document with raw data included.
const maxAnswer = 8 << 20

// web is the driver's web server.
type web struct {
	p         Params
	base      *url.URL
	client    *http.Client
	transport *http.Transport
	old       atomic.Bool // the server knows only v1
	log       zerolog.Logger
}

func (w *web) close() { w.transport.CloseIdleConnections() }

func newWeb(p Params, base *url.URL) *web {
	w := &web{p: p, base: base, log: p.Logger}
	w.transport = &http.Transport{
		Proxy:               nil, // the server stands beside the till; a proxy of the system must not get receipts
		DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 2,
		IdleConnTimeout:     30 * time.Second,
	}
	w.client = &http.Client{Transport: w.transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if p.Transport != nil {
		w.client.Transport = p.Transport
	}
	return w
}

// post hands the tasks over. Known says that the server has had this id before.
func (w *web) post(ctx context.Context, id string, tasks []any) (known bool, _ *linkError) {
	body, err := json.Marshal(struct {
		UUID    string `json:"uuid"`
		Request []any  `json:"request"`
	}{id, tasks})
	if err != nil {
		return false, &linkError{trouble: fiscal.Other, err: fmt.Errorf("write the request: %w", err)}
	}
	fiscal.Progress(ctx, fiscal.StageSending)
	status, answer, err2 := w.exchange(ctx, http.MethodPost, w.address(""), body)
	if err2 == nil && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed) && !w.old.Load() && w.p.DeviceID == "" {
		w.old.Store(true)
		if status, answer, err2 = w.exchange(ctx, http.MethodPost, w.address(""), body); err2 != nil || status >= 300 && status != http.StatusConflict {
			w.old.Store(false)
		}
	}
	switch {
	case err2 != nil:
		return false, err2
	case status == http.StatusConflict:
		return true, nil
	case status >= 200 && status < 300 && standing(answer, id) && w.withdraw(ctx, id):
		return false, stopped()
	case status >= 200 && status < 300:
		return false, nil
	case status >= 500:
		e := refusal(status, answer)
		e.sent = true
		return false, e
	}
	return false, refusal(status, answer)
}

// taken tells whether the server may have taken on a request whose POST ended in an error. A refusal in words (400 and its
// like) is believed when the server then says that it does not know the number.
func (w *web) taken(ctx context.Context, id string, e *linkError) bool {
	if e.sent || e.status < 400 || e.trouble == fiscal.Denied {
		return e.sent
	}
	status, _, err := w.exchange(ctx, http.MethodGet, w.address(id), nil)
	return err != nil || status != http.StatusNotFound
}

// await asks for the results in growing pauses until all are final.
func (w *web) await(ctx context.Context, id string, want int) ([]result, *linkError) {
	started := w.p.Now()
	heard := started // when the server last said something sensible
	pause := w.p.PollFirst
	lost := func(e *linkError) ([]result, *linkError) {
		e.sent = true
		return nil, e
	}
	for {
		rs, found, err := w.look(ctx, id)
		if err == nil && !found {
			err = &linkError{trouble: fiscal.Offline, err: fmt.Errorf("the printer's web server does not know request %s", id)}
		}
		now := w.p.Now()
		switch {
		case err == nil && len(rs) >= want:
			return rs[:want], nil
		case ctx.Err() != nil:
			return lost(&linkError{trouble: fiscal.Offline, err: fmt.Errorf("wait for request %s: %w", id, ctx.Err())})
		case err == nil && now.Sub(started) > w.p.AnswerTimeout:
			return lost(&linkError{trouble: fiscal.Busy, err: fmt.Errorf("request %s is in work for longer than %s", id, w.p.AnswerTimeout)})
		case err == nil:
			heard = now
		case err.trouble == fiscal.Denied:
			return lost(err)
		case now.Sub(heard) > w.p.LossTimeout:
			return lost(err)
		default:
			fiscal.Progress(ctx, fiscal.StageAsking)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(pause*3/2, w.p.PollLongest)
	}
}

// look asks once.
func (w *web) look(ctx context.Context, id string) (rs []result, found bool, _ *linkError) {
	status, answer, err := w.exchange(ctx, http.MethodGet, w.address(id), nil)
	if err != nil {
		return nil, false, err
	}
	if status == http.StatusNotFound {
		return nil, false, nil
	}
	if status != http.StatusOK {
		return nil, false, refusal(status, answer)
	}
	rs, err2 := readResults(answer)
	if err2 != nil {
		return nil, false, &linkError{trouble: fiscal.Other, err: err2}
	}
	if stage := stageOf(rs); stage != 0 {
		fiscal.Progress(ctx, stage)
		return nil, true, nil
	}
	return rs, len(rs) > 0, nil
}

// stageOf is what the server is at with a request, 0 when it has done with it.
func stageOf(rs []result) fiscal.Stage {
	stage := fiscal.Stage(0)
	for _, r := range rs {
		switch {
		case r.done():
		case r.Status == statusInProgress:
			return fiscal.StageWorking
		default:
			stage = fiscal.StageQueued
		}
	}
	return stage
}

// readResults reads an answer about a request.
func readResults(b []byte) ([]result, error) {
	var a struct {
		Results []result `json:"results"`
	}
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, fmt.Errorf("read the printer's answer: %w", err)
	}
	return a.Results, nil
}

// exchange is one HTTP request with its answer. An error says whether the server may have had the request.
func (w *web) exchange(ctx context.Context, method, address string, body []byte) (int, []byte, *linkError) {
	ctx, cancel := context.WithTimeout(ctx, w.p.RequestTimeout)
	defer cancel()
	var reached atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { reached.Store(true) }})
	req, err := http.NewRequestWithContext(traced, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, &linkError{trouble: fiscal.Other, err: fmt.Errorf("address the printer: %w", err)}
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if w.p.Login != "" {
		req.SetBasicAuth(w.p.Login, w.p.Password)
	}
	fail := func(err error) *linkError {
		var refused *net.OpError
		dialed := errors.As(err, &refused) && refused.Op == "dial"
		return &linkError{sent: !dialed && (reached.Load() || w.p.Transport != nil), trouble: fiscal.Offline, err: fmt.Errorf("ask the printer: %w", err)}
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return 0, nil, fail(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil && method == http.MethodPost: // the status is all that a POST is asked for
		return resp.StatusCode, nil, nil
	case err != nil:
		return 0, nil, fail(err)
	case len(answer) > maxAnswer:
		return 0, nil, &linkError{sent: true, trouble: fiscal.Other, text: "answer is too long"}
	}
	return resp.StatusCode, answer, nil
}

func (w *web) address(id string) string {
	u := w.base.JoinPath("api/v2/requests")
	if w.old.Load() {
		u = w.base.JoinPath("requests")
	}
	if id != "" {
		u = u.JoinPath(id)
	}
	if w.p.DeviceID != "" {
		u.RawQuery = url.Values{"deviceID": {w.p.DeviceID}}.Encode()
	}
	return u.String()
}

// refusal makes an error of a status and of the words that came with it.
func refusal(status int, body []byte) *linkError {
	var a struct {
		Error *driverError `json:"error"`
	}
	e := &linkError{status: status, trouble: fiscal.Other, err: fmt.Errorf("printer's web server answered HTTP %d", status)}
	if json.Unmarshal(body, &a) == nil && a.Error != nil {
		e.code, e.text, e.trouble = a.Error.Code, a.Error.Description, troubleOf(a.Error.Code)
	}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.trouble = fiscal.Denied
	case status >= 500 || status == http.StatusNotFound:
		e.trouble = fiscal.Offline
	}
	return e
}
