package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	tape "dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/ui/recorder"
)

type fakeRecorder struct{ c *fakeCare }

func (f fakeRecorder) Moments(_ context.Context, s tape.Span) ([]tape.Moment, error) {
	f.c.spans = append(f.c.spans, s)
	at := s.From.Add(2 * time.Minute)
	if at.UTC().Hour() < 3 {
		return nil, tape.ErrNone
	}
	return []tape.Moment{
		{At: at, Text: "Скан: Сыр «Российский» молодой 50 % фасованный, 250 г"},
		{At: at.Add(40 * time.Millisecond), Tone: tape.Faint, Text: "Ответ на проверку: локальный модуль, 38 мс"},
		{At: at.Add(2 * time.Second), Tone: tape.Wary, Text: "Нет ответа на проверку: ТС ПИоТ, 2000 мс, слишком долго"},
		{At: at.Add(2 * time.Second), Tone: tape.Wrong, Text: "НЕЛЬЗЯ: Продажа запрещена; Офлайн: проверен только запрет госорганов — ответил локальный модуль"},
		{At: at.Add(4 * time.Second), Text: "Красный экран закрыт"},
		{At: at.Add(7 * time.Second), Text: "Оплата: 500.00 наличными + 99.00 картой"},
		{At: at.Add(9 * time.Second), Tone: tape.Good, Text: "Чек (Продажа, 599.00) — пробит"},
	}, nil
}

func (f fakeRecorder) Save(_ context.Context, s tape.Span) (string, error) {
	f.c.spans = append(f.c.spans, s)
	return "/var/lib/dobro/reports/recording-20261127-143200.jsonl", nil
}

func TestTheRecorderShowsTheMinuteThatWasTypedAndSavesIt(t *testing.T) {
	c := &fakeCare{}
	r := newRig(t, owned(setting{lang: "ru"}, c, t))
	r.w.openDoctor()
	r.settle()
	r.press("Что было")
	if _, ok := r.w.top().(*recorder.Screen); !ok {
		t.Fatalf("on top is %T", r.w.top())
	}
	now := r.w.p.Now().In(r.w.zone)
	want := now.Add(-time.Hour).Truncate(time.Minute)
	r.typing(want.Format("1504"))
	r.settle()
	last := c.spans[len(c.spans)-1]
	if !last.From.Equal(want.Add(-2*time.Minute)) || !last.To.Equal(want.Add(3*time.Minute)) {
		t.Errorf("read %s to %s around %s", last.From, last.To, want)
	}
	if said := texts(r); !strings.Contains(said, "Красный экран закрыт") || !strings.Contains(said, want.Format("15:04")) {
		t.Errorf("shown: %s", said)
	}
	r.key(fyne.KeyReturn)
	r.settle()
	if said := texts(r); !strings.Contains(said, "recording-20261127-143200.jsonl") || c.spans[len(c.spans)-1] != last {
		t.Errorf("saved %v: %s", c.spans[len(c.spans)-1], said)
	}
	r.typing("2575")
	r.settle()
	if said := texts(r); !strings.Contains(said, r.w.words.T("recorder.no_time")) {
		t.Errorf("25:75 is a time: %s", said)
	}
	r.key(fyne.KeyEscape)
	r.till.set(register.EventUser, func(v *register.View) { v.User = &register.Person{Name: "Анна", Role: register.Cashier} })
	r.settle()
	r.w.openRecorder()
	r.settle()
	if _, ok := r.w.top().(*recorder.Screen); ok {
		t.Error("a cashier reads the recorder")
	}
}
