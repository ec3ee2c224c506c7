package main

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Random receipts through a whole till: the register, the journal on disk, the adapter, the maker's own protocol and a simulated
// printer, whose drive and counters are then held against the journal to the kopeck: every line, discount, VAT by rate, payments by
// type, the drawer. DOBRO_SUMS is how many receipts each way sells, a few by default; a till of its own for each 2,500.
// TMPDIR names the disk. The figures are printed with -v.

const sumsInATill = 2500

func TestNoKopeckIsLostBetweenRegisterPrinterAndJournal(t *testing.T) {
	wanted := 60
	if s := os.Getenv("DOBRO_SUMS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n <= 0 {
			t.Fatalf("DOBRO_SUMS=%q: want a number of receipts", s)
		}
		wanted = n
	}
	const seed = 20261127
	for _, way := range []struct {
		name string
		make func(t *testing.T) sumsPrinter
	}{{"ATOL web server", atolForSums}, {"Shtrih TCP", shtrihForSums}} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			var all tally
			for n := 0; n < wanted; n += sumsInATill {
				b := newSumsBench(t, way.make(t), rand.New(rand.NewPCG(seed, uint64(n))))
				b.sell(min(sumsInATill, wanted-n))
				one := b.compare()
				all.add(one)
				if wanted > sumsInATill {
					t.Logf("till %d of %s\n%s", n/sumsInATill+1, way.name, one)
				}
				b.close()
				if t.Failed() {
					return
				}
			}
			t.Logf("seed %d, %s in %s\n%s", seed, way.name, time.Since(began).Round(time.Second), all)
		})
	}
}

// sumsBench is one till with its printer.
type sumsBench struct {
	*testing.T
	ctx     context.Context
	printer sumsPrinter
	store   *store.Store
	till    *register.Register
	rnd     *rand.Rand
	shelf   []string // barcodes of goods by the piece
	scales  []string // of goods by weight
	codes   int
	moved   int64 // cash put in less cash taken out
}

// sell makes receipts, every eighth of them a return of some lines, and now and then a correction or money in or out of the drawer.
func (b *sumsBench) sell(receipts int) {
	made := 0
	for made < receipts {
		b.basket()
		b.pay()
		made++
		if made%8 == 0 && made < receipts {
			b.takeBack()
			made++
		}
		if b.rnd.IntN(60) == 0 && made < receipts {
			b.correct()
			made++
		}
		if b.rnd.IntN(40) == 0 {
			b.move()
		}
	}
}

func (b *sumsBench) must(err error) {
	b.Helper()
	if err == nil {
		return
	}
	if b.till != nil {
		b.Logf("basket %+v", b.till.View().Receipt)
	}
	b.Fatal(err)
}

func (b *sumsBench) basket() {
	for n := 1 + b.rnd.IntN(5); n > 0; n-- {
		line := len(b.till.View().Receipt.Lines) + 1
		switch b.rnd.IntN(6) {
		case 0:
			b.codes++
			code := "010467054017609921" + letters(b.codes) + "\x1d93test"
			b.printer.know(b.T, code)
			b.must(b.till.Scan(b.ctx, code))
			if b.rnd.IntN(3) == 0 {
				b.must(b.till.SetPart(b.ctx, line, sale.Fraction{N: 1 + b.rnd.Int64N(6), Of: 7}))
			}
		case 1, 2:
			b.must(b.till.Scan(b.ctx, b.scales[b.rnd.IntN(len(b.scales))]))
			b.must(b.till.SetQuantity(b.ctx, line, money.Quantity(1+b.rnd.Int64N(9999))))
		default:
			b.must(b.till.Scan(b.ctx, b.shelf[b.rnd.IntN(len(b.shelf))]))
			if len(b.till.View().Receipt.Lines) == line && b.rnd.IntN(3) == 0 { // else it was added to a line before
				b.must(b.till.SetQuantity(b.ctx, line, money.Quantity(1000*(1+b.rnd.Int64N(40)))))
			}
		}
		line = min(line, len(b.till.View().Receipt.Lines))
		switch b.rnd.IntN(5) {
		case 0:
			b.must(b.till.Discount(b.ctx, line, money.BasisPoints(b.rnd.Int64N(9000))))
		case 1:
			if l := b.till.View().Receipt.Lines[line-1]; l.Sum > 100 {
				b.must(b.till.DiscountLine(b.ctx, line, money.Kopecks(1+b.rnd.Int64N(int64(l.Sum)/2))))
			}
		}
	}
	switch total := int64(b.till.View().Receipt.Total); b.rnd.IntN(5) {
	case 0:
		b.must(b.till.DiscountReceipt(b.ctx, money.BasisPoints(b.rnd.Int64N(6000))))
	case 1:
		if total > 1000 {
			b.must(b.till.DiscountSum(b.ctx, money.Kopecks(1+b.rnd.Int64N(total/3))))
		}
	case 2:
		if total > 1000 {
			b.must(b.till.RoundDown(b.ctx, money.Kopecks([]int64{10, 50, 100}[b.rnd.IntN(3)])))
		}
	}
}

