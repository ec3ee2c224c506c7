package codes

import (
	"strings"
	"testing"
	"time"
)

var moment = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return moment }

func TestACodeIsTakenApart(t *testing.T) {
	for name, c := range map[string]struct {
		full string
		want Parts
	}{
		"milk":                        {"0104670540176099215'W9Um\x1d93dGVz", Parts{Cis: "0104670540176099215'W9Um", GTIN: "04670540176099", Check: "dGVz", Good: true}},
		"block with its price":        {"010461013628057121%798DM%\x1d8005090000\x1d93dGVz", Parts{Cis: "010461013628057121%798DM%", GTIN: "04610136280571", Check: "dGVz", Price: 90000, Good: true}},
		"pack with its price":         {"04601653035829H;dV)bFABVUdGVz", Parts{Cis: "04601653035829H;dV)bF", GTIN: "04601653035829", Check: "dGVz", Pack: true, Price: 8100, Good: true}},
		"pack that begins with 01":    {"01230000117319RzvofwbAAAAR8n8", Parts{Cis: "01230000117319Rzvofwb", GTIN: "01230000117319", Check: "R8n8", Pack: true, Good: true}},
		"identification of a pack":    {"04601653035829H;dV)bF", Parts{Cis: "04601653035829H;dV)bF", GTIN: "04601653035829", Pack: true, Good: true}},
		"identification alone":        {"0104670540176099215'W9Um", Parts{Cis: "0104670540176099215'W9Um", GTIN: "04670540176099", Good: true}},
		"wrong check digit":           {"0104670540176098215'W9Um\x1d93dGVz", Parts{Cis: "0104670540176098215'W9Um", GTIN: "04670540176098", Check: "dGVz"}},
		"sign outside the set":        {"0104670540176099215#W9Um\x1d93dGVz", Parts{Cis: "0104670540176099215#W9Um", GTIN: "04670540176099", Check: "dGVz"}},
		"identifier that is not one":  {"0104670540176099215'W9Um\x1d77dGVz", Parts{Cis: "0104670540176099215'W9Um", GTIN: "04670540176099"}},
		"nothing":                     {"", Parts{}},
		"barcode":                     {"4670540176099", Parts{Cis: "4670540176099"}},
		"check of 44 with its key 91": {"0104630726321651215a0cGXmjtLjxb\x1d91EE12\x1d92lFBvJUaWv6uayEvcOEBE6q/Rlg8WDCxojleoRlHA+uE=", Parts{Cis: "0104630726321651215a0cGXmjtLjxb", GTIN: "04630726321651", Check: "lFBvJUaWv6uayEvcOEBE6q/Rlg8WDCxojleoRlHA+uE=", Good: true}},
	} {
		if got := Split(c.full); got != c.want {
			t.Errorf("%s: Split(%q)\n got %+v\nwant %+v", name, c.full, got, c.want)
		}
	}
}

func TestPricesOfPacksMatchThePublishedOnes(t *testing.T) {
	for text, want := range map[string]int64{"ABVU": 8100, "ACVU": 14500, "ADI8": 19900, "ABm8": 9500, "ADvo": 23000, "ADD8": 19500,
		"ABBU": 6500, "ACW.": 14630, "AAAA": 0} {
		got, ok := decode80(text)
		if !ok || got != want || encode80(want) != text {
			t.Errorf("price %s: got %d, want %d, back %s", text, got, want, encode80(want))
		}
	}
}

func TestMadeCodesHaveTheLengthsOfTheirGroups(t *testing.T) {
	for name, c := range map[string]struct {
		form Form
		want int
	}{
		"milk": {Form{Group: 8}, 31}, "water": {Form{Group: 13}, 38}, "shoes": {Form{Group: 2}, 129}, "clothes": {Form{Group: 1}, 85},
		"cameras": {Form{Group: 6}, 92}, "beer": {Form{Group: 15}, 32}, "pet food": {Form{Group: 20}, 78},
		"tobacco pack": {Form{Group: 3, Price: 14500}, 29}, "tobacco block": {Form{Group: 3, Price: 145000, Block: true}, 43},
		"nicotine": {Form{Group: 16}, 29}, "a group without a row": {Form{Group: 60}, 38},
	} {
		full := Make(c.form, "4600000000015", 7)
		parts := Split(full)
		if len(full) != c.want || !parts.Good || parts.Price != c.form.Price || !testKey(parts) {
			t.Errorf("%s: Make gave %q of %d, want %d characters; parts %+v", name, full, len(full), c.want, parts)
		}
		if again := Make(c.form, "4600000000015", 7); again != full {
			t.Errorf("%s: the same seed gave %q, then %q", name, full, again)
		}
		if other := Make(c.form, "4600000000015", 8); other == full {
			t.Errorf("%s: another seed gave the same %q", name, full)
		}
	}
}

