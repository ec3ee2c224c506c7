package localmodule

import (
	"context"
	"errors"
	"sync"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// WatcherParams of NewWatcher. Empty fields take the defaults in their comments.
type WatcherParams struct {
	Client *Client       // required
	INN    string        // of the shop; another one in the module is told, "" compares nothing
	Every  time.Duration // 10s

	// Repair repeats the initialisation when the module is in sync_error, at most once every RepairEvery (10m), with the token that
	// RepairToken gives; without one nothing is repaired.
	Repair      bool
	RepairEvery time.Duration
	RepairToken func() wire.Secret

	Changed func(Health) // called from the watcher's goroutine when the health changes: trouble, state, whole hours left, percent loaded
	Now     func() time.Time
}

// Trouble says why the module cannot be relied on; the texts are probe.lm.<trouble> in the translations.
type Trouble string

// Troubles.
const (
	Well         Trouble = ""
	Unknown      Trouble = "unknown"       // not asked yet
	Unreachable  Trouble = "unreachable"   // the service does not answer
	BadPassword  Trouble = "bad_password"  // 401
	BadReply     Trouble = "bad_reply"     // something else answers on the port
	Unconfigured Trouble = "unconfigured"  // needs init
	Loading      Trouble = "loading"       // loads its bases
	Stale        Trouble = "stale"         // sync_error: locked after 72 h
	BaseDown     Trouble = "base_down"     // failure: its data base does not answer
	OtherINN     Trouble = "other_inn"     // initialised for somebody else
	Ageing       Trouble = "ageing"        // works, but 48 h and more without synchronisation
	OtherState   Trouble = "unknown_state" // a state that we do not know
)

// Health is what the lamp shows.
type Health struct {
	Trouble  Trouble
	Since    time.Time // of this trouble, or of being well
	Status   Status    // the last one that came
	Asked    time.Time
	Failure  *checks.Failure // of the last question, nil when it was answered
	Repaired time.Time       // when the last repair was tried
	Repair   error           // how it ended
}

// Usable tells whether checks will be answered.
func (h Health) Usable() bool { return h.Trouble == Well || h.Trouble == Ageing }

// ageing is when the owner is told of missing synchronisation.
const ageing = 48 * time.Hour

// Watcher asks the module for its state while it is in use.
type Watcher struct {
	p    WatcherParams
	look sync.Mutex // one question at a time
	mu   sync.Mutex // guards at
	at   Health
}

// NewWatcher makes a watcher; Run does the work.
func NewWatcher(p WatcherParams) (*Watcher, error) {
	if p.Client == nil {
		return nil, errors.New("watch the local module: no client")
	}
	p.Every = orDefault(p.Every, 10*time.Second)
	p.RepairEvery = orDefault(p.RepairEvery, 10*time.Minute)
	if p.Now == nil {
		p.Now = time.Now
	}
	return &Watcher{p: p, at: Health{Trouble: Unknown, Since: p.Now()}}, nil
}

// Health is the last known one; it never blocks.
func (w *Watcher) Health() Health {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// Run watches until the context ends. The caller starts it in a goroutine of its own and waits for its end.
func (w *Watcher) Run(ctx context.Context) {
	tick := time.NewTicker(w.p.Every)
	defer tick.Stop()
	for ctx.Err() == nil {
		w.Look(ctx)
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// Look asks once, repairs when it is due, and gives the health; also for a button that asks now.
func (w *Watcher) Look(ctx context.Context) Health {
	w.look.Lock()
	defer w.look.Unlock()
	s, err := w.p.Client.Status(ctx)
	if ctx.Err() != nil {
		return w.Health() // we were stopped; that says nothing of the module
	}
	now := w.p.Now()
	before := w.Health()
	h := before
	h.Asked, h.Failure = now, nil
	if err != nil {
		errors.As(err, &h.Failure)
	} else {
		h.Status = s
	}
	h.Trouble = w.trouble(h, now)
	if h.Trouble == Stale && w.repairDue(before, now) {
		h.Repaired = now
		var after Status
		if after, h.Repair = w.p.Client.Init(ctx, Init{Token: w.p.RepairToken()}); h.Repair == nil {
			h.Status, h.Trouble = after, w.trouble(Health{Status: after}, now)
		}
	}
	if h.Trouble != before.Trouble {
		h.Since = now
	}
	w.mu.Lock()
	w.at = h
	w.mu.Unlock()
	if w.p.Changed != nil && changed(before, h) {
		w.p.Changed(h)
	}
	return h
}

func (w *Watcher) repairDue(h Health, now time.Time) bool {
	if !w.p.Repair || w.p.RepairToken == nil || w.p.RepairToken() == "" {
		return false
	}
	pause := now.Sub(h.Repaired)
	return h.Repaired.IsZero() || pause >= w.p.RepairEvery || pause < 0
}

func (w *Watcher) trouble(h Health, now time.Time) Trouble {
	if f := h.Failure; f != nil {
		switch f.Outcome {
		case checks.OutcomeTokenRefused:
			return BadPassword
		case checks.OutcomeBadAnswer, checks.OutcomeHTTP, checks.OutcomeBusinessCode:
			return BadReply
		}
		return Unreachable
	}
	switch s := h.Status; s.State {
	case NotConfigured:
		return Unconfigured
	case Initialization:
		return Loading
	case SyncError:
		return Stale
	case FailureState:
		return BaseDown
	case Ready:
		if w.p.INN != "" && s.INN != "" && s.INN != w.p.INN {
			return OtherINN
		}
		if age, known := s.Age(now); known && age >= ageing {
			return Ageing
		}
		return Well
	}
	return OtherState
}

// changed leaves out what only counts on, such as the time of asking; of the time left the whole hours are told, as the lamp shows them.
func changed(a, b Health) bool {
	return hoursLeft(a) != hoursLeft(b) || a.Trouble != b.Trouble || a.Status.State != b.Status.State || a.Status.Version != b.Status.Version ||
		a.Status.API != b.Status.API || a.Status.INN != b.Status.INN || !a.Repaired.Equal(b.Repaired) ||
		a.Trouble == Loading && loadedPercent(a.Status) != loadedPercent(b.Status)
}

func hoursLeft(h Health) int {
	left, known := h.Status.Left(h.Asked)
	if !known {
		return -1
	}
	return int(left / time.Hour)
}

func loadedPercent(s Status) int {
	share, _ := s.Loaded()
	return int(share * 100)
}
