package lesson

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// clock is moved by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

const milk, kefir = "04670540176099", "04670540176105"

func marked(gtin string) register.LineView {
	return register.LineView{State: register.LineAllowed, Cis: "01" + gtin + "215aaaaa", Price: 8990}
}

func bread() register.LineView {
	return register.LineView{State: register.LinePlain, Name: "Батон", Price: 4600}
}

func basketOf(lines ...register.LineView) Seen {
	return Seen{Event: register.Event{Kind: register.EventLine, View: register.View{Receipt: register.ReceiptView{Lines: lines}}}}
}

func soldAs(change int64, paid sale.Pay, lines ...register.LineView) Seen {
	e := Seen{Event: register.Event{Kind: register.EventReceipt, Receipt: &register.ReceiptView{Kind: sale.Sale, State: sale.Fiscalized, Lines: lines}}}
	e.Receipt.Change = 0
	if change > 0 {
		e.Receipt.Change = 100
	}
	e.Paid = []sale.Payment{{Type: paid, Sum: 8990}}
	return e
}

func permit(state register.PermitState, gtin string) Seen {
	return Seen{Event: register.Event{Kind: register.EventVerdict, View: register.View{Permit: register.Permit{State: state, Verdict: &checks.Verdict{GTIN: gtin}}}}}
}

func fault(code string) Seen {
	return Seen{Event: register.Event{Kind: register.EventFault, Fault: &register.Fault{Code: code}}}
}

func holding(e Seen) Seen {
	e.View.Held = []register.ReceiptView{{}}
	return e
}

var openShift = Seen{Event: register.Event{Kind: register.EventShift, View: register.View{Shift: register.ShiftView{Open: true}}}}

// ways is how each task is done without a mistake.
func ways() map[string][]Seen {
	off := marked(milk)
	off.Offline = true
	back := soldAs(0, sale.Cash, marked(milk))
	back.Receipt.Kind = sale.Return
	return map[string][]Seen{
		OpenShift:  {openShift},
		Plain:      {basketOf(bread()), soldAs(0, sale.Cash, bread())},
		Marked:     {basketOf(marked(milk)), soldAs(0, sale.Cash, marked(milk))},
		Banned:     {permit(register.PermitForbidden, kefir), permit(register.PermitReady, ""), basketOf(marked(kefir)), soldAs(0, sale.Cash, marked(kefir))},
		ByBarcode:  {permit(register.PermitNeedCode, milk), basketOf(marked(milk)), soldAs(0, sale.Cash, marked(milk))},
		Change:     {basketOf(bread()), fault("printer_no_paper"), soldAs(1, sale.Cash, bread())},
		CardNoNet:  {basketOf(off), soldAs(0, sale.Card, off)},
		SetAside:   {holding(basketOf()), holding(soldAs(0, sale.Cash, bread())), basketOf(bread()), soldAs(0, sale.Cash, bread())},
		GiveBack:   {back},
		CloseShift: {{Event: register.Event{Kind: register.EventReport, Report: "x"}}, {Event: register.Event{Kind: register.EventShift}}},
	}
}

// standing is a lesson at one of its tasks.
func standing(t *testing.T, at string) (*Lesson, *clock) {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}
	l := New(c.now)
	for _, name := range Tasks() {
		if name == at {
			return l, c
		}
		l.Skip()
	}
	t.Fatalf("no task %q", at)
	return nil, nil
}

func TestTheWholeLessonIsSeenInWhatTheTillDoes(t *testing.T) {
	c := &clock{at: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}
	l := New(c.now)
	l.See(Seen{Event: register.Event{Kind: register.EventUser, View: register.View{User: &register.Person{Name: "Анна"}}}})
	for n, name := range Tasks() {
		if s := l.State(); s.ID != name || s.Task != n {
			t.Fatalf("task %d is %q, want %q", s.Task, s.ID, name)
		}
		for i, e := range ways()[name] {
			c.at = c.at.Add(5 * time.Second)
			if !l.See(e) {
				t.Errorf("%s: event %d changed nothing: %+v", name, i, l.State())
			}
		}
	}
	s := l.State()
	r := ResultOf(s, c.at)
	if !s.Over() || r.Score != Full*Count || r.Grade() != Excellent || r.Who != "Анна" || r.Tasks() != Count {
		t.Errorf("a lesson without a mistake: %+v, grade %s", r, r.Grade())
	}
	if l.See(openShift) {
		t.Error("a finished lesson changed")
	}
}