func TestAThousandMadeCodesAreAllDifferent(t *testing.T) {
	seen := map[string]bool{}
	for seed := range int64(1000) {
		full := Make(Form{Group: 8}, "4600000000015", seed)
		if seen[full] {
			t.Fatalf("seed %d repeats %q", seed, full)
		}
		seen[full] = true
	}
}

func TestWhatTheWorldKnowsOfACode(t *testing.T) {
	table := NewTable(clock, Entries())
	if err := table.Product(Product{GTIN: "4600000000015", Group: 13}); err != nil {
		t.Fatal(err)
	}
	good := Make(Form{Group: 13}, "4600000000015", 1)
	for name, c := range map[string]struct {
		full, key string
		want      any
	}{
		"a product's code is in circulation":       {good, "realizable", true},
		"another check part is not genuine":        {strings.Replace(good, "dGVz", "abcd", 1), "verified", false},
		"an unknown code is not found":             {Make(Form{Group: 13}, "4600000000022", 1), "found", false},
		"an unknown code has a good form":          {Make(Form{Group: 13}, "4600000000022", 1), "valid", true},
		"rubbish has no form":                      {"rubbish", "valid", false},
		"case 5.14 is the code of 5.7 with a slip": {"0104670540176099215<pGKy\x1d93DGVz", "verified", false},
		"case 5.7 itself is genuine":               {"0104670540176099215<pGKy\x1d93dGVz", "verified", true},
		"water has a shelf life":                   {good, "expireDate", "2027-11-22T00:00:00.000Z"},
		"a block is a group of packs":              {"010461013628057121%798DM%\x1d8005090000\x1d93dGVz", "packageType", "GROUP"},
		"a block's maximum is in its code":         {"010461013628057121%798DM%\x1d8005090000\x1d93dGVz", "mrp", int64(90000)},
	} {
		if got := table.Lookup(c.full).Item[c.key]; got != c.want {
			t.Errorf("%s: Lookup(%q)[%s]: got %v, want %v", name, c.full, c.key, got, c.want)
		}
	}
}

func TestASaleAndAReturnChangeWhatIsKnown(t *testing.T) {
	table := NewTable(clock, nil)
	if err := table.Product(Product{GTIN: "4600000000015", Group: 8}); err != nil {
		t.Fatal(err)
	}
	full := Make(Form{Group: 8}, "4600000000015", 1)
	state := func() [2]any { i := table.Lookup(full).Item; return [2]any{i["sold"], i["realizable"]} }
	if got := state(); got != [2]any{false, true} {
		t.Errorf("at first: got %v", got)
	}
	table.Sell(full)
	if got := state(); got != [2]any{true, false} {
		t.Errorf("after the sale: got %v", got)
	}
	table.Return(full)
	if got := state(); got != [2]any{false, true} {
		t.Errorf("after the return: got %v", got)
	}
}

func TestAddedCodesReplaceWhatWasKnown(t *testing.T) {
	table := NewTable(clock, Entries())
	full := "0104670540176099215LnOjv\x1d93dGVz"
	if err := table.Add(Entry{Code: full, Group: 8, Set: map[string]any{"sold": "да"}, Drop: []string{"isOwner"}}); err != nil {
		t.Fatal(err)
	}
	item := table.Lookup(full).Item
	if _, kept := item["isOwner"]; kept || item["sold"] != "да" || item["realizable"] != true {
		t.Errorf("added code: got %v", item)
	}
	table.Reset()
	if item := table.Lookup(full).Item; item["realizable"] != false {
		t.Errorf("after Reset: got %v, want case 5.2 again", item)
	}
	if err := table.Add(Entry{}); err == nil {
		t.Error("an entry without a code was taken")
	}
	if err := table.Product(Product{GTIN: "4600000000016", Group: 8}); err == nil {
		t.Error("a product with a wrong check digit was taken")
	}
}

func FuzzLookup(f *testing.F) {
	for _, e := range Entries() {
		f.Add(e.Code)
	}
	f.Add("")
	f.Add("\x1d\x1d")
	f.Add("01\x1d93")
	table := NewTable(clock, Entries())
	f.Fuzz(func(t *testing.T, full string) {
		if a := table.Lookup(full); a.Item == nil || strings.Contains(a.Parts.Cis, GS) {
			t.Errorf("Lookup(%q): item %v, cis %q", full, a.Item, a.Parts.Cis)
		}
	})
}
