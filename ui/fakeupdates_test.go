package ui

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/ui/updates"
)

// fakeUpdates is a program with a newer version that lies ready and a former one.
type fakeUpdates struct {
	mu      sync.Mutex
	decided []updates.Plan
	checked int
	stuck   string // why the last exchange could not be made
}

func (u *fakeUpdates) view() updates.View {
	v := updates.View{Now: "1.2.0", Ready: "1.3.0", Notes: "Возврат по коду товара; быстрее закрывается смена; лампы говорят, с каких пор; весовой товар узнаётся и по короткому коду; отчёт за месяц открывается сразу", Former: "1.1.4", From: "https://obnovleniya.romashka.ru/dobro",
		Outcome: "Обновлено с версии 1.1.4 на 1.2.0, работает", Stuck: u.stuck, Watched: true}
	if n := len(u.decided); n > 0 {
		v.Plan = u.decided[n-1]
	}
	return v
}

func (u *fakeUpdates) Look(context.Context) (updates.View, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.view(), nil
}

func (u *fakeUpdates) Check(context.Context) (updates.View, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.checked++
	return u.view(), nil
}

func (u *fakeUpdates) Decide(_ context.Context, plan updates.Plan) (updates.View, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.decided = append(u.decided, plan)
	return u.view(), nil
}

func TestTheOwnerDecidesAboutVersions(t *testing.T) {
	care := &fakeCare{}
	r := newRig(t, owned(setting{lang: "ru"}, care, t))
	r.w.openUpdates()
	r.settle()
	r.typing("2")
	r.settle()
	if len(care.updates.decided) != 0 {
		t.Fatal("one press was enough to go back")
	}
	r.typing("2")
	r.settle()
	r.key(fyne.KeyReturn) // not yet
	r.settle()
	r.typing("1")
	r.settle()
	r.key(fyne.KeyReturn)
	r.settle()
	got := care.updates.decided
	if len(got) != 3 || got[0] != updates.Back || got[1] != updates.Nothing || got[2] != updates.Forward || care.updates.checked != 1 {
		t.Errorf("decided %v, looked %d times", got, care.updates.checked)
	}
	if !r.says("1.3.0") {
		t.Errorf("what will come is not told: %s", texts(r))
	}
}