func TestWhatIsAMistakeAndWhatIsNot(t *testing.T) {
	for _, c := range []struct {
		name, task string
		events     []Seen
		want       string // the mistake, "" for none
		next       string // the step in hand afterwards
	}{
		{"чек не тот: маркированный вместо обычного", Plain, []Seen{soldAs(0, sale.Cash, marked(milk))}, WrongReceipt, "basket"},
		{"квадратный код сразу, без штрихкода", ByBarcode, []Seen{basketOf(marked(milk)), soldAs(0, sale.Cash, marked(milk))}, WrongReceipt, "barcode"},
		{"другой товар вместо другой упаковки", Banned, []Seen{permit(register.PermitForbidden, kefir), permit(register.PermitReady, ""), basketOf(marked(milk))}, "", "other"},
		{"без сдачи", Change, []Seen{basketOf(bread()), fault("printer_no_paper"), soldAs(0, sale.Cash, bread())}, WrongReceipt, "basket"},
		{"кончилась бумага: так задумано", Change, []Seen{basketOf(bread()), fault("printer_no_paper")}, "", "pay"},
		{"бумага в другом задании", Plain, []Seen{fault("printer_no_paper")}, "printer_no_paper", "basket"},
		{"сканирование при красном", Banned, []Seen{permit(register.PermitForbidden, kefir), {Event: register.Event{Kind: register.EventRefused, View: register.View{Permit: register.Permit{State: register.PermitForbidden}}}}}, WhileRed, "dismiss"},
		{"позвали старшего", GiveBack, []Seen{fault("no_right")}, "", "return"},
		{"мало денег", Marked, []Seen{basketOf(marked(milk)), fault("not_enough_money")}, "not_enough_money", "pay"},
		{"наличными вместо карты", CardNoNet, []Seen{ways()[CardNoNet][0], soldAs(0, sale.Cash, marked(milk))}, WrongReceipt, "code"},
		{"связь есть: не то", CardNoNet, []Seen{basketOf(marked(milk))}, "", "code"},
		{"двое других покупателей", SetAside, []Seen{holding(basketOf()), holding(soldAs(0, sale.Cash, bread())), holding(soldAs(0, sale.Cash, bread()))}, "", "resume"},
		{"отложенный забыт", SetAside, []Seen{soldAs(0, sale.Cash, bread())}, WrongReceipt, "hold"},
		{"Z без X", CloseShift, []Seen{{Event: register.Event{Kind: register.EventShift}}}, "", "x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := standing(t, c.task)
			for _, e := range c.events {
				l.See(e)
			}
			s := l.State()
			if s.Said != c.want || s.Next() != c.next || s.ID != c.task {
				t.Errorf("%s: said %q, want %q; step %q, want %q", s.ID, s.Said, c.want, s.Next(), c.next)
			}
			if want := c.want != ""; (s.Mistakes == 1) != want {
				t.Errorf("%d mistakes", s.Mistakes)
			}
		})
	}
}

func TestARollThatWasPutInRunsOutAgainForTheNextTry(t *testing.T) {
	l, _ := standing(t, Change)
	l.See(basketOf(bread()))
	l.See(fault("printer_no_paper"))
	l.Mend()
	if s := l.State(); s.Scene != AllWell {
		t.Errorf("the scene is %q after the new roll", s.Scene)
	}
	l.See(soldAs(0, sale.Cash, bread()))
	if s := l.State(); s.Scene != NoPaper {
		t.Errorf("the scene is %q for the second try, want %q", s.Scene, NoPaper)
	}
}

func TestPoints(t *testing.T) {
	for _, c := range []struct {
		name string
		m    Mark
		want int
	}{
		{"чисто", Mark{Took: time.Second}, 10},
		{"одна ошибка", Mark{Mistakes: 1}, 8},
		{"подсказка", Mark{Hints: 1}, 9},
		{"медленно", Mark{Took: 61 * time.Second}, 9},
		{"очень медленно", Mark{Took: 181 * time.Second}, 8},
		{"всё плохо, но сам", Mark{Mistakes: 9, Hints: 3, Took: time.Hour}, 1},
		{"пропущено", Mark{Skipped: true, Took: time.Second}, 0},
	} {
		if got := points(c.m, time.Minute); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestALessonThatWasLeftIsNoGoodOne(t *testing.T) {
	r := Result{Score: 90}
	for range 9 {
		r.Marks = append(r.Marks, Mark{Points: 10})
	}
	if r.Grade() != Again {
		t.Errorf("nine tasks of ten: %s", r.Grade())
	}
	r.Marks = append(r.Marks, Mark{Points: 5})
	for score, want := range map[int]Grade{59: Again, 60: Good, 84: Good, 85: Excellent} {
		if r.Score = score; r.Grade() != want {
			t.Errorf("%d points: %s, want %s", score, r.Grade(), want)
		}
	}
}

func TestHintsCostOnceAStep(t *testing.T) {
	l, _ := standing(t, Marked)
	l.Hint()
	l.Hint()
	for _, e := range ways()[Marked] {
		l.See(e)
	}
	s := l.State()
	if m := s.Done[len(s.Done)-1]; m.Hints != 1 || m.Points != 9 {
		t.Errorf("%+v", m)
	}
	if s.Hinted {
		t.Error("the hint is shown in the next task")
	}
}

func TestResultsAreKeptAndATornLineIsPassedOver(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.jsonl")
	if got, err := Read(file); err != nil || len(got) != 0 {
		t.Fatalf("no file: %v, %v", got, err)
	}
	for _, who := range []string{"Анна", "Борис"} {
		if err := Append(file, Result{Who: who, Score: 90, Marks: []Mark{{Task: Plain, Points: 9}}}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"who":"Вера","sco`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	got, err := Read(file)
	names := []string{}
	for _, r := range got {
		names = append(names, r.Who)
	}
	if err != nil || !slices.Equal(names, []string{"Борис", "Анна"}) {
		t.Errorf("%v, %v", names, err)
	}
}

func FuzzResults(f *testing.F) {
	f.Add([]byte(`{"who":"Анна","score":90,"marks":[{"task":"plain","points":9,"took":1}]}` + "\n"))
	f.Add([]byte("{\n}\n\x00\xff{\"who\":1}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, r := range parse(b) {
			if r.Who == "" || len(r.Marks) > Count {
				t.Errorf("%+v was taken", r)
			}
			r.Grade()
		}
	})
}
