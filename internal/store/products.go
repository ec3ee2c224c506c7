package store

import (
	"context"
	"fmt"
	"strings"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"

	"gorm.io/gorm"
)

type productRow struct {
	ID           int64 `gorm:"primaryKey"`
	Code, Name   string
	Search       string // the name in lower case with ё as е: SQLite folds Latin letters only
	Price        int64
	Unit, VAT    string
	ProductGroup int

	UnmarkedUntil, UnmarkedReason string
	Age                           int
	Hours                         string
}

func (productRow) TableName() string { return "product" }

type barcodeRow struct {
	GTIN      string `gorm:"primaryKey"`
	Barcode   string
	ProductID int64
}

func (barcodeRow) TableName() string { return "barcode" }

// Product finds a product by a GTIN of 14 digits; ErrNone when nobody has it.
func (s *Store) Product(ctx context.Context, gtin string) (goods.Product, error) {
	list, err := s.products(s.read.WithContext(ctx).Where("id = (SELECT product_id FROM barcode WHERE gtin = ?)", gtin))
	if err != nil {
		return goods.Product{}, err
	}
	if len(list) == 0 {
		return goods.Product{}, fmt.Errorf("product %s: %w", gtin, ErrNone)
	}
	return list[0], nil
}

// SearchGoods finds products whose name holds every word of text, or whose article or barcode begins with it; at most limit,
// by name.
func (s *Store) SearchGoods(ctx context.Context, text string, limit int) ([]goods.Product, error) {
	q := s.read.WithContext(ctx)
	text = strings.TrimSpace(text)
	digits := text != "" && strings.Trim(text, "0123456789") == ""
	if digits {
		q = q.Where("code LIKE ? OR id IN (SELECT product_id FROM barcode WHERE barcode LIKE ? OR barcode LIKE ?)", text+"%", text+"%", "%"+text)
	} else {
		for _, word := range strings.Fields(fold(text)) {
			q = q.Where("search LIKE ? ESCAPE '\\'", "%"+escapeLike(word)+"%")
		}
	}
	return s.products(q.Order("search").Limit(limit))
}

// Goods reads the whole catalogue, by ID.
func (s *Store) Goods(ctx context.Context) ([]goods.Product, error) {
	return s.products(s.read.WithContext(ctx).Order("id"))
}

func (s *Store) products(q *gorm.DB) ([]goods.Product, error) {
	var rows []productRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read goods: %w", err)
	}
	out := make([]goods.Product, 0, len(rows))
	for _, r := range rows {
		out = append(out, goods.Product{ID: r.ID, Code: r.Code, Name: r.Name, Price: money.Kopecks(r.Price), Unit: sale.Unit(r.Unit), VAT: sale.VAT(r.VAT), Group: r.ProductGroup,
			Terms: goods.Terms{UnmarkedUntil: goods.Day(r.UnmarkedUntil), UnmarkedReason: r.UnmarkedReason, Age: r.Age, Hours: r.Hours}})
	}
	if len(out) == 0 {
		return out, nil
	}
	var codes []barcodeRow
	b := s.read.WithContext(q.Statement.Context)
	if len(out) <= 500 {
		ids := make([]int64, len(out))
		for i := range out {
			ids[i] = out[i].ID
		}
		b = b.Where("product_id IN ?", ids)
	}
	if err := b.Order("gtin").Find(&codes).Error; err != nil {
		return nil, fmt.Errorf("read barcodes: %w", err)
	}
	at := make(map[int64]int, len(out))
	for i := range out {
		at[out[i].ID] = i
	}
	for _, c := range codes {
		if i, ok := at[c.ProductID]; ok {
			out[i].Barcodes = append(out[i].Barcodes, c.Barcode)
		}
	}
	return out, nil
}

func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "\u0451", "\u0435") }

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}
