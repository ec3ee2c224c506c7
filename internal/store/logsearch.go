package store

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// Found is what a search of the logs came to: products, or documents and codes. Everything nil means that nothing fits.
type Found struct {
	Products []string        // barcodes of 14 digits
	Receipts []FoundReceipt  // nil: the search was for products
	Checks   []string        // IDs; nil: the search was for products
	Cis      map[string]bool // of the receipts only the lines with these codes; nil: all their lines
}

// FoundReceipt is where a receipt lies in the log.
type FoundReceipt struct {
	ID string
	At int64 `gorm:"column:opened_at"` // Unix milliseconds
}

// mostFound documents or codes of one search.
const mostFound = 2000

// Seek understands what was typed: a document number (up to seven digits; the number of the receipt in its shift as well), a whole barcode,
// the beginning of a receipt's ID, words of a product's name or the last digits of its barcode, else a code or any part of one from four signs
// on: its beginning, or a part of its serial number.
func (s *Store) Seek(ctx context.Context, text string) (f Found, err error) {
	text = strings.TrimSpace(text)
	digits := text != "" && strings.Trim(text, "0123456789") == ""
	switch {
	case text == "":
		return Found{}, nil
	case digits && len(text) <= 7:
		if f, err = s.seekDocument(ctx, text); err != nil || len(f.Receipts) > 0 || !isCode(text) {
			return f, err
		}
		return s.seekCode(ctx, text)
	case isID(text):
		return s.seekReceipts(ctx, "id >= ? AND id < ?", strings.ToLower(text), strings.ToLower(text)+"~")
	}
	f.Products, err = s.ProductsLike(ctx, text)
	if err != nil || len(f.Products) > 0 || !isCode(text) {
		return f, err
	}
	return s.seekCode(ctx, text)
}

// isID tells whether a text begins like a UUID.
func isID(text string) bool {
	return len(text) >= 9 && text[8] == '-' && strings.Trim(strings.ToLower(text), "0123456789abcdef-") == ""
}

// isCode tells whether a text can be a part of a marking code: no spaces, Latin letters, digits and signs.
func isCode(text string) bool {
	text, _, _ = strings.Cut(text, "\x1d") // a whole scan
	for _, r := range text {
		if r > unicode.MaxASCII || r <= ' ' {
			return false
		}
	}
	return len(text) >= 4
}

func (s *Store) seekDocument(ctx context.Context, number string) (Found, error) {
	n := int64(0)
	for _, d := range number {
		n = n*10 + int64(d-'0')
	}
	// Two statements, each on its own index.
	f, err := s.seekReceipts(ctx, "fd = ? AND fd > 0", n)
	if err != nil {
		return Found{}, err
	}
	more, err := s.seekReceipts(ctx, "number = ? AND number > 0 AND fd <> ?", n, n)
	f.Receipts, f.Checks = append(f.Receipts, more.Receipts...), append(f.Checks, more.Checks...)
	return f, err
}

func (s *Store) seekReceipts(ctx context.Context, where string, args ...any) (Found, error) {
	f := Found{Receipts: []FoundReceipt{}, Checks: []string{}}
	err := s.read.WithContext(ctx).Raw("SELECT id, opened_at FROM receipt WHERE "+where+" ORDER BY opened_at DESC LIMIT ?", append(args, mostFound)...).Scan(&f.Receipts).Error
	if err != nil {
		return Found{}, fmt.Errorf("look for receipts: %w", err)
	}
	for _, r := range f.Receipts {
		if len(f.Checks) > mostFound {
			break
		}
		var ids []string
		if err := s.read.WithContext(ctx).Raw("SELECT id FROM check_log WHERE receipt_id = ? AND receipt_id <> ''", r.ID).Scan(&ids).Error; err != nil {
			return Found{}, fmt.Errorf("look for checks: %w", err)
		}
		f.Checks = append(f.Checks, ids...)
	}
	return f, nil
}

// ProductsLike finds the products whose name holds all the words, or whose barcode ends like the text. It goes over the names of everything
// that was ever sold or checked: thousands, not millions. The list is never nil.
func (s *Store) ProductsLike(ctx context.Context, text string) ([]string, error) {
	var rows []struct{ Product, Name string }
	if err := s.read.WithContext(ctx).Raw("SELECT product, name FROM product_name").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("look for products: %w", err)
	}
	words := strings.Fields(fold(text))
	digits := len(text) >= 4 && strings.Trim(text, "0123456789") == ""
	fits := func(product, name string) bool {
		if digits {
			return strings.HasSuffix(product, text)
		}
		for _, w := range words {
			if !strings.Contains(name, w) {
				return false
			}
		}
		return len(words) > 0
	}
	out, seen := []string{}, map[string]bool{}
	for _, r := range rows {
		if !seen[r.Product] && fits(r.Product, fold(r.Name)) {
			seen[r.Product] = true
			out = append(out, r.Product)
		}
	}
	return out, nil
}

// mostRows is how many rows of products are counted at most when other filters stand beside them: what an index gives in a blink.
const mostRows = 150_000

// enough finds from when on products have no more rows than can be counted at once; from when they have few enough.
func (s *Store) enough(ctx context.Context, products []string, column string, from, to int64) (int64, error) {
	var days []struct {
		Day int64
		N   int
	}
	err := s.read.WithContext(ctx).Raw("SELECT day, sum("+column+") AS n FROM product_day WHERE product IN ? AND day >= ? AND day <= ? GROUP BY day ORDER BY day DESC",
		products, from/dayMs, to/dayMs).Scan(&days).Error
	if err != nil {
		return 0, fmt.Errorf("count products: %w", err)
	}
	all := 0
	for _, d := range days {
		if all += d.N; all > mostRows {
			return (d.Day + 1) * dayMs, nil
		}
	}
	return from, nil
}
