package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	book "dobro/internal/journal"
	journal "dobro/internal/journal/deviations"
	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/ui/office"
)

// fakeDesk is an owner with every kind of day, task and copy.
type fakeDesk struct {
	now     time.Time
	settled string
	copies  int
	span    string
}

func (d *fakeDesk) Deadlines(context.Context) ([]office.Deadline, error) {
	day := func(n int) time.Time { return d.now.AddDate(0, 0, n) }
	return []office.Deadline{
		{Title: "Лицензия ТС ПИоТ", Text: "модуль 6f1c2a44-8f6e-4a8e-9f51-6a8f1a2b3c4d: лицензия не действует", Level: probe.Bad, Due: day(-3)},
		{Title: "Локальный модуль", Text: "без обновления заблокируется через 71 ч", Level: probe.Well, Due: d.now.Add(71 * time.Hour)},
		{Title: "Отправка в ОФД", Text: "не отправлено документов: 12; в этот день накопитель заблокируется", Level: probe.Warn, Due: day(24)},
		{Title: "Обязательная проверка", Text: "Кондитерские изделия: онлайн-проверка обязательна с этого дня", Level: probe.Well, Due: day(40)},
		{Title: "Фискальный накопитель", Text: "№ 9999078900001234: заменить до этого дня", Level: probe.Well, Due: day(300)},
		{Title: "Ключ Честного ЗНАКа", Text: "принимается; оператор не сообщает его срок", Level: probe.Well},
		{Title: "Копии", Text: "Копий: 14, последняя 26.11 21:04, 212 МБ", Level: probe.Well},
	}, nil
}

func (d *fakeDesk) Tasks(context.Context) ([]office.Task, error) {
	if d.settled != "" {
		return nil, nil
	}
	return []office.Task{{ID: "c1", Name: "Молоко «Домик в деревне» 2,5 %, 930 мл", Cis: "0104670540176099215LpGKy", Reason: "Срок годности истёк", SoldAt: d.now.Add(-20 * time.Hour)}}, nil
}

func (d *fakeDesk) Settle(_ context.Context, id, by string) error {
	d.settled = id + " " + by
	return nil
}

func (d *fakeDesk) Copies(context.Context) (office.Copies, error) {
	return office.Copies{Folder: `D:\Добро\копии`, Count: 14 + d.copies, Last: d.now.Add(-13 * time.Hour), Size: 212 << 20, Journal: 231 << 20}, nil
}

func (d *fakeDesk) CopyNow(context.Context) error { d.copies++; return nil }

func (d *fakeDesk) Lessons(context.Context) ([]office.Learner, error) {
	return []office.Learner{
		{Name: "Анна", At: d.now.AddDate(0, 0, -2), Score: 94, Most: 100, Grade: "отлично", About: "заданий 10, ошибок 1, подсказок 0, минут 11", Level: probe.Well, Lesson: 2},
		{Name: "Константин Константинопольский", At: d.now.AddDate(0, 0, -9), Score: 48, Most: 100, Grade: "повторить", About: "заданий 7, ошибок 6, подсказок 4, минут 23", Level: probe.Warn, Lesson: 1},
		{Name: "Борис", Level: probe.Off},
	}, nil
}

func (d *fakeDesk) ShareTasks(context.Context) (string, error) {
	return `D:\Документы\Dobro\dobro-later-2026-11-27-150000.xlsx`, nil
}

func (d *fakeDesk) Tills(_ context.Context, span string) ([]office.Till, time.Time, time.Time, error) {
	v := book.ViewOf(span, d.now, time.UTC)
	d.span = span
	return []office.Till{{Name: "Касса у входа", Receipts: 214, Revenue: 12345670, Checks: 318, Stopped: 4, Last: d.now.Add(-time.Minute)},
		{Name: "Касса в отделе пива", Receipts: 98, Revenue: 4831000, Checks: 102, Last: d.now.Add(-time.Hour)}}, v.From, v.To.Add(-time.Millisecond), nil
}

// fakeDisputes is one list in Downloads, with rows of every sort.
type fakeDisputes struct {
	wrote string
	asked journal.List
	fail  error
}

func (d *fakeDisputes) Lists(context.Context) ([]journal.FoundFile, error) {
	at := time.Date(2026, 11, 26, 18, 30, 0, 0, time.UTC)
	return []journal.FoundFile{{Path: filepath.Join("/home/owner/Загрузки", "Отклонения 11-2026.xlsx"), At: at}, {Path: "/home/owner/Документы/прайс.csv", At: at.AddDate(0, -1, 0)}}, nil
}

func (d *fakeDisputes) Open(_ context.Context, file string) (journal.List, error) {
	return journal.List{File: file, Mapping: journal.Mapping{Code: 1, At: 0, Kind: 2, FD: -1, FN: -1}, Table: [][]string{{"Дата и время", "Код маркировки", "Вид отклонения", "Номер ФД"},
		{"22.11.2026 12:00:41", "0104670540176099215NN*cM", "Продажа без проверки КМ", "118"}}}, d.fail
}

func (d *fakeDisputes) Remember(_ context.Context, l journal.List) error { d.asked = l; return nil }

