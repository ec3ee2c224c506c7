package staff

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestBadgeFindsItsHolderAndCannotBeTyped(t *testing.T) {
	s, ctx := staffOf(t), context.Background()
	for name, pin := range map[string]string{"Анна": "1111", "Борис": "2222"} {
		if _, err := s.Add(ctx, name, Cashier, pin); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetBadge(ctx, "Анна", "20260417"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, raw string
		want      string
	}{
		{"бейдж", "20260417", "Анна"},
		{"бейдж с пробелом на конце", "20260417 ", "Анна"},
		{"ПИН, набранный быстрой рукой", "2222", "Борис"},
		{"чужой бейдж", "20260418", ""},
		{"пусто", "", ""},
	} {
		who, err := s.ByScan(ctx, c.raw)
		if who.Name != c.want || (c.want == "") != errors.Is(err, ErrWrongPIN) {
			t.Errorf("%s: %q is %q, %v; want %q", c.name, c.raw, who.Name, err, c.want)
		}
	}
	if _, err := s.ByPIN(ctx, "20260417"); !errors.Is(err, ErrWrongPIN) {
		t.Errorf("what stands on a badge was typed: %v", err)
	}
	rows, err := s.store.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].Name == "Анна" && (strings.Contains(rows[0].Badge, "2026") || len(rows[0].Badge) < 40) {
		t.Errorf("the badge is kept as %q", rows[0].Badge)
	}
}

func TestBadgesAreGivenTakenAndRefused(t *testing.T) {
	s, ctx := staffOf(t), context.Background()
	for name, pin := range map[string]string{"Анна": "1111", "Борис": "2222"} {
		if _, err := s.Add(ctx, name, Cashier, pin); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		who, badge string
		want       error
	}{
		{"Анна", "DOBRO-001", nil},
		{"Анна", "DOBRO-001", nil}, // her own once more
		{"Борис", "DOBRO-001", ErrTaken},
		{"Борис", "12345", ErrBadBadge},
		{"Борис", strings.Repeat("9", 65), ErrBadBadge},
		{"Борис", "1234\x1d5678", ErrBadBadge},
		{"Вера", "DOBRO-002", ErrNobody},
		{"Анна", "", nil}, // lost
		{"Борис", "DOBRO-001", nil},
	} {
		if err := s.SetBadge(ctx, c.who, c.badge); !errors.Is(err, c.want) {
			t.Errorf("%s gets %q: %v, want %v", c.who, c.badge, err, c.want)
		}
	}
	if who, err := s.ByScan(ctx, "DOBRO-001"); err != nil || who.Name != "Борис" {
		t.Errorf("the badge is of %q, %v", who.Name, err)
	}
}
