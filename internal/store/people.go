package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// ErrTaken says that a name or a PIN belongs to somebody else.
var ErrTaken = errors.New("already taken")

// Person may use the till. PIN is a hash.
type Person struct {
	ID        int64 `gorm:"primaryKey"`
	Name      string
	Role      string
	PIN       string `gorm:"column:pin"`
	Badge     string // a hash, "" for who has none
	INN       string `gorm:"column:inn"` // 12 digits, "" for who told none
	CreatedAt int64  `gorm:"autoCreateTime:false"`
}

// TableName is for gorm.
func (Person) TableName() string { return "person" }

// AddPerson keeps a new person; ErrTaken when the name or the PIN is in use. The chain gets the name and role, never the PIN.
func (tx *Tx) AddPerson(p *Person) error {
	p.CreatedAt = tx.now.UnixMilli()
	err := tx.db.Create(p).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fmt.Errorf("add person %q: %w", p.Name, ErrTaken)
	}
	if err != nil {
		return fmt.Errorf("add person %q: %w", p.Name, err)
	}
	return tx.append("person", p.Name, map[string]string{"name": p.Name, "role": p.Role})
}

// People reads everybody, by ID.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	var out []Person
	if err := s.read.WithContext(ctx).Order("id").Find(&out).Error; err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	return out, nil
}

// PersonByPIN finds who has the PIN with this hash; ErrNone when nobody has.
func (s *Store) PersonByPIN(ctx context.Context, hash string) (Person, error) {
	var list []Person
	if err := s.read.WithContext(ctx).Where("pin = ?", hash).Limit(1).Find(&list).Error; err != nil {
		return Person{}, fmt.Errorf("read person: %w", err)
	}
	if len(list) == 0 {
		return Person{}, fmt.Errorf("person: %w", ErrNone)
	}
	return list[0], nil
}

// Fact reads a small named value of the installation, "" when it was never set.
func (s *Store) Fact(ctx context.Context, name string) (string, error) {
	var out []string
	if err := s.read.WithContext(ctx).Raw("SELECT value FROM fact WHERE name = ?", name).Scan(&out).Error; err != nil {
		return "", fmt.Errorf("read fact %s: %w", name, err)
	}
	if len(out) == 0 {
		return "", nil
	}
	return out[0], nil
}

// SetFact keeps a small named value of the installation.
func (tx *Tx) SetFact(name, value string) error {
	if err := tx.db.Exec("INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value).Error; err != nil {
		return fmt.Errorf("keep fact %s: %w", name, err)
	}
	return nil
}

// Used tells whether the till ever worked: a check, a receipt or a shift stands in the journal.
func (s *Store) Used(ctx context.Context) (bool, error) {
	var used bool
	err := s.read.WithContext(ctx).Raw("SELECT EXISTS (SELECT 1 FROM record WHERE kind IN ('check', 'receipt', 'shift', 'cash'))").Scan(&used).Error
	if err != nil {
		return false, fmt.Errorf("read journal: %w", err)
	}
	return used, nil
}
