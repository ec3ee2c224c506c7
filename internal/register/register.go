package register

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"dobro/checks"
	"dobro/device/card"
	"dobro/device/fiscal"
	"dobro/internal/marking"
	"dobro/internal/staff"
	"dobro/internal/store"

	"github.com/google/uuid"
	"github.com/rs/zerolog"
)

// Checker is the permit engine.
type Checker interface {
	Check(ctx context.Context, r checks.Request) checks.Verdict
}

// Memory is what the shop's own cache is told after a document: a code is sold, or came back.
type Memory interface {
	Sold(cis, receipt string, at time.Time) error
	Returned(cis string, at time.Time) error
}

// Words says sentences in the user's language, and writes amounts of money as they are written in it.
type Words interface {
	T(key string, pairs ...any) string
	Rubles(kopecks int64) string
}

// Groups tells what the schedule knows of a product group.
type Groups interface {
	// Excise tells whether goods of the group are excisable (tag 1212 is 31).
	Excise(group int) bool
	// Final tells whether a sale of the group is final: tobacco and its kin never come back.
	Final(group int) bool
}

// Params of New. Store, Staff, Checks, Words and Groups are required; without a Printer the till checks codes but cannot open a
// shift or take money.
type Params struct {
	Store   *store.Store
	Staff   *staff.Staff
	Checks  Checker
	Words   Words
	Groups  Groups
	Printer fiscal.Printer
	Memory  Memory
	Log     zerolog.Logger
	Now     func() time.Time

	Taxation string // tag 1055: osn | usn_income | usn_income_outcome | esn | patent
	Address  string // tag 1009
	Place    string // tag 1187

	Reading marking.Options // how scans are read: mask of weight labels, doubled separators

	// MarkPolicy says what happens to a code that the printer itself denies: MarkBan (the default) or MarkAsk.
	MarkPolicy string

	// Terminal takes money from cards. Without one, payment by card is what the cashier says it is.
	Terminal card.Terminal

	// TellModule queues every sold and returned code for the local module, see Outbox.
	TellModule bool

	// SettlePause is the first pause between two looks for a lost document; it doubles. 0 is half a second.
	SettlePause time.Duration

	// Terms are what a sale takes besides the permit.
	Terms Terms

	// Observer hears of every action as it begins and ends; nil is nobody.
	Observer Observer

	// HoldOnForbid refuses scans while the banner is red. The window wants it, a script does not (DESIGN 5).
	HoldOnForbid bool
}

// Register is one till. See the package comment for its threads.
type Register struct {
	p    Params
	ops  chan func()
	quit chan struct{}
	done chan struct{}
	once sync.Once
	view atomic.Pointer[View]

	mu        sync.Mutex // guards listeners only
	listeners map[int]func(Event)
	nextID    int

	// What follows belongs to the goroutine of run.
	user      *Person
	senior    *senior // stands behind the action at hand
	wrongPINs int
	lockedTo  time.Time
	shift     ShiftView
	fn        string
	drive     string // the fiscal drive of the till's own last shift, "" before the first
	basket    basket
	held      []basket
	last      *ReceiptView
	permit    Permit
	busy      string
	emergency time.Time // since when this till sees the emergency mode
	stage     string    // what the printer is at, while busy
	lamps     []Lamp
	refused   int
	keys      int
	unsettled []store.Receipt // sending or unknown, oldest first
	doubt     *fiscal.Outcome // what the printer shows of the oldest of them, when that does not settle it
	unprinted []store.Receipt // in the drive, their paper did not come out yet
	stopped   bool            // the driver's queue stands: Unblock
	marksWait bool            // the printer may hold codes of a try that made no document
}

