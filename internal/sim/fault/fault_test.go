package fault

import (
	"encoding/json"
	"testing"
)

func TestFaultsFireWhenTheyShould(t *testing.T) {
	sell := Subject{Path: "/api/v2/requests", Commands: []string{"sell", "*"}, Codes: []string{"0104670540176099215LnOjv\x1d93dGVz"}}
	query := Subject{Commands: []string{"getFnStatus", "*"}, Named: true}
	for name, c := range map[string]struct {
		fault   Fault
		subject Subject
		want    []bool // per draw
	}{
		"until it is cleared":         {Fault{Kind: Busy}, sell, []bool{true, true, true}},
		"twice":                       {Fault{Kind: Busy, Count: 2}, sell, []bool{true, true, false}},
		"for this command":            {Fault{Kind: Busy, Command: "sell"}, sell, []bool{true}},
		"for another command":         {Fault{Kind: Busy, Command: "cashIn"}, sell, []bool{false}},
		"for this code":               {Fault{Kind: Busy, Code: "0104670540176099215LnOjv"}, sell, []bool{true}},
		"for another code":            {Fault{Kind: Busy, Code: "0104670540176099215XXXXX"}, sell, []bool{false}},
		"for this path":               {Fault{Kind: Busy, Path: "/requests"}, sell, []bool{true}},
		"for another path":            {Fault{Kind: Busy, Path: "/devices"}, sell, []bool{false}},
		"not for a query":             {Fault{Kind: Busy, Count: 1}, query, []bool{false, false}},
		"for a query that is named":   {Fault{Kind: Busy, Command: "getFnStatus"}, query, []bool{true}},
		"for all, queries included":   {Fault{Kind: Busy, Command: "*"}, query, []bool{true}},
		"a fault of the line is none": {Fault{Kind: Cut}, sell, []bool{false}},
	} {
		b := NewBoard(1)
		if err := b.Set("atol", c.fault); err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			if _, f := b.Device("atol", c.subject); (f != nil) != want {
				t.Errorf("%s, draw %d of %+v: got %v, want %v", name, i+1, c.fault, f, want)
			}
		}
	}
}

func TestChancesAreRepeatable(t *testing.T) {
	draw := func(seed uint64) (fired []bool) {
		b := NewBoard(seed)
		if err := b.Set("atol", Fault{Kind: Cut, Chance: 0.3}, Fault{Kind: Status, Status: 500, Chance: 0.5}); err != nil {
			t.Fatal(err)
		}
		for range 1000 {
			_, _, f := b.Line("atol", Subject{})
			fired = append(fired, f != nil && f.Kind == Cut)
		}
		n := b.Fired("atol", Cut)
		if n < 250 || n > 350 {
			t.Errorf("seed %d: a chance of 0.3 fired %d times of 1000", seed, n)
		}
		if s := b.Fired("atol", Status); s < 290 || s > 410 {
			t.Errorf("seed %d: a chance of 0.5 behind it fired %d times of 1000, want about 350", seed, s)
		}
		return fired
	}
	one, two := draw(7), draw(7)
	for i := range one {
		if one[i] != two[i] {
			t.Fatalf("draw %d differs for the same seed", i)
		}
	}
}

func TestFaultsThatCannotFireAreRefused(t *testing.T) {
	for name, f := range map[string]Fault{"no kind": {}, "an unknown kind": {Kind: "fire"}, "a chance above 1": {Kind: Cut, Chance: 2},
		"a status that is none": {Kind: Status, Status: 42}, "a shape that is none": {Kind: Malformed, Shape: "round"},
		"an error without its code": {Kind: Device}, "a negative count": {Kind: Cut, Count: -1}} {
		b := NewBoard(1)
		if err := b.Set("atol", f); err == nil {
			t.Errorf("%s: %+v was taken", name, f)
		}
	}
}

func FuzzSpoil(f *testing.F) {
	f.Add([]byte(`{"codes":[{"sold":false,"mrp":1}],"reqId":"x","a":null}`))
	f.Add([]byte(``))
	f.Add([]byte(`[[[[[[[1]]]]]]]`))
	f.Fuzz(func(t *testing.T, good []byte) {
		for shape := range shapes {
			bad := Spoil(shape, good)
			if shape == WrongTypes && !json.Valid(bad) {
				t.Errorf("Spoil(%s, %q) is not JSON: %q", shape, good, bad)
			}
		}
	})
}
