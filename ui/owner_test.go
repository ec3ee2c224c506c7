package ui

import (
	"context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/journal"
	"dobro/internal/register"
	"dobro/ui/day"
	"dobro/ui/logs"
)

// ownersRig is a window whose till has an owner before it.
func ownersRig(t *testing.T) *rig {
	t.Helper()
	f := newFakeTill()
	f.view.User = &register.Person{Name: "Анна Петрова", Role: register.Owner}
	r := newRig(t, setting{till: f, p: func(p *Params) { p.Days = fakeDays{someDay()} }})
	r.settle()
	return r
}

func TestTheOwnerBeginsWithTheDay(t *testing.T) {
	r := ownersRig(t)
	if _, ok := r.w.top().(*day.Screen); !ok {
		t.Fatalf("on top lies %T", r.w.top())
	}
	r.scan("4601234567890")
	r.asked("scan 4601234567890")
	if r.w.top() != nil {
		t.Errorf("after a scan %T lies over the basket", r.w.top())
	}
}

func TestALogReadsOnlyWhatIsInSight(t *testing.T) {
	r := ownersRig(t)
	r.typing("1")
	r.settle()
	s, ok := r.w.top().(*logs.Screen)
	if !ok {
		t.Fatalf("on top lies %T", r.w.top())
	}
	if !r.says("Молоко «Луговое» пастеризованное 3,2 %, 900 мл") {
		t.Error("the newest line is not in sight")
	}
	q := s.Asked()
	q.Part.Text = "нет такого"
	s.Ask(q)
	r.settle()
	if !r.says(r.w.words.T("ui.logs.none")) {
		t.Error("nobody says that nothing was found")
	}
	s.Fill(logs.Query{}, 0, []logs.Row{{Title: "an answer to an older question"}})
	if r.says("an answer to an older question") {
		t.Error("an answer to an older question is shown")
	}
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	if r.w.top() != nil {
		t.Errorf("%T stays", r.w.top())
	}
}

// slowDays answers for a month only when it is let go.
type slowDays struct {
	fakeDays
	gone chan struct{}
}

func (d slowDays) Glance(ctx context.Context, v journal.View, part journal.Part) (journal.Glance, error) {
	if v.To.Sub(v.From) > 7*24*time.Hour {
		<-d.gone
	}
	return d.fakeDays.Glance(ctx, v, part)
}

// What was counted for the day must not stand under the name of a month.
func TestNumbersOfAnotherSpanAreTakenAwayWhileTheNewOnesAreCounted(t *testing.T) {
	f := newFakeTill()
	f.view.User = &register.Person{Name: "Анна Петрова", Role: register.Owner}
	d := slowDays{fakeDays{someDay()}, make(chan struct{})}
	goOn := sync.OnceFunc(func() { close(d.gone) })
	r := newRig(t, setting{till: f, p: func(p *Params) { p.Days = d }})
	r.settle()
	t.Cleanup(goOn)
	if !r.says("48\u00a0311\u00a0₽") {
		t.Fatal("the day does not tell its revenue")
	}
	r.button(r.w.words.T("ui.day.kind.month")).OnTap()
	r.until("the numbers of the day are gone", func() bool { return !r.says("48\u00a0311\u00a0₽") && r.says(r.w.words.T("ui.day.reading")) })
	goOn()
	r.settle()
	if !r.says("48\u00a0311\u00a0₽") || r.says(r.w.words.T("ui.day.reading")) {
		t.Error("the numbers of the month are not there")
	}
}

// A lamp that turns red while the day is open turns the tile above it too.
func TestTheTileOfHealthFollowsTheLamps(t *testing.T) {
	r := ownersRig(t)
	v := r.till.view
	v.Lamps = []register.Lamp{{ID: "disk", Title: "Диск", Level: "bad"}}
	r.w.top().(*day.Screen).Light(nil)
	if !r.says(r.w.words.T("ui.day.health.good")) {
		t.Fatal("without a lamp all is not well")
	}
	r.w.hear(register.Event{View: v})
	r.settle()
	if r.says(r.w.words.T("ui.day.health.good")) || !r.says(r.w.words.T("ui.day.health.look")) {
		t.Error("the tile says that all is well over a red lamp")
	}
}

// Receipts are paid whole: nobody knows how the milk in them was paid for.
func TestADayOfOneProductDoesNotSayHowItWasPaid(t *testing.T) {
	r := ownersRig(t)
	s := r.w.top().(*day.Screen)
	s.Look(journal.Part{Text: "молоко"})
	r.settle()
	if said := r.w.words.T("ui.day.cash.goods"); !r.says(said) {
		t.Errorf("nobody says %q", said)
	}
}

// The list of spans ticks what is on screen, a day of long ago too, whatever zone its instant is told in.
func TestTheListOfSpansTicksWhatIsOnScreen(t *testing.T) {
	r := ownersRig(t)
	now := r.w.now()
	for name, at := range map[string]time.Time{"today": now.UTC(), "a day of last year": now.AddDate(-1, 0, -3)} {
		q := logs.Query{Kind: journal.OneDay, At: at}
		found := 0
		for _, o := range r.w.spansWith(q) {
			if o.Value == r.w.spanValue(q) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s stands %d times in the list", name, found)
		}
	}
	if n, m := len(r.w.spansWith(logs.Query{Kind: logs.Always})), len(r.w.spans()); n != m {
		t.Errorf("without bounds the list has %d entries, not %d", n, m)
	}
}
