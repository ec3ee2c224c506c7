package money

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Kopecks
		bad      bool
	}{
		{"rubles", "150", 15000, false},
		{"one decimal", "150.5", 15050, false},
		{"a comma", "99,90", 9990, false},
		{"minus", "-0.01", -1, false},
		{"zero", "0", 0, false},
		{"leading zeros", "007.10", 710, false},
		{"three decimals", "1.001", 0, true},
		{"nothing", "", 0, true},
		{"only a minus", "-", 0, true},
		{"two minuses", "--1", 0, true},
		{"a plus", "+1", 0, true},
		{"a dot without decimals", "1.", 0, true},
		{"a dot without rubles", ".5", 0, true},
		{"two dots", "1.2.3", 0, true},
		{"a dot and a comma", "1,000.00", 0, true},
		{"spaces", " 1", 0, true},
		{"exponent", "1e3", 0, true},
		{"other digits", "١", 0, true},
		{"beyond any amount", "99999999999999", 0, true},
	} {
		got, err := Parse(c.in)
		if got != c.want || (err != nil) != c.bad || c.bad && !errors.Is(err, ErrNotNumber) {
			t.Errorf("%s: Parse(%q) = %d, %v; want %d, error %v", c.name, c.in, got, err, c.want, c.bad)
		}
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Kopecks(0).String(), "0.00"}, {Kopecks(5).String(), "0.05"}, {Kopecks(-15005).String(), "-150.05"},
		{Quantity(1000).String(), "1"}, {Quantity(355).String(), "0.355"}, {Quantity(1500).String(), "1.5"},
		{BasisPoints(1250).String(), "12.5"}, {BasisPoints(500).String(), "5"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestJSONIsAStringOfRubles(t *testing.T) {
	b, err := json.Marshal(map[string]any{"sum": Kopecks(15000), "quantity": Quantity(355)})
	if err != nil || string(b) != `{"quantity":"0.355","sum":"150.00"}` {
		t.Fatalf("got %s, %v", b, err)
	}
	var back struct {
		Sum      Kopecks
		Quantity Quantity
	}
	if err := json.Unmarshal(b, &back); err != nil || back.Sum != 15000 || back.Quantity != 355 {
		t.Errorf("got %+v, %v", back, err)
	}
	back.Sum = 7
	if err := json.Unmarshal([]byte(`{"sum":"1.234"}`), &back); !errors.Is(err, ErrNotNumber) || back.Sum != 7 {
		t.Errorf("a bad sum: %+v, %v", back, err)
	}
}

func FuzzParseComesBack(f *testing.F) {
	for _, s := range []string{"150.00", "99,9", "-1", "1e5", "0.001", "9999999999999.99", "−5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(s)
		if err != nil {
			return
		}
		if back, err := Parse(v.String()); err != nil || back != v {
			t.Errorf("Parse(%q) = %d, written %q, read back %d, %v", s, v, v, back, err)
		}
	})
}
