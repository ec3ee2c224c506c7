package checks

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"
)

// DefaultDeadline is how long an online answer may take (decree 1944, item 17).
const DefaultDeadline = 1500 * time.Millisecond

// Params are what NewEngine needs. Rules and Words are required.
type Params struct {
	Rules  *Rules
	Words  Words
	Online []Source // asked in this order: the next one only when the one before had no answer
	Local  Source   // local module, nil when there is none
	Known  Known    // the shop's own knowledge, nil when there is none

	// Deadline is how long a verdict waits for the online answer, counted from the scan; a later answer is no answer
	// (DESIGN 4 and 6.3). It is asked at each check. nil is DefaultDeadline.
	Deadline func() time.Duration
	// Grace is how long a good online answer still waits for a local module that has not answered: its `sold` forbids against
	// a good online answer, but nothing permitted may be held up for it. 0 is DefaultGrace, negative is none.
	Grace time.Duration

	Clock Clock
	Log   zerolog.Logger
	NewID func() string // UUID of a check
}

// DefaultGrace lets a local module that is a little slower than a fast online answer still be heard. Nobody notices 15 ms.
const DefaultGrace = 15 * time.Millisecond

// collect is how long after the deadline sources that keep to it may hand over what they tried; a verdict may be 100 ms late.
const collect = 8 * time.Millisecond

// lookup is how long the shop's own index may take before a verdict is made without it: a disk that hangs must not hold a till.
const lookup = 50 * time.Millisecond

// Engine makes verdicts. It may be used from many goroutines.
type Engine struct {
	p       Params
	learner *learner
	crew    crew
	online  []*slot
	local   *slot
	looks   chan struct{}

	stop  context.CancelFunc
	alive context.Context
}

// slot is a source with the number of questions to it that are still out.
type slot struct {
	Source
	pending chan struct{}
}

func newSlot(s Source) *slot { return &slot{Source: s, pending: make(chan struct{}, maxPending)} }

// maxPending is how many questions to one source may hang at a time. A source that ignores its context could otherwise
// gather goroutines without end; beyond this it counts as down.
const maxPending = 256

// NewEngine starts the background writer of what is learned; Close ends it.
func NewEngine(p Params) (*Engine, error) {
	switch {
	case p.Rules == nil:
		return nil, errors.New("make permit engine: no rules")
	case p.Words == nil:
		return nil, errors.New("make permit engine: no words")
	}
	if p.Deadline == nil {
		p.Deadline = func() time.Duration { return DefaultDeadline }
	}
	if p.Grace == 0 {
		p.Grace = DefaultGrace
	}
	if p.Clock == nil {
		p.Clock = SystemClock{}
	}
	if p.NewID == nil {
		p.NewID = uuid.NewString
	}
	e := &Engine{p: p, looks: make(chan struct{}, maxPending)}
	e.alive, e.stop = context.WithCancel(context.Background())
	for _, s := range p.Online {
		e.online = append(e.online, newSlot(s))
	}
	if p.Local != nil {
		e.local = newSlot(p.Local)
	}
	if p.Known != nil {
		e.learner = newLearner(p.Known, p.Log)
	}
	return e, nil
}

// Check makes the verdict about one code. It never fails and never takes longer than the deadline and 100 ms, whatever hangs.
// When ctx ends it decides at once with what is there.
func (e *Engine) Check(ctx context.Context, req Request) Verdict {
	defer e.learner.verdict()()
	c := newCheck(e, req)
	ruling := c.run(ctx)
	v := Verdict{
		ID: e.p.NewID(), At: c.start, Code: req.Code.Full, Cis: req.Code.Cis, GTIN: req.Code.GTIN,
		Group: ruling.Group, Decision: ruling.Decision, Channel: ruling.Channel, Offline: ruling.Offline,
		Emergency: ruling.Emergency, Rules: e.p.Rules.Version(), Reasons: say(e.p.Words, ruling.Findings),
		Evidence: evidence(ruling), Trace: c.steps, Raw: c.raw(),
		Restored: req.Code.Restored, MaxPrice: ruling.MaxPrice, MinPrice: ruling.MinPrice,
	}
	if ruling.Proof != nil {
		v.Parent = withoutTail(ruling.Proof.Item.Parent)
		v.InnerUnits, v.SoldUnits = ruling.Proof.Item.InnerUnits, ruling.Proof.Item.SoldUnits
	}
	if v.Code == "" {
		v.Code = req.Raw
	}
	if r := req.Refused; r != nil && v.Cis == "" {
		v.Cis, v.GTIN = r.Cis, r.GTIN
	}
	v.ElapsedMs = millis(e.p.Clock.Now().Sub(c.start))
	return v
}

// Close cancels what is being asked, writes down what was learned and waits for both until ctx ends. Checks made afterwards
// are decided as if nobody answered.
func (e *Engine) Close(ctx context.Context) error {
	e.crew.dismiss()
	e.stop()
	done := make(chan struct{})
	go func() {
		e.crew.wait()
		if e.learner != nil {
			e.learner.close()
		}
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return errors.New("close permit engine: a source still hangs")
	}
}

// Pending is how many questions and look-ups are still out, those whose verdict is long made included. A number that stays
// high tells of a service that hangs.
func (e *Engine) Pending() int { return int(e.crew.busy.Load()) }

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
