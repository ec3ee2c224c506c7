package deviations

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"

	"github.com/xuri/excelize/v2"
)

var msk = time.FixedZone("MSK", 3*3600)

// cisOf is enough of a reader for the codes of this test: 01, GTIN, 21 and a serial of seven signs.
func cisOf(code string) string {
	if !strings.HasPrefix(code, "01") || len(code) < 25 {
		return ""
	}
	return code[:25]
}

// truth is one row of the made list with what it really is.
type truth struct {
	code string
	at   time.Time
	fd   int64
	sort Sort
	why  Why
}

// shop writes a journal and notes the truth of what it writes.
type shop struct {
	t    *testing.T
	s    *store.Store
	rnd  *rand.Rand
	n    int
	fd   int64
	list []truth
	day  time.Time
}

func (m *shop) code() string {
	m.n++
	return fmt.Sprintf("010467054017609921%07d\x1d93dGVz", m.n)
}

// receipt makes a document of some lines, all of the same story.
func (m *shop) receipt(tx *store.Tx, lines int, tell func(c *store.Check, l *store.Line, r *store.Receipt) (Sort, Why)) {
	m.t.Helper()
	m.fd++
	at := m.day.Add(time.Duration(m.fd) * 7 * time.Minute)
	r := store.Receipt{ID: fmt.Sprint("r", m.fd), Kind: sale.Sale, State: sale.Fiscalized, OpenedAt: at, ClosedAt: at.Add(40 * time.Second).Truncate(time.Minute), FD: m.fd, FN: "1", Cashier: "A"}
	for range lines {
		code := m.code()
		c := store.Check{ID: fmt.Sprint("c", m.n), At: at, Cis: cisOf(code), Decision: "allow", Channel: "tspiot", Verdict: json.RawMessage(`{}`)}
		l := store.Line{Line: sale.Line{Code: code, Cis: cisOf(code), CheckID: c.ID, Price: 100, Quantity: 1000}, Sum: 100}
		sort, why := tell(&c, &l, &r)
		if c.ID != "" {
			if err := tx.PutCheck(c); err != nil {
				m.t.Fatal(err)
			}
		}
		r.Lines = append(r.Lines, l)
		when := r.ClosedAt
		if r.State != sale.Fiscalized {
			when = c.At
		}
		m.list = append(m.list, truth{code: code, at: when, fd: r.FD, sort: sort, why: why})
	}
	if err := tx.PutReceipt(r); err != nil {
		m.t.Fatal(err)
	}
}

type story = func(c *store.Check, l *store.Line, r *store.Receipt) (Sort, Why)

