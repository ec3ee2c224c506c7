package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// SetBadge gives a person another badge, "" takes it away. ErrNone when there is nobody of that name, ErrTaken when the badge is
// somebody else's. The chain learns that it happened, not what stands on the badge.
func (tx *Tx) SetBadge(name, hash string) error {
	done := tx.db.Model(&Person{}).Where("name = ?", name).Update("badge", hash)
	switch {
	case errors.Is(done.Error, gorm.ErrDuplicatedKey):
		return fmt.Errorf("badge of %q: %w", name, ErrTaken)
	case done.Error != nil:
		return fmt.Errorf("badge of %q: %w", name, done.Error)
	case done.RowsAffected == 0:
		return fmt.Errorf("badge of %q: %w", name, ErrNone)
	}
	return tx.append("badge", name, map[string]bool{"given": hash != ""})
}

// PersonByBadge finds whose badge has this hash; ErrNone when it is nobody's.
func (s *Store) PersonByBadge(ctx context.Context, hash string) (Person, error) {
	var list []Person
	if err := s.read.WithContext(ctx).Where("badge = ? AND badge <> ''", hash).Limit(1).Find(&list).Error; err != nil {
		return Person{}, fmt.Errorf("read person: %w", err)
	}
	if len(list) == 0 {
		return Person{}, fmt.Errorf("person: %w", ErrNone)
	}
	return list[0], nil
}
