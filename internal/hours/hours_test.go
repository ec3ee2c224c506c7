package hours

import (
	"os"
	"testing"
	"time"

	"dobro/assets"
)

func TestGoodsAreSoldInTheirHours(t *testing.T) {
	vologda := "12:00-14:00; sat,sun 08:00-23:00"
	for _, c := range []struct {
		name, hours, at string
		open            bool
	}{
		{"the first minute", "08:00-23:00", "2026-11-27 08:00", true},
		{"a minute before", "08:00-23:00", "2026-11-27 07:59", false},
		{"the last minute", "08:00-23:00", "2026-11-27 22:59", true},
		{"the end", "08:00-23:00", "2026-11-27 23:00", false},
		{"a Friday with hours of its own", vologda, "2026-11-27 15:00", false},
		{"a Saturday with other hours", vologda, "2026-11-28 15:00", true},
		{"over midnight, the evening", "10:00-02:00", "2026-11-27 23:30", true},
		{"over midnight, the night", "10:00-02:00", "2026-11-28 01:59", true},
		{"over midnight, the morning", "10:00-02:00", "2026-11-28 02:00", false},
		{"the night after a day of other hours", "10:00-02:00; fri 10:00-20:00", "2026-11-28 01:00", false},
		{"all day", "00:00-24:00", "2026-11-27 23:59", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := Parse(c.hours)
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse("2006-01-02 15:04", c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Open(at); got != c.open {
				t.Errorf("%s at %s: open %v, want %v", c.hours, c.at, got, c.open)
			}
		})
	}
}

func TestBadHoursAreRefused(t *testing.T) {
	for _, s := range []string{"", "8-23", "08:00", "08:00-08:00", "25:00-26:00", "08:60-09:00", "24:00-08:00", "08:00-23:00;", "sat 08:00-23:00",
		"08:00-23:00; 09:00-10:00", "08:00-23:00; saturday 09:00-10:00", "08:00-23:00; sat,x 09:00-10:00"} {
		if w, err := Parse(s); err == nil {
			t.Errorf("%q is taken as %v", s, w)
		}
	}
}

func TestTheRulesOfTheProgramHold(t *testing.T) {
	table, err := Load(assets.Files)
	if err != nil {
		t.Fatal(err)
	}
	group := func(code string) (int, bool) {
		id, ok := map[string]int{"beer": 15, "alcohol": 11}[code]
		return id, ok
	}
	zone := time.FixedZone("MSK", 3*3600)
	night := time.Date(2026, 11, 27, 20, 30, 0, 0, time.UTC) // 23:30 where the shop is
	shop := Shop{Zone: zone, Group: group}
	c, err := table.For(shop)
	if err != nil {
		t.Fatal(err)
	}
	if from, to, closed := c.Closed(15, "", night); !closed || from != "08:00" || to != "23:00" {
		t.Errorf("beer at night: %s %s %v", from, to, closed)
	}
	if _, _, closed := c.Closed(0, "alcohol", night); !closed {
		t.Error("a product that names the rule is sold at night")
	}
	if _, _, closed := c.Closed(8, "", night); closed {
		t.Error("milk is not sold at night")
	}
	shop.Own = map[string]string{"alcohol": "00:00-24:00"}
	if c, err = table.For(shop); err != nil {
		t.Fatal(err)
	}
	if _, _, closed := c.Closed(15, "", night); closed {
		t.Error("the shop's own hours do not go over the country's")
	}
	shop.Own, shop.Region = nil, "yakutia"
	if c, err = table.For(shop); err != nil {
		t.Fatal(err)
	}
	if _, _, closed := c.Closed(15, "", time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)); !closed {
		t.Error("the region's hours do not hold")
	}
	for _, bad := range []Shop{{Region: "atlantis", Zone: zone, Group: group}, {Own: map[string]string{"alcohol": "8-23"}, Zone: zone, Group: group}} {
		if _, err := table.For(bad); err == nil {
			t.Errorf("taken: %+v", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"08:00-23:00", "12:00-14:00; sat,sun 08:00-23:00", "10:00-02:00", ";", "00:00-24:00; mon 24:00-00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := Parse(s)
		if err != nil {
			return
		}
		for d, span := range w {
			if span.From < 0 || span.From >= day || span.To < 0 || span.To > day || span.From == span.To {
				t.Fatalf("%q: day %d is %+v", s, d, span)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("../../assets/rules/hours.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"rules":[{"name":"x","hours":"1"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := Read(b)
		if err != nil {
			return
		}
		if _, err := table.For(Shop{Zone: time.UTC, Group: func(string) (int, bool) { return 0, false }}); err != nil {
			t.Fatalf("a table that was taken makes no clock: %v", err)
		}
	})
}
