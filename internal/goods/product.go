// Package goods is the catalogue as pure data: what a product is and how a file of products is read. Keeping it is the work of
// the store.
package goods

import (
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
}

// Marked tells whether the product may be sold by its marking code only.
func (p Product) Marked() bool { return p.Group != 0 }
