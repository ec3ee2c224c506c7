package hours

import (
	"errors"
	"testing"
	"time"

	"dobro/assets"
)

func TestAShopHasHoursOfItsOwnForGroupsAndGoods(t *testing.T) {
	table, err := Load(assets.Files)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := ParseGroups("tobacco 09:00-21:00 | beer 10:00-22:00; sat,sun 12:00-20:00")
	if err != nil {
		t.Fatal(err)
	}
	known := func(code string) (int, bool) {
		id, ok := map[string]int{"beer": 15, "alcohol": 11, "tobacco": 3, "3": 3}[code]
		return id, ok
	}
	c, err := table.For(Shop{Zone: time.UTC, Group: known, Groups: groups})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		group  int
		rule   string
		at     string
		from   string
		closed bool
	}{
		{"tobacco in its hours", 3, "", "2026-11-27 10:00", "", false},
		{"tobacco before them", 3, "", "2026-11-27 08:30", "09:00", true},
		{"beer: the shop is stricter than the law", 15, "", "2026-11-27 08:30", "10:00", true},
		{"beer on a Saturday", 15, "", "2026-11-28 11:00", "12:00", true},
		{"beer: the law is stricter still", 15, "", "2026-11-27 23:30", "08:00", true},
		{"alcohol of another group keeps to the law", 11, "", "2026-11-27 08:30", "", false},
		{"goods with hours of their own, open", 0, "10:00-20:00", "2026-11-27 10:00", "", false},
		{"goods with hours of their own, closed", 0, "10:00-20:00", "2026-11-27 20:00", "10:00", true},
		{"their group's hours hold as well", 3, "00:00-24:00", "2026-11-27 08:30", "09:00", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse("2006-01-02 15:04", tt.at)
			if err != nil {
				t.Fatal(err)
			}
			if from, _, closed := c.Closed(tt.group, tt.rule, at); closed != tt.closed || from != tt.from {
				t.Errorf("closed %v, from %q, want %v, %q", closed, from, tt.closed, tt.from)
			}
		})
	}
	if _, err := table.For(Shop{Zone: time.UTC, Group: known, Groups: map[string]string{"chalk": "08:00-22:00"}}); !errors.Is(err, ErrBad) {
		t.Errorf("a group that does not exist: %v", err)
	}
}

func TestBadHoursOfGroupsAreRefused(t *testing.T) {
	for _, s := range []string{"tobacco", "08:00-22:00", "tobacco 8-22", "tobacco 08:00-22:00 |", "tobacco 08:00-22:00 | tobacco 09:00-22:00", "табак 08:00-22:00", "| "} {
		if m, err := ParseGroups(s); err == nil {
			t.Errorf("%q is taken as %v", s, m)
		}
	}
	if m, err := ParseGroups(" "); err != nil || len(m) != 0 {
		t.Errorf("nothing is %v, %v", m, err)
	}
}

func FuzzParseGroups(f *testing.F) {
	f.Add("tobacco 08:00-22:00 | beer 10:00-22:00; sat,sun 09:00-21:00")
	f.Add("3 00:00-24:00")
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ParseGroups(s)
		if err != nil {
			return
		}
		for name, text := range all {
			if _, err := Parse(text); err != nil || name == "" {
				t.Fatalf("%q gave %q %q", s, name, text)
			}
		}
	})
}
