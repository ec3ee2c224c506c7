package staff

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"dobro/internal/store"
)

// Errors of badges.
var (
	ErrBadBadge = errors.New("a badge is 6 to 64 letters, digits and signs")
	ErrNobody   = errors.New("nobody has this name")
)

// SetBadge gives a person the barcode of a badge in place of the one before; "" takes it away. ErrBadBadge, ErrNobody, ErrTaken.
func (s *Staff) SetBadge(ctx context.Context, name, badge string) error {
	kept := ""
	if badge = strings.TrimSpace(badge); badge != "" {
		if !validBadge(badge) {
			return ErrBadBadge
		}
		salt, err := s.salt(ctx)
		if err != nil {
			return err
		}
		kept = hash(badgeMark+badge, salt)
	}
	err := s.store.Write(ctx, s.now(), func(tx *store.Tx) error { return tx.SetBadge(strings.TrimSpace(name), kept) })
	if errors.Is(err, store.ErrNone) {
		return ErrNobody
	}
	return err
}

// ByScan finds who holds the badge that was scanned. What is scanned may also be a PIN typed by a fast hand, which a window cannot tell
// from a scanner. ErrWrongPIN when it is nobody's.
func (s *Staff) ByScan(ctx context.Context, raw string) (Person, error) {
	raw = strings.TrimSpace(raw)
	if validBadge(raw) {
		salt, err := s.salt(ctx)
		if err != nil {
			return Person{}, err
		}
		p, err := s.store.PersonByBadge(ctx, hash(badgeMark+raw, salt))
		if err == nil {
			return Person{ID: p.ID, Name: p.Name, Role: Role(p.Role)}, nil
		}
		if !errors.Is(err, store.ErrNone) {
			return Person{}, err
		}
	}
	return s.ByPIN(ctx, raw)
}

// badgeMark keeps badges and PINs apart: what stands on a badge cannot be typed as a PIN.
const badgeMark = "badge\x00"

func validBadge(text string) bool {
	n := len([]rune(text))
	return n >= 6 && n <= 64 && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}