// pay pays with cash, card and prepayment mixed at random; what is too much is cash and comes back as change.
func (b *sumsBench) pay() {
	total := int64(b.till.View().Receipt.Total)
	if total == 0 {
		b.must(b.till.Cancel(b.ctx))
		b.basket()
		b.pay()
		return
	}
	b.must(b.till.Pay(b.ctx, b.mix(total, b.rnd.Int64N(50_000))))
}

func (b *sumsBench) mix(total, over int64) []sale.Payment {
	var with []sale.Payment
	if b.rnd.IntN(3) == 0 {
		with = append(with, sale.Payment{Type: sale.Prepaid, Sum: 1 + b.rnd.Int64N(total)})
	}
	rest := total
	for _, p := range with {
		rest -= p.Sum
	}
	if rest > 0 && b.rnd.IntN(2) == 0 {
		card := 1 + b.rnd.Int64N(rest)
		with, rest = append(with, sale.Payment{Type: sale.Card, Sum: card}), rest-card
	}
	if rest > 0 {
		with = append(with, sale.Payment{Type: sale.Cash, Sum: rest + over})
	}
	return with
}

func (b *sumsBench) takeBack() {
	last := b.till.View().Last
	var lines []int
	for _, l := range last.Lines {
		if b.rnd.IntN(2) == 0 {
			lines = append(lines, l.N)
		}
	}
	if len(lines) == 0 {
		lines = []int{1}
	}
	b.must(b.till.Return(b.ctx, last.ID, lines))
}

func (b *sumsBench) correct() {
	c := register.Correction{Date: time.Now().AddDate(0, 0, -1), Number: "7", Reason: "не пробит чек"}
	total := int64(0)
	for range 1 + b.rnd.IntN(3) {
		l := register.CorrectionLine{Name: "Товар", Price: money.Kopecks(1 + b.rnd.Int64N(100_000)), Quantity: money.Quantity(1000 * (1 + b.rnd.Int64N(5))), VAT: ratesToday[b.rnd.IntN(len(ratesToday))]}
		total += sale.Line{Price: int64(l.Price), Quantity: int64(l.Quantity)}.Sum()
		c.Lines = append(c.Lines, l)
	}
	c.With = b.mix(total, 0)
	b.must(b.till.Correct(b.ctx, c))
}

func (b *sumsBench) move() {
	sum := 1 + b.rnd.Int64N(100_000)
	if b.rnd.IntN(2) == 0 || int64(b.till.View().Shift.Cash) < sum {
		b.must(b.till.CashIn(b.ctx, money.Kopecks(sum)))
		b.moved += sum
		return
	}
	b.must(b.till.CashOut(b.ctx, money.Kopecks(sum)))
	b.moved -= sum
}

// ratesToday are those that a sale of this year may carry.
var ratesToday = []sale.VAT{sale.VATNone, sale.VAT0, sale.VAT5, sale.VAT7, sale.VAT10, sale.VAT22, sale.VAT105, sale.VAT107, sale.VAT110, sale.VAT122}

func (b *sumsBench) close() {
	b.must(b.till.CloseShift(b.ctx)) // after the comparison: some printers empty their counter of cash with the shift
	b.till.Close()
	if err := b.store.Close(); err != nil {
		b.Error(err)
	}
	if err := b.printer.adapter().Close(); err != nil {
		b.Error(err)
	}
}

// sumsPrinter is a simulated printer with the adapter that drives it over its protocol.
type sumsPrinter interface {
	adapter() fiscal.Printer
	know(t *testing.T, code string) // the operator knows a good code
	drive() []driven                // receipts in the fiscal memory
}

// driven is a receipt of a fiscal memory.
type driven struct {
	fd     int64
	back   bool // money to the buyer
	total  int64
	lines  []drivenLine
	paid   map[sale.Pay]int64 // what stayed
	vat    map[sale.VAT]int64
	hasVAT bool // the simulator computes VAT as printers do
}

type drivenLine struct {
	name          string
	quantity, sum int64
	vat           sale.VAT
}

// letters is a serial number of seven letters: digits could be taken for an identifier whose separator is lost.
func letters(n int) string {
	b := []byte("AAAAAAA")
	for i := len(b) - 1; n > 0; i, n = i-1, n/26 {
		b[i] = byte('A' + n%26)
	}
	return string(b)
}
