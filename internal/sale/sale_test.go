package sale

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"
)

func TestLineSums(t *testing.T) {
	for _, c := range []struct {
		name                             string
		line                             Line
		percent, gross, sum, vat, reduce int64
	}{
		{"a bottle at 50.00 with 22 % inside", Line{Price: 5000, Quantity: 1000, VAT: VAT22}, 0, 5000, 5000, 902, 0},
		{"half a kopeck of weighed goods rounds up", Line{Price: 1001, Quantity: 500, VAT: VAT10}, 0, 501, 501, 46, 0},
		{"10 % of 99.95 is 9.995 and rounds up to 10.00", Line{Price: 9995, Quantity: 1000, VAT: VATNone}, 1000, 9995, 8995, 0, 1000},
		{"three at 99.99 less 10 %", Line{Price: 9999, Quantity: 3000, VAT: VAT20}, 1000, 29997, 26997, 4500, 3000},
		{"a calculated rate takes the fraction of its base", Line{Price: 10500, Quantity: 1000, VAT: VAT105}, 0, 10500, 10500, 500, 0},
		{"zero rate has no tax", Line{Price: 10500, Quantity: 1000, VAT: VAT0}, 0, 10500, 10500, 0, 0},
	} {
		l := c.line
		l.Discount = l.LineDiscount(c.percent)
		if l.Gross() != c.gross || l.Sum() != c.sum || l.VATSum() != c.vat || l.Discount != c.reduce {
			t.Errorf("%s: %+v at %d bp\n got gross %d sum %d vat %d discount %d\nwant gross %d sum %d vat %d discount %d", c.name, c.line,
				c.percent, l.Gross(), l.Sum(), l.VATSum(), l.Discount, c.gross, c.sum, c.vat, c.reduce)
		}
	}
}

func TestScaledAgreesWithBigNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		a, b, by := r.Int64N(1<<40), r.Int64N(1<<20), 1+r.Int64N(1<<30)
		want := new(big.Int).Mul(big.NewInt(2*a), big.NewInt(b))
		want.Add(want, big.NewInt(by)).Quo(want, big.NewInt(2*by))
		if got := scaled(a, b, by); !want.IsInt64() || got != want.Int64() {
			t.Fatalf("scaled(%d, %d, %d) = %d, want %s", a, b, by, got, want)
		}
		if got := scaled(-a, b, by); got != -want.Int64() {
			t.Fatalf("scaled(-%d, %d, %d) = %d, want -%s", a, b, by, got, want)
		}
	}
}

func TestRatesByDay(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name string
		vat  VAT
		day  string
		want bool
	}{
		{"20 % on the last day of 2025", VAT20, "2025-12-31", true},
		{"no 20 % in 2026", VAT20, "2026-01-01", false},
		{"no 20/120 in 2026", VAT120, "2026-03-01", false},
		{"22 % from the first day of 2026", VAT22, "2026-01-01", true},
		{"no 22 % in 2025", VAT22, "2025-12-31", false},
		{"5 % in 2026", VAT5, "2026-05-01", true},
		{"no 7/107 in 2024", VAT107, "2024-05-01", false},
		{"none always", VATNone, "2020-01-01", true},
		{"an unknown rate never", VAT("18"), "2018-01-01", false},
	} {
		if got := c.vat.InForce(day(c.day)); got != c.want {
			t.Errorf("%s: %s on %s: got %v, want %v", c.name, c.vat, c.day, got, c.want)
		}
	}
}

func TestSettle(t *testing.T) {
	for _, c := range []struct {
		name   string
		total  int64
		given  []Payment
		change int64
		want   error
	}{
		{"exact cash", 100, []Payment{{Cash, 100}}, 0, nil},
		{"change from cash", 100, []Payment{{Cash, 500}}, 400, nil},
		{"card and cash mixed, change from cash", 60000, []Payment{{Cash, 50000}, {Card, 20000}}, 10000, nil},
		{"three kinds", 600, []Payment{{Prepaid, 100}, {Card, 200}, {Cash, 300}}, 0, nil},
		{"two cards are one payment", 300, []Payment{{Card, 100}, {Card, 200}}, 0, nil},
		{"too little", 100, []Payment{{Cash, 99}}, 0, NotEnough},
		{"no money at all", 100, nil, 0, NotEnough},
		{"card above the total gives no change", 100, []Payment{{Card, 101}}, 0, CardOverTotal},
		{"card and prepaid above the total", 100, []Payment{{Card, 60}, {Prepaid, 60}}, 0, CardOverTotal},
		{"negative sum", 100, []Payment{{Cash, -100}, {Card, 200}}, 0, BadPayment},
		{"unknown kind", 100, []Payment{{"gold", 100}}, 0, BadPayment},
		{"free receipt", 0, nil, 0, nil},
	} {
		s, err := Settle(c.total, c.given)
		if !errors.Is(err, c.want) || s.Change != c.change {
			t.Errorf("%s: %d with %v: got %+v, %v; want change %d, %v", c.name, c.total, c.given, s, err, c.change, c.want)
		}
		if err == nil {
			var kept int64
			for _, p := range s.Kept() {
				kept += p.Sum
			}
			if kept != c.total {
				t.Errorf("%s: kept %d of %d", c.name, kept, c.total)
			}
			if n := len(s.Payments); n > 1 && s.Payments[n-1].Type != Cash && c.given[0].Type == Cash {
				t.Errorf("%s: cash must come last: %v", c.name, s.Payments)
			}
		}
	}
}

