package scandoctor

import (
	"testing"

	"dobro/internal/marking"
)

func TestWhatStandsAroundTheTestCodesIsLearnt(t *testing.T) {
	for _, c := range []struct {
		name  string
		reads []string
		want  Learnt
		ok    bool
	}{
		{"nothing around", []string{TestMatrix, TestEAN}, Learnt{}, true},
		{"a line end", []string{TestEAN + "\r\n", TestMatrix + "\r\n"}, Learnt{}, true},
		{"a prefix and a suffix", []string{"@@" + TestMatrix + "#\r", "@@" + TestEAN + "#\r"}, Learnt{Affixes: marking.Affixes{Prefix: "@@", Suffix: "#"}}, true},
		{"symbology prefixes, which differ", []string{"]d2" + TestMatrix, "]E0" + TestEAN}, Learnt{Aim: true}, true},
		{"a symbology prefix behind the scanner's own", []string{"*]d2" + TestMatrix, "*]E0" + TestEAN}, Learnt{Affixes: marking.Affixes{Prefix: "*"}, Aim: true}, true},
		{"the leading FNC1 sent as a separator", []string{"\x1d" + TestMatrix, TestEAN}, Learnt{}, true},
		{"the separator lost", []string{"A" + lost(TestMatrix), "A" + TestEAN}, Learnt{Affixes: marking.Affixes{Prefix: "A"}}, true},
		{"the separator spelled out", []string{"A0109521234543213215aB;c&D?e.F/g<GS>93dGVz", "A" + TestEAN}, Learnt{Affixes: marking.Affixes{Prefix: "A"}}, true},
		{"the Russian layout", []string{typed("q" + TestMatrix), typed("q" + TestEAN)}, Learnt{Affixes: marking.Affixes{Prefix: "q"}}, true},
		{"Caps Lock", []string{swap(TestMatrix), TestEAN}, Learnt{}, true},
		{"the last read of a code counts", []string{"A" + TestMatrix, "B" + TestEAN, "B" + TestMatrix}, Learnt{Affixes: marking.Affixes{Prefix: "B"}}, true},
		{"only the square code", []string{TestMatrix, TestMatrix}, Learnt{}, false},
		{"only the barcode", []string{TestEAN}, Learnt{}, false},
		{"two codes that do not agree", []string{"A" + TestMatrix, TestEAN}, Learnt{}, false},
		{"other codes", []string{milk, "4606203090785"}, Learnt{}, false},
		{"nothing", nil, Learnt{}, false},
	} {
		if got, ok := Learn(c.reads); got != c.want || ok != c.ok {
			t.Errorf("%s: %q\n got  %+v, %v\n want %+v, %v", c.name, c.reads, got, ok, c.want, c.ok)
		}
	}
}

func TestWhatNobodyCouldTellFromTheCodeIsNotTakenOff(t *testing.T) {
	for prefix, want := range map[string]bool{"A": true, "@@": true, "\x1b": true, "7": false, "01": false, "": true} {
		if got := (Learnt{Affixes: marking.Affixes{Prefix: prefix}}).Known(); got != want {
			t.Errorf("prefix %q: got %v", prefix, got)
		}
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
