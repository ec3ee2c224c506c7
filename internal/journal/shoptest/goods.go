package shoptest

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

//go:embed goods.txt
var goodsText string

//go:embed words.txt
var wordsText string

// words are the sentences of the shop by name.
var words = func() map[string][]string {
	out := map[string][]string{}
	for _, row := range strings.Split(strings.TrimSpace(wordsText), "\n") {
		parts := strings.Split(row, ";")
		out[parts[0]] = parts[1:]
	}
	return out
}()

var cashiers = words["cashiers"]

// stock is every product of the shop: each kind of each brand.
var stock = func() (out []store.Line) {
	for i, row := range strings.Split(strings.TrimSpace(goodsText), "\n") {
		parts := strings.Split(row, ";")
		group, _ := strconv.Atoi(parts[1])
		price, err := money.Parse(parts[3])
		if err != nil {
			panic(fmt.Sprintf("goods.txt: %s: %v", row, err))
		}
		for b, brand := range words["brands"] {
			name, rest, _ := strings.Cut(parts[0], ",")
			first := fmt.Sprintf("46%05d%05d", 7000+b, 100+i*37)
			ean := first + checkDigit(first)
			l := store.Line{Line: sale.Line{Name: name + " " + brand + "," + rest, Barcode: ean, Group: group, Unit: sale.Piece,
				Price: int64(price) + int64(b)*150, Quantity: sale.One, VAT: sale.VAT(parts[2])}}
			if group > 0 {
				l.GTIN = "0" + ean
			}
			out = append(out, l)
		}
	}
	return out
}()

// pick is a product; some sell far better than others.
func (m *maker) pick() store.Line {
	place := int(float64(len(stock)) * math.Pow(m.rnd.Float64(), 1.5))
	return stock[place*7%len(stock)]
}

func (m *maker) pickMarked() store.Line {
	for {
		if l := m.pick(); l.Group > 0 {
			return l
		}
	}
}

// checkDigit ends the twelve digits of an EAN-13.
func checkDigit(digits string) string {
	sum := 0
	for i, d := range digits {
		sum += int(d-'0') * (1 + 2*(i%2))
	}
	return strconv.Itoa((10 - sum%10) % 10)
}