func TestMatcherFindsTheKnownTruthOfFiveThousandRows(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := &shop{t: t, s: s, rnd: rand.New(rand.NewPCG(3, 9)), day: time.Date(2026, 9, 1, 9, 0, 0, 0, msk)}
	write := func(receipts, lines int, tell story) {
		t.Helper()
		if err := s.Write(ctx, m.day, func(tx *store.Tx) error {
			for range receipts {
				m.receipt(tx, lines, tell)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	write(260, 10, func(*store.Check, *store.Line, *store.Receipt) (Sort, Why) { return Made, WhyNone })
	write(70, 10, func(c *store.Check, _ *store.Line, _ *store.Receipt) (Sort, Why) {
		c.Offline, c.Channel = true, "local_module"
		return Offline, WhyNone
	})
	write(20, 10, func(c *store.Check, _ *store.Line, _ *store.Receipt) (Sort, Why) {
		c.Emergency = true
		return Emergency, WhyNone
	})
	write(25, 8, func(c *store.Check, l *store.Line, r *store.Receipt) (Sort, Why) {
		r.Kind, c.ID, l.CheckID = sale.Return, "", ""
		return Return, WhyNone
	})
	write(15, 10, func(c *store.Check, _ *store.Line, _ *store.Receipt) (Sort, Why) {
		c.Decision, c.Channel = "ask", "none"
		return Look, WhyUnchecked
	})
	write(10, 10, func(c *store.Check, l *store.Line, _ *store.Receipt) (Sort, Why) {
		c.ID, l.CheckID = "", ""
		return Look, WhyNoCheck
	})
	write(5, 10, func(c *store.Check, _ *store.Line, r *store.Receipt) (Sort, Why) {
		c.At = r.ClosedAt.Add(3 * time.Minute)
		return Look, WhyLate
	})
	write(5, 10, func(c *store.Check, _ *store.Line, r *store.Receipt) (Sort, Why) {
		c.At = r.ClosedAt.Add(-30 * time.Hour)
		return Look, WhyOld
	})
	write(10, 10, func(_ *store.Check, _ *store.Line, r *store.Receipt) (Sort, Why) {
		r.State, r.FD = sale.Cancelled, 0
		return Look, WhyNotSold
	})
	write(20, 5, func(c *store.Check, _ *store.Line, r *store.Receipt) (Sort, Why) {
		r.State, r.FD, c.Decision = sale.Cancelled, 0, "forbid"
		return Made, WhyStopped
	})
	for range 150 { // sold here, but the list speaks of another time
		m.list = append(m.list, truth{code: m.list[m.rnd.IntN(2600)].code, at: m.day.AddDate(0, 2, 0), sort: Look, why: WhyTime})
	}
	for range 50 { // of another document, by its number
		m.list = append(m.list, truth{code: m.list[m.rnd.IntN(2600)].code, at: m.day, fd: 999_999, sort: Look, why: WhyTime})
	}
	for len(m.list) < 5000 {
		m.list = append(m.list, truth{code: m.code(), at: m.day.Add(time.Duration(m.rnd.IntN(9000)) * time.Minute), fd: int64(m.rnd.IntN(400)), sort: NotOurs})
	}
	m.rnd.Shuffle(len(m.list), func(a, b int) { m.list[a], m.list[b] = m.list[b], m.list[a] })

	rows, troubles := Rows(m.table(), Mapping{Code: 1, At: 0, Kind: 2, FD: 3, FN: -1}, cisOf, msk)
	if len(rows) != 5000 || len(troubles) != 0 {
		t.Fatalf("%d rows, %d troubles %v", len(rows), len(troubles), troubles[:min(3, len(troubles))])
	}
	start := time.Now()
	found, err := Match(ctx, s, rows)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	sorts := []Sort{Made, Offline, Emergency, Return, NotOurs, Look}
	table := map[[2]Sort]int{}
	wrong := 0
	for i, f := range found {
		table[[2]Sort{m.list[i].sort, f.Sort}]++
		if f.Sort != m.list[i].sort || f.Why != m.list[i].why {
			if wrong++; wrong <= 5 {
				t.Errorf("%+v: got %s %q of %+v", m.list[i], f.Sort, f.Why, f.Row)
			}
		}
		if needs := f.Sort == Made || f.Sort == Offline || f.Sort == Emergency; needs && f.Check == "" {
			t.Errorf("row %d: %s without a check to prove it", f.Row.Line, f.Sort)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "truth")
	for _, s := range sorts {
		fmt.Fprintf(&b, "%10s", s)
	}
	for _, a := range sorts {
		fmt.Fprintf(&b, "\n%-10s", a)
		for _, s := range sorts {
			fmt.Fprintf(&b, "%10d", table[[2]Sort{a, s}])
		}
	}
	t.Logf("matched in %v, %d wrong\n%s", took, wrong, b.String())
	if wrong > 0 {
		t.Errorf("%d of %d rows are sorted wrongly", wrong, len(found))
	}
}

// table is the list as an operator might give it: the code in one of three forms, the clocks up to eight minutes apart, a document's number
// in some rows.
func (m *shop) table() [][]string {
	out := [][]string{{"Дата", "КМ", "Отклонение", "ФД"}}
	forms := []string{"02.01.2006 15:04:05", "2006-01-02 15:04:05", time.RFC3339, "02.01.2006, 15:04:05"}
	for _, r := range m.list {
		code := r.code
		switch m.rnd.IntN(3) {
		case 0:
			code = cisOf(code)
		case 1:
			code = strings.ReplaceAll(code, "\x1d", "")
		}
		at := r.at.Add(time.Duration(m.rnd.IntN(960)-480) * time.Second).In(msk)
		fd := ""
		if r.fd > 0 && (r.fd == 999_999 || m.rnd.IntN(3) == 0) {
			fd = fmt.Sprint(r.fd)
		}
		out = append(out, []string{at.Format(forms[m.rnd.IntN(len(forms))]), code, "Продажа без проверки КМ", fd})
	}
	return out
}

func TestListsAreReadAsTheyAreSaved(t *testing.T) {
	want := [][]string{{"Дата", "КМ"}, {"22.11.2026 12:00:00", "код"}}
	book := excelize.NewFile()
	book.SetSheetRow("Sheet1", "A1", &[]string{"Дата", "КМ"})
	book.SetSheetRow("Sheet1", "A2", &[]string{"22.11.2026 12:00:00", "код"})
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"точка с запятой":     "Дата;КМ\r\n22.11.2026 12:00:00;код\r\n",
		"запятая":             "Дата,КМ\n22.11.2026 12:00:00,код\n",
		"табуляция и пометка": "\ufeffДата\tКМ\n22.11.2026 12:00:00\tкод",
		"Windows-1251":        "\xc4\xe0\xf2\xe0;\xca\xcc\r\n22.11.2026 12:00:00;\xea\xee\xe4\r\n",
		"XLSX":                xlsx.String(),
	} {
		got, err := ReadTable(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	for name, text := range map[string]string{"пусто": "", "не книга": "PK\x03\x04 и больше ничего", "двоичный файл": "\x00\x01\x02"} {
		if got, err := ReadTable(strings.NewReader(text)); !errors.Is(err, ErrNoTable) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if _, err := ReadTable(bytes.NewReader(make([]byte, MaxBytes+1))); !errors.Is(err, ErrTooLong) {
		t.Errorf("a file without end: %v", err)
	}
}

func TestColumnsAreGuessedAndBadCellsNamed(t *testing.T) {
	words := map[string][]string{"code": {"код маркировки", "км", "код"}, "at": {"дата"}, "kind": {"отклонение"}, "fd": {"фд"}, "fn": {"фн"}}
	m := Guess([]string{"№", "Дата операции", "Код отклонения", "Код маркировки", "Номер ФД", "Номер ФН", "Вид отклонения"}, words)
	if want := (Mapping{Code: 3, At: 1, Kind: 2, FD: 4, FN: 5}); m.Code != want.Code || m.At != want.At || m.FD != want.FD || m.FN != want.FN {
		t.Errorf("got %+v, want %+v", m, want)
	}
	if m := Guess([]string{"a", "b"}, words); m != (Mapping{-1, -1, -1, -1, -1}) {
		t.Errorf("a heading that says nothing: %+v", m)
	}
	table := [][]string{{"Дата", "КМ", "ФД"}, {"22.11.2026 12:00", "0104670540176099210000001", "12"}, {"46348.5", "0104670540176099210000001"}, {"вчера", "0104670540176099210000002", "x"},
		{"22.11.2026", "молоко", ""}, {"", "", ""}, {"", "0104670540176099210000003", ""}}
	rows, troubles := Rows(table, Mapping{Code: 1, At: 0, Kind: -1, FD: 2, FN: 9}, cisOf, msk)
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, msk)
	if len(rows) != 4 || !rows[0].At.Equal(noon) || rows[0].FD != 12 || !rows[1].At.Equal(noon) || rows[1].Line != 3 || !rows[3].At.IsZero() {
		t.Errorf("rows %+v", rows)
	}
	want := []Trouble{{4, "at", "вчера"}, {4, "fd", "x"}, {5, "code", "молоко"}}
	if !reflect.DeepEqual(troubles, want) {
		t.Errorf("troubles %+v, want %+v", troubles, want)
	}
}

func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{"Дата;КМ\n1;2", "a,b\n\"x", "\ufeff", "PK\x03\x04", "\xc4;\xca\n", "\"\n\"\"\";"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := ReadTable(bytes.NewReader(b))
		if err != nil {
			return
		}
		rows, troubles := Rows(table, Guess(table[0], map[string][]string{"code": {"к"}, "at": {"д"}}), cisOf, msk)
		if len(rows)+len(troubles) > 2*len(table) {
			t.Fatalf("%d rows and %d troubles of %d lines", len(rows), len(troubles), len(table))
		}
	})
}
