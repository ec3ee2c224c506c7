package staff

import (
	"context"
	"errors"
	"strings"

	"dobro/internal/store"
)

// ErrBadINN says that a text is no taxpayer's number of a person.
var ErrBadINN = errors.New("a person's number has 12 digits")

// SetINN keeps the taxpayer's number that the printer puts beside the name of a cashier (tag 1203); "" takes it away. The caller has proved
// the check digits. ErrBadINN, ErrNobody.
func (s *Staff) SetINN(ctx context.Context, name, inn string) error {
	if inn != "" && (len(inn) != 12 || strings.Trim(inn, "0123456789") != "") {
		return ErrBadINN
	}
	err := s.store.Write(ctx, s.now(), func(tx *store.Tx) error { return tx.SetPersonINN(strings.TrimSpace(name), inn) })
	if errors.Is(err, store.ErrNone) {
		return ErrNobody
	}
	return err
}
