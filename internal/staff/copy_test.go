package staff

import (
	"context"
	"errors"
	"testing"
	"time"

	"dobro/internal/store"
)

func TestCopiedPeopleKeepTheirPINsAndBadges(t *testing.T) {
	ctx := context.Background()
	var stores []*store.Store
	for range 2 {
		s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		stores = append(stores, s)
	}
	from := New(stores[0], time.Now)
	if _, err := from.AddWithBadge(ctx, "Анна", Cashier, "4321", "BADGE-0001"); err != nil {
		t.Fatal(err)
	}
	if _, err := from.Add(ctx, "Игорь", Installer, "9876"); err != nil {
		t.Fatal(err)
	}
	toSenior := func(r Role) Role {
		if r == Installer {
			return Senior
		}
		return r
	}
	if err := Copy(ctx, stores[0], stores[1], time.Now(), toSenior); err != nil {
		t.Fatal(err)
	}
	to := New(stores[1], time.Now)
	if p, err := to.ByPIN(ctx, "4321"); err != nil || p.Name != "Анна" || p.Role != Cashier {
		t.Errorf("by PIN: %+v, %v", p, err)
	}
	if p, err := to.ByScan(ctx, "BADGE-0001"); err != nil || p.Name != "Анна" {
		t.Errorf("by badge: %+v, %v", p, err)
	}
	if p, err := to.ByPIN(ctx, "9876"); err != nil || p.Role != Senior {
		t.Errorf("the installer: %+v, %v", p, err)
	}
	if _, err := to.ByPIN(ctx, "0000"); !errors.Is(err, ErrWrongPIN) {
		t.Errorf("a PIN of nobody: %v", err)
	}
	if _, err := to.Add(ctx, "Вера", Cashier, "4321"); !errors.Is(err, ErrTaken) {
		t.Errorf("a PIN that is taken: %v", err)
	}
}
