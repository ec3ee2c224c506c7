package staff

import (
	"context"
	"fmt"
	"time"

	"dobro/internal/store"
)

// Copy makes the people of one journal known to another, fresh one, with the PINs and badges that they have: only hashes are read and
// written. as says what somebody is there.
func Copy(ctx context.Context, from, to *store.Store, now time.Time, as func(Role) Role) error {
	people, err := from.People(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	salt, err := from.Fact(ctx, saltFact)
	if err != nil {
		return err
	}
	err = to.Write(ctx, now, func(tx *store.Tx) error {
		if err := tx.SetFact(saltFact, salt); err != nil {
			return err
		}
		for _, p := range people {
			row := store.Person{Name: p.Name, Role: string(as(Role(p.Role))), PIN: p.PIN, Badge: p.Badge}
			if err := tx.AddPerson(&row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("copy people: %w", err)
	}
	return nil
}
