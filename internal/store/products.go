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

// ImportGoods adds products and updates those that share a barcode, or without barcodes the article, with what is already there.
// gtin pads a barcode to 14 digits. keep names the columns of goods.MoreColumns that the list says nothing of: a product that is
// already there keeps its own. It reports how many were added and how many changed.
func (tx *Tx) ImportGoods(list []goods.Product, gtin func(barcode string) string, keep ...string) (added, updated int, err error) {
	for _, p := range list {
		id, err := tx.productID(p, gtin)
		if err != nil {
			return 0, 0, err
		}
		row := productRow{ID: id, Code: p.Code, Name: p.Name, Search: fold(p.Name), Price: int64(p.Price), Unit: string(p.Unit), VAT: string(p.VAT), ProductGroup: p.Group,
			UnmarkedUntil: string(p.UnmarkedUntil), UnmarkedReason: p.UnmarkedReason, Age: p.Age, Hours: p.Hours}
		if id == 0 {
			added++
			err = tx.db.Create(&row).Error
		} else {
			updated++
			err = tx.db.Select("*").Omit(keep...).Updates(&row).Error
		}
		if err != nil {
			return 0, 0, fmt.Errorf("write product %q: %w", p.Name, err)
		}
		for _, b := range p.Barcodes {
			err := tx.db.Exec("INSERT INTO barcode (gtin, barcode, product_id) VALUES (?, ?, ?) ON CONFLICT (gtin) DO UPDATE SET barcode = excluded.barcode, product_id = excluded.product_id",
				gtin(b), b, row.ID).Error
			if err != nil {
				return 0, 0, fmt.Errorf("write barcode %s: %w", b, err)
			}
		}
	}
	return added, updated, tx.append("goods", "import", map[string]int{"added": added, "updated": updated})
}

func (tx *Tx) productID(p goods.Product, gtin func(string) string) (int64, error) {
	var ids []int64
	q := tx.db
	switch {
	case len(p.Barcodes) > 0:
		keys := make([]string, len(p.Barcodes))
		for i, b := range p.Barcodes {
			keys[i] = gtin(b)
		}
		q = q.Raw("SELECT product_id FROM barcode WHERE gtin IN ? LIMIT 1", keys)
	case p.Code != "":
		q = q.Raw("SELECT id FROM product WHERE code = ? LIMIT 1", p.Code)
	default:
		return 0, nil
	}
	if err := q.Scan(&ids).Error; err != nil {
		return 0, fmt.Errorf("look for product %q: %w", p.Name, err)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	return ids[0], nil
}

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