func TestRefundGivesBackTheWayItWasPaid(t *testing.T) {
	kept := []Payment{{Card, 300}, {Cash, 200}}
	for _, c := range []struct {
		name  string
		total int64
		back  []Payment
		want  []Payment
		err   error
	}{
		{"all of it", 500, nil, []Payment{{Card, 300}, {Cash, 200}}, nil},
		{"a part goes to the card", 250, nil, []Payment{{Card, 250}}, nil},
		{"a second part takes what is left of the card", 100, []Payment{{Card, 250}}, []Payment{{Card, 50}, {Cash, 50}}, nil},
		{"more than was paid", 300, []Payment{{Card, 250}}, nil, BadPayment},
	} {
		got, err := Refund(c.total, kept, c.back)
		if !errors.Is(err, c.err) || len(got) != len(c.want) {
			t.Errorf("%s: got %v, %v; want %v, %v", c.name, got, err, c.want, c.err)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			}
		}
	}
}

func TestValidate(t *testing.T) {
	good := Line{Price: 100, Quantity: 1000, Unit: Piece, VAT: VAT22}
	day := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	with := func(change func(*Line)) []Line {
		l := good
		change(&l)
		return []Line{good, l}
	}
	for _, c := range []struct {
		name  string
		lines []Line
		want  error
		line  int
	}{
		{"a good receipt", []Line{good}, nil, 0},
		{"no lines", nil, EmptyReceipt, 0},
		{"two pieces of one code", with(func(l *Line) { l.Code, l.Quantity = "c", 2000 }), MarkedQuantity, 2},
		{"half a piece", with(func(l *Line) { l.Quantity = 500 }), BadQuantity, 2},
		{"half a kilogram is fine", with(func(l *Line) { l.Unit, l.Quantity = Kilogram, 500 }), nil, 0},
		{"no price", with(func(l *Line) { l.Price = 0 }), BadPrice, 2},
		{"a price beyond reason", with(func(l *Line) { l.Price = MaxPrice + 1 }), BadPrice, 2},
		{"a sum beyond reason", with(func(l *Line) { l.Price, l.Quantity = MaxPrice, MaxQuantity }), BadPrice, 2},
		{"discount above the sum", with(func(l *Line) { l.Discount = 101 }), BadDiscount, 2},
		{"discount of everything", with(func(l *Line) { l.Discount = 100 }), nil, 0},
		{"20 % today", with(func(l *Line) { l.VAT = VAT20 }), BadVAT, 2},
		{"a unit nobody knows", with(func(l *Line) { l.Unit = "barrel" }), BadUnit, 2},
		{"the same code twice", []Line{{Price: 1, Quantity: 1000, Unit: Piece, VAT: VAT0, Code: "c"}, {Price: 1, Quantity: 1000, Unit: Piece, VAT: VAT0, Code: "c"}}, RepeatedCode, 2},
	} {
		err := Receipt{Lines: c.lines}.Validate(day)
		var e *Error
		if !errors.Is(err, c.want) || errors.As(err, &e) && e.Line != c.line {
			t.Errorf("%s: got %v, want %v in line %d", c.name, err, c.want, c.line)
		}
	}
}

func TestReturnOf(t *testing.T) {
	base := Receipt{ID: "S", Lines: []Line{{Name: "a", VAT: VAT20, Discount: 7, CheckID: "c", Tag1265: "t"}, {Name: "b"}}}
	for _, c := range []struct {
		name  string
		lines []int
		taken map[int]bool
		want  string
		err   error
	}{
		{"everything", nil, nil, "ab", nil},
		{"one line", []int{2}, nil, "b", nil},
		{"what is left", nil, map[int]bool{1: true}, "b", nil},
		{"a line that was taken back", []int{1}, map[int]bool{1: true}, "", LineReturned},
		{"a line twice", []int{1, 1}, nil, "", LineReturned},
		{"a line that is not there", []int{3}, nil, "", UnknownLine},
		{"nothing is left", nil, map[int]bool{1: true, 2: true}, "", EmptyReceipt},
	} {
		r, err := ReturnOf(base, "R", c.lines, c.taken)
		var names string
		for _, l := range r.Lines {
			names += l.Name
			if l.CheckID != "" || l.Tag1265 != "" {
				t.Errorf("%s: the permit of the sale went into the return: %+v", c.name, l)
			}
		}
		if !errors.Is(err, c.err) || names != c.want || err == nil && (r.Base != "S" || r.Kind != Return) {
			t.Errorf("%s: got %q %+v, %v; want %q, %v", c.name, names, r, err, c.want, c.err)
		}
	}
	if r, _ := ReturnOf(base, "R", []int{1}, nil); r.Lines[0].VAT != VAT20 || r.Lines[0].Discount != 7 {
		t.Errorf("rate and discount of the sale are lost: %+v", r.Lines[0])
	}
}
