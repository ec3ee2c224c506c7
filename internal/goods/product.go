// Package goods is the catalogue as pure data: what a product is and how a file of products is read. Keeping it is the work of
// the store.
package goods

import (
	"time"

	"dobro/internal/money"
	"dobro/internal/sale"
)

// Product is one line of the catalogue. Group is the ГИС МТ product group, 0 for unmarked goods. Barcodes are EAN-8, EAN-12, EAN-13
// or ITF-14 as printed on the package.
type Product struct {
	ID       int64
	Code     string // the shop's own article, may be empty
	Name     string
	Price    money.Kopecks
	Unit     sale.Unit
	VAT      sale.VAT
	Group    int
	Barcodes []string
	Terms
}

// Terms are conditions of a sale that belong to one product; the zero value sets none.
type Terms struct {
	UnmarkedUntil  Day    // leftovers may be sold without a marking code up to this day, itself included; "" never
	UnmarkedReason string // why they may, as the owner wrote it
	Age            int    // least age of the buyer in years; 0 is what the product's group demands
	Hours          string // name of the rule of sale hours, "" for none
}

// SellsUnmarked tells whether a marked product may be sold without its code at an instant given in the shop's zone.
func (t Terms) SellsUnmarked(at time.Time) bool {
	return t.UnmarkedUntil != "" && Day(at.Format(time.DateOnly)) <= t.UnmarkedUntil
}

// Day is a calendar day where the shop is, as 2026-03-01; "" is none. Days compare as their texts do.
type Day string

// ParseDay reads 2026-03-01 or 01.03.2026.
func ParseDay(s string) (Day, bool) {
	for _, layout := range []string{time.DateOnly, "02.01.2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 2000 {
			return Day(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// Marked tells whether the product may be sold by its marking code only.
func (p Product) Marked() bool { return p.Group != 0 }
