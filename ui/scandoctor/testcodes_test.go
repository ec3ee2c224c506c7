package scandoctor

import "testing"

func TestWhatStandsAroundTheTestCodesIsLearnt(t *testing.T) {
	for _, c := range []struct {
		name  string
		reads []string
		want  Affixes
		ok    bool
	}{
		{"nothing around", []string{TestMatrix, TestEAN}, Affixes{}, true},
		{"a line end", []string{TestEAN + "\r\n", TestMatrix + "\r\n"}, Affixes{Suffix: "\r\n"}, true},
		{"a prefix and a suffix", []string{"@@" + TestMatrix + "#\r", "@@" + TestEAN + "#\r"}, Affixes{Prefix: "@@", Suffix: "#\r"}, true},
		{"symbology prefixes, which differ", []string{"]d2" + TestMatrix, "]E0" + TestEAN}, Affixes{Aim: true}, true},
		{"a symbology prefix behind the scanner's own", []string{"*]d2" + TestMatrix, "*]E0" + TestEAN}, Affixes{Prefix: "*", Aim: true}, true},
		{"the leading FNC1 sent as a separator", []string{"\x1d" + TestMatrix, TestEAN}, Affixes{}, true},
		{"the separator lost", []string{"A" + lost(TestMatrix), "A" + TestEAN}, Affixes{Prefix: "A"}, true},
		{"the separator spelled out", []string{"A0109521234543213215aB;c&D?e.F/g<GS>93dGVz", "A" + TestEAN}, Affixes{Prefix: "A"}, true},
		{"the Russian layout", []string{typed("q" + TestMatrix), typed("q" + TestEAN)}, Affixes{Prefix: "q"}, true},
		{"Caps Lock", []string{swap(TestMatrix), TestEAN}, Affixes{}, true},
		{"the last read of a code counts", []string{"A" + TestMatrix, "B" + TestEAN, "B" + TestMatrix}, Affixes{Prefix: "B"}, true},
		{"only the square code", []string{TestMatrix, TestMatrix}, Affixes{}, false},
		{"only the barcode", []string{TestEAN}, Affixes{}, false},
		{"two codes that do not agree", []string{"A" + TestMatrix, TestEAN}, Affixes{}, false},
		{"other codes", []string{milk, "4606203090785"}, Affixes{}, false},
		{"nothing", nil, Affixes{}, false},
	} {
		if got, ok := Learn(c.reads); got != c.want || ok != c.ok {
			t.Errorf("%s: %q\n got  %+v, %v\n want %+v, %v", c.name, c.reads, got, ok, c.want, c.ok)
		}
	}
}

func TestAffixesComeOffOnlyWhereTheyAre(t *testing.T) {
	a := Affixes{Prefix: "@@", Suffix: "#\r"}
	for _, c := range []struct {
		name, raw, want string
	}{
		{"both are there", "@@" + milk + "#\r", milk},
		{"the prefix stands behind the symbology prefix", "]d2@@" + milk + "#\r", "]d2" + milk},
		{"the suffix is missing", "@@" + milk, "@@" + milk},
		{"the prefix is missing", milk + "#\r", milk + "#\r"},
		{"nothing came", "", ""},
	} {
		if got := a.Strip(c.raw); got != c.want {
			t.Errorf("%s: %q\n got  %q\n want %q", c.name, c.raw, got, c.want)
		}
	}
	if got := (Affixes{}).Strip(milk); got != milk {
		t.Errorf("no affixes: %q", got)
	}
}

func TestCommandsAreDrawn(t *testing.T) {
	for _, c := range Commands {
		s, err := c.Symbol()
		if err != nil || s.Empty() {
			t.Errorf("%s: %v", c.Text, err)
		}
	}
}