func (d *fakeDisputes) Match(context.Context, journal.List) ([]journal.Finding, []journal.Trouble, error) {
	var out []journal.Finding
	at := time.Date(2026, 11, 22, 9, 0, 41, 0, time.UTC)
	for i, f := range []journal.Finding{{Sort: journal.Made}, {Sort: journal.Made, Why: journal.WhyStopped}, {Sort: journal.Offline}, {Sort: journal.Emergency}, {Sort: journal.Return},
		{Sort: journal.Look, Why: journal.WhyUnchecked}, {Sort: journal.Look, Why: journal.WhyTime}, {Sort: journal.NotOurs}} {
		f.Row = journal.Row{Line: i + 2, Cis: "0104670540176099215NN*cM", At: at.Add(time.Duration(i) * time.Hour), Kind: "Продажа без проверки КМ"}
		out = append(out, f)
	}
	return out, nil, nil
}

func (d *fakeDisputes) Write(_ context.Context, _ journal.List, found []journal.Finding, out string, progress func(done, all int)) (int, error) {
	progress(len(found), len(found))
	d.wrote = out
	return 9, nil
}

func (d *fakeDisputes) Folder(l journal.List) string {
	return strings.TrimSuffix(l.File, ".xlsx") + " — ответ 2026-11-27"
}

// visitDesk goes through the owner's desk and the answer to a list; it is called with the shift panel on screen and the owner logged in.
func visitDesk(r *rig, see func(r *rig, name string)) {
	r.typing("8")
	see(r, "desk_days")
	r.typing("2")
	see(r, "desk_tasks")
	r.typing("3")
	see(r, "desk_copies")
	r.typing("4")
	see(r, "desk_tills")
	r.typing("7")
	see(r, "desk_lessons")
	r.typing("5")
	see(r, "deviations_files")
	r.tapRow()
	see(r, "deviations_columns")
	r.key(fyne.KeyReturn)
	see(r, "deviations_result")
	r.key(fyne.KeyReturn)
	see(r, "deviations_written")
	r.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
}

func deskRig(t *testing.T, role register.Person) (*rig, *fakeDesk, *fakeDisputes) {
	desk, disputes := &fakeDesk{now: time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)}, &fakeDisputes{}
	s := setting{lang: "ru", till: newFakeTill(), p: func(p *Params) { p.Office = Office{Desk: desk, Disputes: disputes} }}
	r := newRig(t, s)
	r.settle()
	s.till.set(register.EventUser, func(v *register.View) { v.User = &role })
	r.settle()
	r.key(fyne.KeyF11)
	r.settle()
	return r, desk, disputes
}

func TestOwnerAnswersAListOfDeviations(t *testing.T) {
	r, _, disputes := deskRig(t, register.Person{Name: "Анна", Role: register.Owner})
	r.typing("85")
	r.settle()
	r.tapRow()
	r.typing("3") // the document's number: column 4 of the list
	r.touch("Номер ФД")
	r.key(fyne.KeyReturn)
	r.settle()
	if disputes.asked.Mapping.FD != 3 || disputes.asked.Mapping.Code != 1 {
		t.Errorf("remembered %+v", disputes.asked.Mapping)
	}
	r.key(fyne.KeyReturn)
	r.settle()
	if !strings.HasSuffix(disputes.wrote, "ответ 2026-11-27") {
		t.Errorf("wrote to %q", disputes.wrote)
	}
	disputes.fail = journal.ErrNoTable
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	r.settle()
	r.tapRow()
	if !r.says("Это не список") {
		t.Error("the panel does not say that the file is no list")
	}
	disputes.fail = errors.New("disk")
	r.tapRow()
}

func TestDeskIsTheOwnersAndSettlesTasksAndMakesCopies(t *testing.T) {
	r, desk, _ := deskRig(t, register.Person{Name: "Анна", Role: register.Owner})
	r.typing("82")
	r.settle()
	r.tapRow()
	r.key(fyne.KeyReturn)
	r.settle()
	if desk.settled != "c1 Анна" {
		t.Errorf("settled %q", desk.settled)
	}
	r.typing("3")
	r.settle()
	r.key(fyne.KeyReturn)
	r.settle()
	if desk.copies != 1 || !r.says("Копия записана") {
		t.Errorf("%d copies", desk.copies)
	}
	r.typing("2")
	r.settle()
	r.typing("6")
	r.settle()
	if !r.says("dobro-later-2026-11-27") {
		t.Error("the table of tasks was written nowhere")
	}
	r.typing("4")
	r.settle()
	for _, span := range []string{"day", "week", "month"} {
		if desk.span != span || span == "week" && !r.says("23.11.2026 — 29.11.2026") {
			t.Errorf("the tills show %q, want %q", desk.span, span)
		}
		r.key(fyne.KeyReturn)
		r.settle()
	}
	r, _, _ = deskRig(t, register.Person{Name: "Вера", Role: register.Cashier})
	r.typing("8")
	r.settle()
	if _, open := r.w.top().(*office.Panel); open || !r.says("страница владельца") {
		t.Error("a cashier sees the owner's desk")
	}
}
