package sale

import (
	"math/rand/v2"
	"testing"
)

// randomReceipt has 1 to 12 lines, pieces and weights, a third of them with a discount.
func randomReceipt(r *rand.Rand) []Line {
	lines := make([]Line, 1+r.IntN(12))
	for i := range lines {
		l := Line{Price: 1 + r.Int64N(300_000), Quantity: One, Unit: Piece, VAT: Rates[r.IntN(len(Rates))]}
		switch r.IntN(4) {
		case 0:
			l.Quantity = One * (1 + r.Int64N(200))
		case 1:
			l.Unit, l.Quantity = Kilogram, 1+r.Int64N(30_000)
		case 2:
			if of := 2 + r.Int64N(99); r.IntN(2) == 0 {
				l.Code, l.Part = "code", Fraction{N: 1 + r.Int64N(of-1), Of: of}
			}
		}
		if r.IntN(3) == 0 {
			l.Discount = l.LineDiscount(r.Int64N(Whole + 1))
		}
		lines[i] = l
	}
	return lines
}

// A hundred thousand receipts: discounts on lines and on the receipt, rounding down, VAT, parts for the printer, payments.
// Whatever is divided must add up to the kopeck.
func TestNoKopeckIsLost(t *testing.T) {
	const seed, receipts = 20261122, 100_000
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range receipts {
		lines := randomReceipt(r)
		before := Total(lines)
		discount := r.Int64N(before + 1)
		spread, err := Spread(lines, discount, nil)
		if err != nil || Total(spread) != before-discount {
			t.Fatalf("seed %d receipt %d: %+v less %d: total %d, want %d (%v)", seed, n, lines, discount, Total(spread), before-discount, err)
		}
		rounded, off := RoundDown(spread, 100, nil)
		total := Total(rounded)
		if total%100 != 0 || off >= 100 || total+off != before-discount {
			t.Fatalf("seed %d receipt %d: rounded down to %d by %d from %d", seed, n, total, off, before-discount)
		}
		var parts, vat, byLine int64
		for i, l := range rounded {
			if l.Sum() < 0 || l.Discount < lines[i].Discount {
				t.Fatalf("seed %d receipt %d line %d: %+v", seed, n, i+1, l)
			}
			checkParts(t, l)
			taxed := int64(0)
			for _, p := range Parts(l.Sum(), l.Quantity) {
				parts += p.Sum
				taxed += l.VAT.Inside(p.Sum)
			}
			if off := l.VATSum() - l.VAT.Inside(l.Sum()); l.Discount > 0 && taxed != l.VATSum() || off < -1 || off > 1 {
				t.Fatalf("seed %d receipt %d line %d: VAT %d, of its parts %d, of its sum %d", seed, n, i+1, l.VATSum(), taxed, l.VAT.Inside(l.Sum()))
			}
			if l.VATSum() < 0 || l.VATSum() > l.Sum() {
				t.Fatalf("seed %d receipt %d line %d: VAT %d of %d", seed, n, i+1, l.VATSum(), l.Sum())
			}
			byLine += l.VATSum()
		}
		rec := Receipt{Lines: rounded}
		for _, v := range rec.VAT() {
			vat += v
		}
		if parts != total || vat != byLine || rec.Gross()-rec.Discount() != total {
			t.Fatalf("seed %d receipt %d: parts %d, VAT %d and %d, gross %d, discount %d, total %d", seed, n, parts, vat, byLine, rec.Gross(), rec.Discount(), total)
		}
		pay(t, r, total)
	}
}

func checkParts(t *testing.T, l Line) {
	t.Helper()
	var sum, quantity int64
	ps := Parts(l.Sum(), l.Quantity)
	for _, p := range ps {
		if d := scaled(p.Price, p.Quantity, One) - p.Sum; d < -1 || d > 1 || p.Quantity <= 0 || p.Price < 0 {
			t.Fatalf("line %+v: part %+v does not multiply", l, p)
		}
		if l.Unit == Piece && p.Quantity%One != 0 {
			t.Fatalf("line %+v: part %+v cuts a piece", l, p)
		}
		sum += p.Sum
		quantity += p.Quantity
	}
	if sum != l.Sum() || quantity != l.Quantity || len(ps) > 2 {
		t.Fatalf("line %+v: parts %+v give %d for %d", l, ps, sum, quantity)
	}
}

func pay(t *testing.T, r *rand.Rand, total int64) {
	t.Helper()
	card := r.Int64N(total + 1)
	prepaid := r.Int64N(total - card + 1)
	cash := total - card - prepaid + r.Int64N(100_000)
	s, err := Settle(total, []Payment{{Cash, cash}, {Card, card}, {Prepaid, prepaid}})
	if err != nil || s.Change != card+prepaid+cash-total {
		t.Fatalf("settle %d with %d %d %d: %+v, %v", total, cash, card, prepaid, s, err)
	}
	first := r.Int64N(total + 1)
	one, err1 := Refund(first, s.Kept(), nil)
	two, err2 := Refund(total-first, s.Kept(), one)
	var back int64
	for _, p := range append(one, two...) {
		back += p.Sum
	}
	if err1 != nil || err2 != nil || back != total {
		t.Fatalf("refund of %d in two: %v %v (%v, %v)", total, one, two, err1, err2)
	}
}

func TestSharesNeverExceedTheirWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 100_000 {
		w := make([]int64, 1+r.IntN(9))
		var all int64
		for i := range w {
			w[i] = r.Int64N(1 << uint(r.IntN(40)))
			all += w[i]
		}
		sum := r.Int64N(all + 1)
		var got int64
		for i, s := range Shares(sum, w) {
			if s < 0 || s > w[i] {
				t.Fatalf("share %d of weight %d: %d over %v", s, w[i], sum, w)
			}
			got += s
		}
		if got != sum {
			t.Fatalf("%d over %v gives %d", sum, w, got)
		}
	}
}

func TestSpreadLeavesOutWhatTakesNoDiscount(t *testing.T) {
	lines := []Line{{Price: 10000, Quantity: One, Group: 3}, {Price: 100, Quantity: One}}
	take := func(l Line) bool { return l.Group != 3 }
	got, err := Spread(lines, 50, take)
	if err != nil || got[0].Discount != 0 || got[1].Discount != 50 || lines[1].Discount != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := Spread(lines, 101, take); err == nil {
		t.Error("a discount above what takes it was accepted")
	}
	if out, off := RoundDown([]Line{{Price: 10050, Quantity: One, Group: 3}}, 100, take); off != 0 || Total(out) != 10050 {
		t.Errorf("a tobacco pack was rounded down by %d", off)
	}
}
