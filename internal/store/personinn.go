package store

import (
	"context"
	"fmt"
)

// SetPersonINN keeps a person's taxpayer's number, "" takes it away. ErrNone when there is nobody of that name.
func (tx *Tx) SetPersonINN(name, inn string) error {
	done := tx.db.Model(&Person{}).Where("name = ?", name).Update("inn", inn)
	if done.Error != nil {
		return fmt.Errorf("number of %q: %w", name, done.Error)
	}
	if done.RowsAffected == 0 {
		return fmt.Errorf("number of %q: %w", name, ErrNone)
	}
	return tx.append("person_inn", name, map[string]bool{"given": inn != ""})
}

// PersonINN reads the taxpayer's number of the person of that name, "" for who told none and for who is not known.
func (s *Store) PersonINN(ctx context.Context, name string) (string, error) {
	var out []string
	if err := s.read.WithContext(ctx).Raw("SELECT inn FROM person WHERE name = ?", name).Scan(&out).Error; err != nil {
		return "", fmt.Errorf("number of %q: %w", name, err)
	}
	if len(out) == 0 {
		return "", nil
	}
	return out[0], nil
}
