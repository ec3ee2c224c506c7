package main

import (
	"context"
	"sync"
	"time"

	"dobro/internal/goods"
	"dobro/internal/lesson"
	"dobro/internal/marking"
	"dobro/internal/register"
	"dobro/internal/sim"
	"dobro/internal/store"
	"dobro/ui/training"
)

// schoolroom gives a lesson: it hears what the training till does, makes the simulated world as the task wants it, and keeps the result.
type schoolroom struct {
	p       *program
	world   *sim.World
	store   *store.Store
	catalog map[string]goods.Product // of the demo shop, by article

	mu        sync.Mutex
	lesson    *lesson.Lesson
	scene     lesson.Scene
	kept      bool
	codes     int64 // how many packages lay on the shelf so far: each has a code of its own
	listeners map[int]func(lesson.State)
	next      int
}

func newSchoolroom(p *program, world *sim.World, s *store.Store) *schoolroom {
	r := &schoolroom{p: p, world: world, store: s, lesson: lesson.New(time.Now), listeners: map[int]func(lesson.State){}, catalog: map[string]goods.Product{},
		codes: time.Now().Unix() % 100_000 * 1000}
	list, err := demoGoods()
	if err != nil {
		p.log.Error().Err(err).Msg("goods of the lesson")
	}
	for _, product := range list {
		r.catalog[product.Code] = product
	}
	return r
}

// hear runs on the till's goroutine.
func (r *schoolroom) hear(e register.Event) {
	seen := lesson.Seen{Event: e}
	if e.Kind == register.EventReceipt && e.Receipt != nil && e.Receipt.FD > 0 {
		rec, err := r.store.Receipt(context.Background(), e.Receipt.ID)
		if err != nil {
			r.p.log.Error().Err(err).Msg("the receipt of a lesson")
		}
		seen.Paid = rec.Payments
	}
	r.change(func(l *lesson.Lesson) bool { return l.See(seen) })
}

// change does something with the lesson and tells the listeners when that made a difference.
func (r *schoolroom) change(do func(l *lesson.Lesson) bool) {
	r.mu.Lock()
	if !do(r.lesson) {
		r.mu.Unlock()
		return
	}
	s := r.lesson.State()
	r.arrange(s.Scene)
	if s.Over() {
		r.keep(s)
	}
	var all []func(lesson.State)
	for _, f := range r.listeners {
		all = append(all, f)
	}
	r.mu.Unlock()
	for _, f := range all {
		f(s)
	}
}

// arrange makes the simulated world as the task wants it.
func (r *schoolroom) arrange(scene lesson.Scene) {
	if scene == r.scene {
		return
	}
	r.scene = scene
	r.world.TSPIoT.SetOffline(scene == lesson.Offline)
	if scene != lesson.NoPaper {
		r.world.Faults.Clear(sim.ATOL)
		return
	}
	if err := r.world.Faults.Set(sim.ATOL, sim.Fault{Kind: "no_paper", Command: "sell"}); err != nil {
		r.p.log.Error().Err(err).Msg("the paper of a lesson")
	}
}

// keep writes the result once.
func (r *schoolroom) keep(s lesson.State) {
	if !r.kept {
		r.kept = true
		r.p.keepResult(s)
	}
}

// leave keeps what was done of a lesson that ends here.
func (r *schoolroom) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keep(r.lesson.State())
}

// State implements ui.Lesson.
func (r *schoolroom) State() lesson.State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lesson.State()
}

// Listen implements ui.Lesson.
func (r *schoolroom) Listen(f func(lesson.State)) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.next
	r.next++
	r.listeners[n] = f
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.listeners, n)
	}
}

// Hint implements ui.Lesson.
func (r *schoolroom) Hint() { r.change(func(l *lesson.Lesson) bool { l.Hint(); return true }) }

// Skip implements ui.Lesson.
func (r *schoolroom) Skip() { r.change(func(l *lesson.Lesson) bool { l.Skip(); return true }) }

// Mend implements ui.Lesson.
func (r *schoolroom) Mend() { r.change(func(l *lesson.Lesson) bool { l.Mend(); return true }) }

// placed is one package of a task's shelf: an article of the demo shop, by barcode, by code, or by the code of a package that was sold
// before.
type placed struct {
	article string
	kind    training.Kind
	sold    bool
}

var shelves = map[string][]placed{
	lesson.Plain:     {{article: "202", kind: training.Barcode}, {article: "201", kind: training.Barcode}, {article: "204", kind: training.Barcode}},
	lesson.Marked:    {{article: "101", kind: training.Code}, {article: "111", kind: training.Code}},
	lesson.Banned:    {{article: "102", kind: training.Code, sold: true}, {article: "102", kind: training.Code}},
	lesson.ByBarcode: {{article: "122", kind: training.Barcode}, {article: "122", kind: training.Code}},
	lesson.Change:    {{article: "211", kind: training.Barcode}, {article: "101", kind: training.Code}},
	lesson.CardNoNet: {{article: "111", kind: training.Code}, {article: "122", kind: training.Code}},
	lesson.SetAside:  {{article: "202", kind: training.Barcode}, {article: "101", kind: training.Code}, {article: "204", kind: training.Barcode}},
	"": {{article: "202", kind: training.Barcode}, {article: "101", kind: training.Code}, {article: "102", kind: training.Code, sold: true},
		{article: "122", kind: training.Barcode}, {article: "122", kind: training.Code}, {article: "211", kind: training.Barcode}},
}

// Packages implements ui.Lesson: every call gives packages that nobody has scanned yet.
func (r *schoolroom) Packages() []training.Package {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := r.lesson.State().ID
	var out []training.Package
	for _, one := range shelves[id] {
		product, ok := r.catalog[one.article]
		if !ok || len(product.Barcodes) == 0 {
			continue
		}
		p := training.Package{Name: product.Name, Price: product.Price, Kind: one.kind, Raw: product.Barcodes[0]}
		if one.kind == training.Code {
			gtin, _ := marking.GTIN14(product.Barcodes[0])
			r.codes++
			p.Raw = sim.MakeCode(product.Group, gtin, r.codes)
		}
		if one.sold {
			r.world.Codes.Sell(p.Raw)
		}
		out = append(out, p)
	}
	if id == lesson.Banned && len(out) == 2 {
		out[0].Note, out[1].Note = r.p.words.T("training.package.first"), r.p.words.T("training.package.other")
	}
	return out
}
