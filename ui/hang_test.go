package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/journal"
	"dobro/internal/register"
	"dobro/ui/help"
	"dobro/ui/payment"
)

// stuckGoods is a disk that never answers, until the test lets it.
type stuckGoods struct{ gate chan struct{} }

func (g stuckGoods) SearchGoods(ctx context.Context, _ string, _ int) ([]goods.Product, error) {
	select {
	case <-g.gate:
	case <-ctx.Done():
	}
	return nil, ctx.Err()
}

type stuckDays struct {
	fakeDays
	gate chan struct{}
}

func (d stuckDays) Glance(ctx context.Context, v journal.View, part journal.Part) (journal.Glance, error) {
	select {
	case <-d.gate:
	case <-ctx.Done():
		return journal.Glance{}, ctx.Err()
	}
	return d.fakeDays.Glance(ctx, v, part)
}

// prompt fails when something on the UI thread took so long that a person would notice. The test's goroutine is that thread.
func prompt(t *testing.T, what string, do func()) {
	t.Helper()
	watch := time.AfterFunc(5*time.Second, func() { panic(what + ": the UI thread stands still") })
	defer watch.Stop()
	do()
}

// TestTheWindowReactsWhileEverythingBelowHangs: printer, network and disk each stop answering; keys, taps and pictures go on.
func TestTheWindowReactsWhileEverythingBelowHangs(t *testing.T) {
	for _, c := range []struct {
		name string
		hang string // the action of the till that does not return
		do   func(r *rig)
	}{
		{"принтер: оплата", "pay cash 59.90", func(r *rig) { r.key(fyne.KeyF9, fyne.KeyReturn) }},
		{"принтер: X-отчёт", "x_report", func(r *rig) { r.key(fyne.KeyF11); r.typing("1"); r.key(fyne.KeyEscape) }},
		{"принтер: закрытие смены", "close_shift", func(r *rig) { r.key(fyne.KeyF11, fyne.KeyReturn, fyne.KeyReturn) }},
		{"принтер: деньги", "cash_in 100.00", func(r *rig) { r.key(fyne.KeyF7); r.typing("100"); r.key(fyne.KeyReturn) }},
		{"сеть: проверка кода", "scan 0104", func(r *rig) { r.scan("0104") }},
		{"диск: отложить", "hold", func(r *rig) { r.key(fyne.KeyF5) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			gate := make(chan struct{})
			r := withGoods(t, func(p *Params) { p.Goods, p.Days = stuckGoods{gate}, stuckDays{fakeDays{someDay()}, gate} })
			r.till.gate[c.hang] = gate
			prompt(t, c.name, func() { c.do(r) })
			prompt(t, "поиск по зависшему диску", func() { r.w.openFind() })
			prompt(t, "слова в поиск", func() { r.typing("молоко") })
			r.until("what was typed is seen, although nothing is found", func() bool { return r.says("молоко") })
			prompt(t, "закрыть поиск", func() { r.key(fyne.KeyEscape) })
			prompt(t, "журнал на зависшем диске", func() { r.w.openDay(); r.key(fyne.KeyEscape) })
			prompt(t, "сканы следующего", func() {
				for range queued + 16 { // more than may wait: refused aloud, not waited for
					r.scan("4601234567890")
				}
			})
			prompt(t, "помощь", func() { r.w.openHelp() })
			if _, ok := r.w.top().(*help.Reader); !ok {
				t.Errorf("on top lies %T, want the page of help", r.w.top())
			}
			prompt(t, "назад", func() { r.key(fyne.KeyEscape) })
			// What the till says meanwhile is shown: a hanging action holds the listeners up no more than it holds the keys.
			prompt(t, "картинка", func() {
				v := r.till.View()
				v.Busy = "Печатаем чек…"
				v.Permit = register.Permit{State: register.PermitReady}
				r.w.hear(register.Event{View: v})
				r.pump()
			})
			if r.w.view.Busy == "" {
				t.Error("the picture of the till is not taken")
			}
			close(gate)
			r.settle()
			if r.w.pay != nil && r.w.pay.Stage() == payment.Sending {
				t.Error("the payment that went through is still shown as being sent")
			}
		})
	}
}
