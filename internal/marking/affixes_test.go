package marking

import (
	"errors"
	"testing"
)

// scannersOwn are affixes as scanners in shops have them, and some that lie in wait: letters that codes end in, a piece of a code.
var scannersOwn = []Affixes{{Prefix: "A"}, {Suffix: "A"}, {"A", "A"}, {Prefix: "@@"}, {Suffix: ";"}, {"*", "#"}, {Prefix: "01x"}, {Suffix: "Vz"}, {Suffix: "=="},
	{Suffix: "="}, {"\x02", "\x03"}, {Prefix: "\x1b"}, {Suffix: "\x1d"}, {Prefix: "RU-"}, {"S1", "#\r\n"}, {Prefix: "]Z6"}}

func TestAScannerWithAffixesIsReadAsOneWithout(t *testing.T) {
	c := newCampaign(t, "affixes that the till knows")
	russian := newCampaign(t, "the same under the Russian layout")
	for _, want := range withForms(t) {
		for _, a := range scannersOwn {
			o := Options{Affixes: a}
			bare := a.Bare()
			for _, raw := range []string{a.Prefix + want.Full + a.Suffix, "]d2" + bare.Prefix + want.Full + bare.Suffix, a.Prefix + "]d2" + want.Full + a.Suffix} {
				if want.Kind == KindTobaccoPack && raw[0] == ']' {
					continue
				}
				got, err := ParseWith(raw, o)
				c.count(raw, want, got, err)
				if err != nil || got.Cis != want.Cis || got.Full != want.Full {
					t.Errorf("affixes %q: %q made of %q was read as %#v, %v", a, raw, want.Full, got, err)
				}
			}
			raw := typedRussian(bare.Prefix + want.Full + bare.Suffix)
			got, err := ParseWith(raw, o)
			russian.count(raw, want, got, err)
		}
	}
	c.report()
	russian.report()
}

func TestKnownAffixesNeverMakeAWrongCodeOfAnotherScanners(t *testing.T) {
	plain, half := newCampaign(t, "another scanner, without the affixes"), newCampaign(t, "half of the affixes, or doubled")
	for _, want := range withForms(t) {
		for _, a := range scannersOwn {
			o := Options{Affixes: a}
			got, err := ParseWith(want.Full, o)
			plain.count(want.Full, want, got, err)
			if err != nil || got.Cis != want.Cis {
				t.Errorf("affixes %q: the bare code %q was read as %#v, %v", a, want.Full, got, err)
			}
			for _, raw := range []string{a.Prefix + want.Full, want.Full + a.Suffix, a.Prefix + a.Prefix + want.Full + a.Suffix + a.Suffix} {
				got, err := ParseWith(raw, o)
				half.count(raw, want, got, err)
			}
		}
	}
	plain.report()
	half.report()
	for _, a := range scannersOwn {
		for _, barcode := range []string{"4606203090785", "46198488", "012345678905", "14601234567890"} {
			got, err := ParseWith(a.Prefix+barcode+a.Suffix, Options{Affixes: a})
			if err != nil || got.Full != barcode {
				t.Errorf("affixes %q: barcode %s was read as %#v, %v", a, barcode, got, err)
			}
		}
	}
}

func TestARefusalPointsIntoTheReadAsItCame(t *testing.T) {
	raw := "@@0104606203090785215ab c\x1d93dGVz"
	_, err := ParseWith(raw, Options{Affixes: Affixes{Prefix: "@@"}})
	var e *Error
	if !errors.As(err, &e) || e.Reason != ReasonCharacter || e.At != 23 || raw[e.At] != ' ' {
		t.Errorf("got %+v, want %s at 23", e, ReasonCharacter)
	}
}

func TestAffixesAreWrittenSoThatPeopleCanReadThem(t *testing.T) {
	for _, tt := range []struct{ written, affix string }{
		{"", ""}, {"A", "A"}, {"@@", "@@"}, {"<GS>", "\x1d"}, {"<stx>A", "\x02A"}, {"x<SP>", "x "}, {"<LT>GS>", "<GS>"}, {"<1B>[", "\x1b["}, {"<E8>", "\xe8"},
		{"#<CR><LF>", "#\r\n"}, {"2A", "2A"}, {"<TAB>", "\t"},
	} {
		got, err := ReadAffix(tt.written)
		if err != nil || got != tt.affix {
			t.Errorf("%q: got %q, %v, want %q", tt.written, got, err, tt.affix)
		}
		if back, err := ReadAffix(WriteAffix(tt.affix)); err != nil || back != tt.affix {
			t.Errorf("%q is written as %q and read as %q, %v", tt.affix, WriteAffix(tt.affix), back, err)
		}
	}
	for _, tt := range []struct {
		written string
		want    error
	}{
		{"<", ErrAffixNotation}, {"<GS", ErrAffixNotation}, {"<XYZ>", ErrAffixNotation}, {"a<b", ErrAffixNotation}, {"\x1d", ErrAffixNotation}, {"Ж", ErrAffixNotation}, {"<1>", ErrAffixNotation},
		{"<+1>", ErrAffixNotation}, {"77", ErrAffixDigits}, {"0<CR>", ErrAffixDigits}, {"a<CR>b", ErrAffixEnd}, {"123456789012345678901234567890abc", ErrAffixLength},
	} {
		if got, err := ReadAffix(tt.written); !errors.Is(err, tt.want) {
			t.Errorf("%q: got %q, %v, want %v", tt.written, got, err, tt.want)
		}
	}
}

func FuzzAffixes(f *testing.F) {
	f.Add("A", "<GS>", "A0104670540176099215NN*cM\x1d93dGVz\x1d")
	f.Add("<STX>01x", "#<CR>", "01x4606203090785#")
	f.Add("<LT>", "", "<46198488")
	f.Fuzz(func(t *testing.T, prefix, suffix, raw string) {
		var a Affixes
		var err error
		if a.Prefix, err = ReadAffix(prefix); err != nil {
			return
		}
		if a.Suffix, err = ReadAffix(suffix); err != nil {
			return
		}
		if back, err := ReadAffix(WriteAffix(a.Prefix)); err != nil || back != a.Prefix {
			t.Fatalf("%q is written as %q and read as %q, %v", a.Prefix, WriteAffix(a.Prefix), back, err)
		}
		c, err := ParseWith(raw, Options{Affixes: a})
		if err == nil {
			sound(t, raw, c)
			return
		}
		if e, ok := err.(*Error); !ok || e.At > len(raw) || e.At < -1 {
			t.Fatalf("%q: refusal %#v", raw, err)
		}
	})
}
