package sale

import (
	"errors"
	"math/rand/v2"
	"testing"
)

func TestPartOfAPackCostsItsShare(t *testing.T) {
	for _, c := range []struct {
		name             string
		line             Line
		gross, paid, all int64
	}{
		{"три части из двадцати", Line{Price: 12900, Quantity: One, Part: Fraction{3, 20}}, 1935, 1935, 12900},
		{"треть, половина копейки вверх", Line{Price: 10000, Quantity: One, Part: Fraction{1, 3}}, 3333, 3333, 9999},
		{"скидка меняет цену части", Line{Price: 12900, Quantity: One, Part: Fraction{10, 20}, Discount: 450}, 6450, 6000, 12000},
		{"целая упаковка", Line{Price: 12900, Quantity: One}, 12900, 12900, 12900},
	} {
		if g, p, a := c.line.Gross(), c.line.PaidPrice(), c.line.PackPrice(); g != c.gross || p != c.paid || a != c.all {
			t.Errorf("%s: gross %d, paid %d, pack %d; want %d, %d, %d", c.name, g, p, a, c.gross, c.paid, c.all)
		}
	}
}

func TestOnlyMarkedPiecesHaveParts(t *testing.T) {
	good := Line{Name: "x", Code: "c", Unit: Piece, Price: 100, Quantity: One, VAT: VAT22, Part: Fraction{1, 2}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(l *Line){
		"без кода":        func(l *Line) { l.Code = "" },
		"по весу":         func(l *Line) { l.Unit = Kilogram },
		"больше целой":    func(l *Line) { l.Part = Fraction{3, 2} },
		"ничего":          func(l *Line) { l.Part = Fraction{0, 2} },
		"слишком частями": func(l *Line) { l.Part = Fraction{1, MaxParts + 1} },
	} {
		l := good
		change(&l)
		if err := l.Validate(); !errors.Is(err, BadPart) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseFraction(f *testing.F) {
	for _, s := range []string{"3/20", "20/20", "0/1", "1/0", "-1/2", " 1 / 2 ", "1/2/3", "1/99999999999", "1/10000", "", "/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseFraction(s)
		if err != nil {
			if !v.Whole() {
				t.Fatalf("%q is refused and gives %v", s, v)
			}
			return
		}
		again, err := ParseFraction(v.String())
		if err != nil || again != v || !v.Valid() || v.Whole() {
			t.Fatalf("%q gives %v, read back %v, %v", s, v, again, err)
		}
	})
}

// Whatever a pack is divided into, its parts cost together what the pack costs, to half a kopeck a part.
func TestPartsOfAPackCostThePack(t *testing.T) {
	r := rand.New(rand.NewPCG(1291, 1))
	for range 100_000 {
		price, of := 1+r.Int64N(10_000_000), 2+r.Int64N(500)
		var sum, parts int64
		for left := of; left > 0; {
			n := 1 + r.Int64N(left)
			if n == of {
				n = of - 1
			}
			sum += Line{Price: price, Quantity: One, Part: Fraction{n, of}}.Gross()
			left -= n
			parts++
		}
		if d := 2 * abs(sum-price); d > parts {
			t.Fatalf("%d in %d parts of %d costs %d", price, parts, of, sum)
		}
	}
}
