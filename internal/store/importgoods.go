package store

import (
	"fmt"
	"slices"

	"dobro/internal/goods"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// importBatch is how many rows go to the database at once; SQLite takes 32,766 values in a statement.
const importBatch = 500

// importColumns are what an import changes of a product that is already there.
var importColumns = []string{"code", "name", "search", "price", "unit", "vat", "product_group", "unmarked_until", "unmarked_reason", "age", "hours"}

// ImportGoods adds products and updates those that share a barcode, or without barcodes the article, with what is already there.
// gtin pads a barcode to 14 digits. keep names the columns of goods.MoreColumns that the list says nothing of: a product that is
// already there keeps its own. It reports how many were added and how many changed.
func (tx *Tx) ImportGoods(list []goods.Product, gtin func(barcode string) string, keep ...string) (added, updated int, err error) {
	known, err := tx.knownGoods()
	if err != nil {
		return 0, 0, err
	}
	var rows []productRow
	var codes []barcodeRow
	for _, p := range list {
		id, there := known.find(p, gtin)
		if there {
			updated++
		} else {
			added++
			known.last++
			id = known.last
		}
		rows = append(rows, productRow{ID: id, Code: p.Code, Name: p.Name, Search: fold(p.Name), Price: int64(p.Price), Unit: string(p.Unit), VAT: string(p.VAT), ProductGroup: p.Group,
			UnmarkedUntil: string(p.UnmarkedUntil), UnmarkedReason: p.UnmarkedReason, Age: p.Age, Hours: p.Hours})
		if _, twice := known.byCode[p.Code]; p.Code != "" && !twice {
			known.byCode[p.Code] = id
		}
		for _, b := range p.Barcodes {
			known.byGTIN[gtin(b)] = id
			codes = append(codes, barcodeRow{GTIN: gtin(b), Barcode: b, ProductID: id})
		}
	}
	changed := slices.DeleteFunc(slices.Clone(importColumns), func(c string) bool { return slices.Contains(keep, c) })
	if err := upsert(tx.db, rows, "id", changed); err != nil {
		return 0, 0, fmt.Errorf("write goods: %w", err)
	}
	if err := upsert(tx.db, codes, "gtin", []string{"barcode", "product_id"}); err != nil {
		return 0, 0, fmt.Errorf("write barcodes: %w", err)
	}
	return added, updated, tx.append("goods", "import", map[string]int{"added": added, "updated": updated})
}

// upsert writes rows in batches; of those that are there by key only the changed columns.
func upsert[T any](db *gorm.DB, rows []T, key string, changed []string) error {
	if len(rows) == 0 {
		return nil
	}
	return db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: key}}, DoUpdates: clause.AssignmentColumns(changed)}).CreateInBatches(rows, importBatch).Error
}

// knownGoods is by what the products of the shop are found again.
type knownGoods struct {
	byGTIN, byCode map[string]int64
	last           int64 // greatest ID given so far
}

func (tx *Tx) knownGoods() (knownGoods, error) {
	k := knownGoods{byGTIN: map[string]int64{}, byCode: map[string]int64{}}
	var codes []barcodeRow
	if err := tx.db.Find(&codes).Error; err != nil {
		return k, fmt.Errorf("read barcodes: %w", err)
	}
	for _, c := range codes {
		k.byGTIN[c.GTIN] = c.ProductID
	}
	var products []productRow
	if err := tx.db.Select("id", "code").Order("id").Find(&products).Error; err != nil {
		return k, fmt.Errorf("read goods: %w", err)
	}
	for _, p := range products {
		k.last = max(k.last, p.ID)
		if _, twice := k.byCode[p.Code]; p.Code != "" && !twice {
			k.byCode[p.Code] = p.ID
		}
	}
	return k, nil
}

// find gives the product that p is: the one with any of its barcodes, or without barcodes the one with its article.
func (k knownGoods) find(p goods.Product, gtin func(string) string) (id int64, there bool) {
	for _, b := range p.Barcodes {
		if id, there = k.byGTIN[gtin(b)]; there {
			return id, true
		}
	}
	if len(p.Barcodes) == 0 && p.Code != "" {
		id, there = k.byCode[p.Code]
	}
	return id, there
}