// New makes a till, puts back the baskets of an earlier run and starts its goroutine. Receipts that an earlier run left
// sending or unknown are settled by Settle, or by the first action that needs the printer.
func New(ctx context.Context, p Params) (*Register, error) {
	switch {
	case p.Store == nil, p.Staff == nil, p.Checks == nil, p.Words == nil, p.Groups == nil:
		return nil, errors.New("make register: store, staff, checks, words and groups are required")
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.SettlePause == 0 {
		p.SettlePause = settlePause
	}
	r := &Register{p: p, ops: make(chan func()), quit: make(chan struct{}), done: make(chan struct{}), listeners: map[int]func(Event){}}
	if err := r.restore(ctx); err != nil {
		return nil, err
	}
	r.permit = Permit{State: PermitReady}
	r.publish()
	go r.run()
	return r, nil
}

// Close stops the till after the action at hand. The open basket stays on disk. It may be called twice.
func (r *Register) Close() {
	r.once.Do(func() { close(r.quit) })
	<-r.done
}

func (r *Register) run() {
	defer close(r.done)
	for {
		select {
		case <-r.quit:
			return
		case op := <-r.ops:
			op()
		}
	}
}

// ErrClosed is returned by every action after Close.
var ErrClosed = errors.New("the register is closed")

// do runs an action on the owner's goroutine and waits until it is finished. An action that began is never abandoned: a context
// that ends tells the printer and the checks to hurry, not the till to forget.
func (r *Register) do(ctx context.Context, name string, action func(ctx context.Context) error) error {
	result := make(chan error, 1)
	op := func() {
		r.began(ctx, name)
		err := r.backed(ctx, name, action)
		if err != nil {
			err = r.fault(name, err)
		}
		r.ended(name, err)
		r.publish()
		result <- err
	}
	select {
	case r.ops <- op:
		return <-result
	case <-r.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// View is the till as it now is.
func (r *Register) View() View { return *r.view.Load() }

// Listen hands every event to f, in order, on the till's goroutine: f must be quick and must not call an action. The returned
// function stops it.
func (r *Register) Listen(f func(Event)) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := r.nextID
	r.nextID++
	r.listeners[id] = f
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.listeners, id)
	}
}

// publish makes the picture anew and tells the listeners that it changed.
func (r *Register) publish() { r.emit(Event{Kind: EventView}) }

func (r *Register) emit(e Event) {
	v := r.picture()
	r.view.Store(&v)
	e.View = v
	r.mu.Lock()
	all := make([]func(Event), 0, len(r.listeners))
	for id := 0; id < r.nextID; id++ {
		if f := r.listeners[id]; f != nil {
			all = append(all, f)
		}
	}
	r.mu.Unlock()
	for _, f := range all {
		f(e)
	}
}

// SetLamp shows the health of one part. It may be called from any goroutine.
func (r *Register) SetLamp(ctx context.Context, l Lamp) error {
	return r.do(ctx, "lamp", func(context.Context) error {
		r.heed(l)
		for i := range r.lamps {
			if r.lamps[i].ID == l.ID {
				r.lamps[i] = l
				return nil
			}
		}
		r.lamps = append(r.lamps, l)
		return nil
	})
}

func (r *Register) picture() View {
	v := View{AskAge: r.ageWanted(), Shift: r.shift, Permit: r.permit, Settling: len(r.unsettled) > 0, Doubtful: r.doubt != nil, Stopped: r.stopped, Busy: r.busy, Stage: r.stage, Unprinted: len(r.unprinted), Refused: r.refused, Receipt: r.basket.view()}
	if r.user != nil {
		u := *r.user
		v.User = &u
	}
	if r.last != nil {
		l := *r.last
		v.Last = &l
	}
	for _, b := range r.held {
		v.Held = append(v.Held, b.view())
	}
	v.Lamps = append(v.Lamps, r.lamps...)
	if !r.emergency.IsZero() && !v.Permit.Offline { // shown all the time; what limits an offline verdict comes first
		v.Permit.Emergency, v.Permit.Since = true, r.inZone(r.emergency)
	}
	return v
}

func (r *Register) now() time.Time { return r.p.Now().UTC() }

func newID() string { return uuid.NewString() }
