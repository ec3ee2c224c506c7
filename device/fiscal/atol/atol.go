// Package atol drives fiscal printers of ATOL through the maker's driver: its web server (JSON tasks, API v2, v1 where a
// server is older) or its library, which takes the same tasks. Tasks go one at a time; a document's task is posted once, and what is lost afterwards is asked for under
// its number until the server tells its fate or time runs out, after which it is Unknown.
//
// Source of the tasks and answers: the JSON task scripts of driver 10 and two tills of 2026.
package atol

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"dobro/device/fiscal"
)

// Params of a printer. URL or Library is required, everything else has a default.
type Params struct {
	URL      string  // "http://127.0.0.1:16732"
	Library  Library // instead of the web server; the printer closes it
	DeviceID string  // one of several printers of the server, "" is its default one
	Login    string  // Basic authorisation, "" is none
	Password string

	IndustryDate string         // how tag 1263 travels: "ymd" (default, what the driver's own scripts take) or "dmy"
	Zone         *time.Location // of the printer's clock where an answer names none; default is local

	RequestTimeout time.Duration // of one HTTP exchange; default 10 s
	AnswerTimeout  time.Duration // how long a task may stay in work; default 2 min (a long receipt, paper changed meanwhile)
	LossTimeout    time.Duration // how long a lost answer is asked for; default 8 s
	MarkTimeout    time.Duration // of the check of one code on the printer; default 5 s
	PollFirst      time.Duration // first pause between questions; default 5 ms
	PollLongest    time.Duration // they grow to this; default 400 ms

	Transport http.RoundTripper // for tests; default is a transport of its own
	Now       func() time.Time
	NewID     func() string // UUID of a request that is no receipt
	Logger    zerolog.Logger
}

// Printer is one ATOL device. It implements fiscal.Printer and the abilities Glancer, Tracer, DrawerOpener, Copier, TextPrinter,
// ClockSetter and MarkChecker. Every method may be called from any goroutine; calls queue.
type Printer struct {
	p    Params
	link link
	log  zerolog.Logger
	turn chan struct{} // holds one token: whoever has it may ask

	stepwiseOnly atomic.Bool // the driver does not know validateMarks

	mu      sync.Mutex
	serial  string // of the printer and its drive, as last seen
	fn      string
	checked map[string]fiscal.MarkBits // codes in the printer's table
	tries   map[string]int             // receipt → requests of it that the driver said to have failed
}

// New makes a printer and sends nothing. A wrong address or setting is refused here.
func New(p Params) (*Printer, error) {
	u, err := url.Parse(p.URL)
	if p.Library == nil && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("atol web server address %q: want http://host:port", p.URL)
	}
	switch p.IndustryDate {
	case "":
		p.IndustryDate = "ymd"
	case "ymd", "dmy":
	default:
		return nil, fmt.Errorf("atol industry_date %q: want ymd or dmy", p.IndustryDate)
	}
	if p.Zone == nil {
		p.Zone = time.Local
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.NewID == nil {
		p.NewID = uuid.NewString
	}
	for _, d := range []struct {
		at    *time.Duration
		value time.Duration
	}{
		{&p.RequestTimeout, 10 * time.Second}, {&p.AnswerTimeout, 2 * time.Minute}, {&p.LossTimeout, 8 * time.Second},
		{&p.MarkTimeout, 5 * time.Second}, {&p.PollFirst, 5 * time.Millisecond}, {&p.PollLongest, 400 * time.Millisecond},
	} {
		if *d.at <= 0 {
			*d.at = d.value
		}
	}
	pr := &Printer{p: p, log: p.Logger, turn: make(chan struct{}, 1), checked: map[string]fiscal.MarkBits{}, tries: map[string]int{}}
	pr.link = newWeb(p, u)
	if p.Library != nil {
		pr.link = newLocal(p.Library)
	}
	pr.turn <- struct{}{}
	return pr, nil
}

// Close lets go of idle connections or of the library's handle, after its call in progress.
func (p *Printer) Close() error {
	p.link.close()
	return nil
}

// queue waits for the printer to be free.
func (p *Printer) queue(ctx context.Context) (leave func(), err error) {
	select {
	case <-p.turn:
		return func() { p.turn <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, &fiscal.Error{Trouble: fiscal.Busy, Err: fmt.Errorf("wait for the printer: %w", ctx.Err())}
	}
}

// ask runs tasks that create no document: whatever goes wrong, nothing was changed that matters.
func (p *Printer) ask(ctx context.Context, tasks ...any) ([]result, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return p.askNow(ctx, tasks...)
}

func (p *Printer) askNow(ctx context.Context, tasks ...any) ([]result, error) {
	rs, err := p.run(ctx, p.p.NewID(), tasks)
	if err != nil {
		return nil, err.fiscal(false)
	}
	return rs, nil
}

// one runs a single task and makes an error of a bad result.
func (p *Printer) one(ctx context.Context, task any) (result, error) {
	rs, err := p.ask(ctx, task)
	if err != nil {
		return result{}, err
	}
	if e := rs[0].trouble(false); e != nil {
		return rs[0], e
	}
	return rs[0], nil
}
