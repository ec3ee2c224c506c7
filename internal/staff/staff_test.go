package staff

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dobro/internal/store"
)

func staffOf(t *testing.T) *Staff {
	t.Helper()
	s, err := store.Open(context.Background(), store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return New(s, time.Now)
}

func TestPINFindsItsOwnerAndIsKeptAsAHash(t *testing.T) {
	s, ctx := staffOf(t), context.Background()
	if _, err := s.Add(ctx, " Анна ", Cashier, "1111"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(ctx, "Борис", Senior, "2222"); err != nil {
		t.Fatal(err)
	}
	who, err := s.ByPIN(ctx, "2222")
	if err != nil || who.Name != "Борис" || who.Role != Senior {
		t.Fatalf("got %+v, %v", who, err)
	}
	for _, pin := range []string{"", "3333", "22222", "абвг", "1111 "} {
		if _, err := s.ByPIN(ctx, pin); !errors.Is(err, ErrWrongPIN) {
			t.Errorf("PIN %q: %v", pin, err)
		}
	}
	rows, err := s.store.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rows {
		if strings.Contains(p.PIN, "1111") || strings.Contains(p.PIN, "2222") || len(p.PIN) < 40 {
			t.Errorf("%s keeps %q", p.Name, p.PIN)
		}
	}
}

func TestBadPeopleAreRefused(t *testing.T) {
	s, ctx := staffOf(t), context.Background()
	if _, err := s.Add(ctx, "Анна", Cashier, "1111"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, pin string
		role      Role
		want      error
	}{
		{"", "2222", Cashier, ErrBadName},
		{strings.Repeat("я", 65), "2222", Cashier, ErrBadName},
		{"Борис", "123", Cashier, ErrBadPIN},
		{"Борис", "12a4", Cashier, ErrBadPIN},
		{"Борис", "2222", "king", ErrBadRole},
		{"Борис", "1111", Cashier, ErrTaken},
		{"Анна", "2222", Cashier, ErrTaken},
	} {
		if _, err := s.Add(ctx, c.name, c.role, c.pin); !errors.Is(err, c.want) {
			t.Errorf("%q %q %s: got %v, want %v", c.name, c.pin, c.role, err, c.want)
		}
	}
}

func TestRightsAreThoseOfTheDesign(t *testing.T) {
	for right, roles := range map[Right]string{
		Sell: "cashier senior owner", Shift: "cashier senior owner", XReport: "cashier senior owner", CashIn: "cashier senior owner",
		CashOut: "senior owner", Refund: "senior owner", Price: "senior owner", AnyDiscount: "senior owner", Approve: "senior owner",
		Logs: "owner", Users: "owner", Settings: "owner installer",
	} {
		for _, role := range []Role{Cashier, Senior, Owner, Installer} {
			want := strings.Contains(" "+roles+" ", " "+string(role)+" ")
			if got := role.May(right); got != want {
				t.Errorf("%s may %s: got %v, want %v", role, right, got, want)
			}
		}
	}
}
