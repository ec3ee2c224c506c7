package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/lesson"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/staff"
	"dobro/internal/store"
	"dobro/ui"
)

// trainingRoom is what a lesson may know of the real till: where its journal is read from, and how its window looks.
type trainingRoom struct {
	real           string // the data folder of the real till
	looks          config.Window
	prefix, suffix string // what the scanner puts around a code
	fed            chan scanner.Scan
	ended          chan struct{} // the real till takes its window back

	learner, senior string // PINs that nobody of the shop has
}

// prepareTraining opens the till of a lesson in a folder that begins empty.
func (w *cashier) prepareTraining(params *ui.Params) error {
	p, room := w.p, w.p.room
	if p.dir != filepath.Join(room.real, trainingFolder, trainingTill) { // it is emptied below
		return fmt.Errorf("the folder of a lesson is not %s", p.dir)
	}
	if err := p.lockFolder(); err != nil {
		return err
	}
	if err := emptyFolder(p.dir); err != nil {
		return fmt.Errorf("empty the folder of the lesson: %w", err)
	}
	world, err := sim.Start(w.ctx, sim.Config{Shop: sim.Shop{Name: p.words.T("training.shop"), Address: p.words.T("training.address")}})
	if err != nil {
		return fmt.Errorf("start simulators: %w", err)
	}
	p.later(world.Close)
	cfg, err := trainingSettings(p, room, world)
	if err != nil {
		return err
	}
	if err := p.furnishTraining(w.ctx, room, world); err != nil {
		return err
	}
	if err := w.fill(params, cfg); err != nil {
		return err
	}
	s := newSchoolroom(p, world, w.till.store)
	stop := w.till.register.Listen(s.hear)
	w.till.wait = append(w.till.wait, func() { stop(); s.leave() })
	params.Name = p.words.T("training.window")
	params.Care, params.BuyerScreen, params.Scans = nil, false, room.fed
	params.Training = &ui.Training{Lesson: s, PIN: room.learner, SeniorPIN: room.senior, Ended: room.ended}
	return nil
}

// trainingSettings are made of nothing but the embedded demo shop and the addresses of the simulators; of the real settings come the
// looks of the window and what a scanner puts around a code. A test walks all of them.
func trainingSettings(p *program, room *trainingRoom, world *sim.World) (config.Config, error) {
	cfg, err := demoSettings()
	if err != nil {
		return config.Config{}, err
	}
	cfg.Shop.Name, cfg.Shop.Address = p.words.T("training.shop"), p.words.T("training.address")
	cfg.Window.Theme, cfg.Window.Text, cfg.Window.Volume, cfg.Window.Kiosk = room.looks.Theme, room.looks.Text, room.looks.Volume, room.looks.Kiosk
	cfg.Scanner.Mode = config.ScannerWedge // a cable belongs to the real till, which hands its scans on
	cfg.Scanner.Prefix, cfg.Scanner.Suffix = room.prefix, room.suffix
	p.connect(&cfg, world)
	return cfg, nil
}

// furnishTraining fills the till of a lesson: goods of the demo shop, on which the tasks are done, goods and people of the real shop, and
// two people for who has no PIN yet.
func (p *program) furnishTraining(ctx context.Context, room *trainingRoom, world *sim.World) error {
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := copyShop(ctx, room.real, s, world); err != nil {
		return err
	}
	list, err := demoGoods()
	if err != nil {
		return err
	}
	if _, _, err := importGoods(ctx, s, goods.List{Products: list}); err != nil {
		return err
	}
	if err := stock(world); err != nil {
		return err
	}
	if err := quickDemo(ctx, p, s); err != nil {
		return err
	}
	people := staff.New(s, time.Now)
	if room.learner, err = addFree(ctx, people, p.words.T("training.learner"), staff.Cashier, "1111", "1234", "4444", "1212"); err != nil {
		return err
	}
	room.senior, err = addFree(ctx, people, p.words.T("training.senior"), staff.Senior, "2222", "5555", "6666", "2323")
	return err
}

// copyShop reads goods and people of the real shop, beside its running till and without writing; a till that has no journal yet gives
// none. The simulated operator knows every package of the shop's marked goods, so that real ones may be scanned.
func copyShop(ctx context.Context, real string, to *store.Store, world *sim.World) error {
	from, err := store.Open(ctx, store.Params{Dir: real, ReadOnly: true})
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer from.Close()
	if err := staff.Copy(ctx, from, to, time.Now(), traineeRole); err != nil {
		return err
	}
	list, err := from.Goods(ctx)
	if err != nil {
		return err
	}
	if _, _, err := importGoods(ctx, to, goods.List{Products: list}); err != nil {
		return err
	}
	for _, product := range list {
		for _, b := range product.Barcodes {
			if gtin, ok := marking.GTIN14(b); ok && product.Marked() {
				_ = world.Codes.Product(sim.Product{GTIN: gtin, Group: product.Group, AnyCheck: true}) // what the simulator does not take is unknown to it
			}
		}
	}
	return nil
}

// traineeRole lets everybody sell: an installer teaches and learns like a senior.
func traineeRole(r staff.Role) staff.Role {
	if r == staff.Installer {
		return staff.Senior
	}
	return r
}

// addFree adds somebody with the first PIN that nobody has.
func addFree(ctx context.Context, people *staff.Staff, name string, role staff.Role, pins ...string) (string, error) {
	for _, pin := range pins {
		switch _, err := people.Add(ctx, name, role, pin); {
		case err == nil:
			return pin, nil
		case !errors.Is(err, staff.ErrTaken):
			return "", err
		}
	}
	return "", nil // the shop's own people have PINs enough
}

// emptyFolder removes what an earlier lesson left, all but the lock, which is held.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != lockName {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

var _ ui.Lesson = (*schoolroom)(nil)

// keepResult writes the result of a lesson beside the folder of its till, where the next lesson does not empty it.
func (p *program) keepResult(s lesson.State) {
	done := func(m lesson.Mark) bool { return !m.Skipped }
	if !slices.ContainsFunc(s.Done, done) || s.Who == "" {
		return
	}
	file := filepath.Join(filepath.Dir(p.dir), trainingResults)
	if err := lesson.Append(file, lesson.ResultOf(s, time.Now())); err != nil {
		p.log.Error().Err(err).Msg("the result of the lesson was not kept")
	}
}
