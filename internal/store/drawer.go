package store

import (
	"context"
	"fmt"
)

// Drawer is the cash that should lie in the drawer: all cash ever taken less change, returns and what was taken out, in kopecks. It adds up
// one number a day.
func (s *Store) Drawer(ctx context.Context) (sum int64, err error) {
	if err := s.read.WithContext(ctx).Raw("SELECT coalesce(sum(sum), 0) FROM cash_day").Scan(&sum).Error; err != nil {
		return 0, fmt.Errorf("count the drawer: %w", err)
	}
	return sum, nil
}
