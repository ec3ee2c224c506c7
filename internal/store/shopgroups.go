package store

import (
	"context"
	"fmt"
	"time"
)

// ShopGroups lists the product groups that the shop deals in: those of its goods, and those of codes checked since the instant.
func (s *Store) ShopGroups(ctx context.Context, since time.Time) ([]int, error) {
	var out []int
	err := s.read.WithContext(ctx).Raw(`SELECT product_group FROM product WHERE product_group > 0 UNION SELECT product_group FROM check_log WHERE at >= ? AND product_group > 0
		ORDER BY 1`, since.UnixMilli()).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read product groups of the shop: %w", err)
	}
	return out, nil
}

// LastDrive is the fiscal drive of the last shift, "" before the first.
func (s *Store) LastDrive(ctx context.Context) (string, error) {
	var out []string
	if err := s.read.WithContext(ctx).Raw("SELECT fn FROM shift ORDER BY opened_at DESC LIMIT 1").Scan(&out).Error; err != nil {
		return "", fmt.Errorf("read last shift: %w", err)
	}
	if len(out) == 0 {
		return "", nil
	}
	return out[0], nil
}
