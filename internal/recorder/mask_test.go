package recorder

import (
	"strings"
	"testing"

	"dobro/internal/marking"
	"dobro/internal/sim/codes"
)

func masks(t testing.TB) *mask {
	t.Helper()
	m, err := newMask(t.TempDir(), marking.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMaskedCodeIsAnotherOneOfTheSameProductAndForm(t *testing.T) {
	m := masks(t)
	milk := codes.Make(codes.Form{Group: 8}, "4670540176099", 1)
	pack := codes.Make(codes.Form{Group: 3, Price: 15000}, "4601653035829", 2)
	shoe := codes.Make(codes.Form{Group: 1}, "2900000598485", 3)
	block := codes.Make(codes.Form{Group: 3, Price: 90000, Block: true}, "4629308877044", 4)
	for name, raw := range map[string]string{
		"молоко": milk, "пачка": pack, "обувь": shoe, "блок": block,
		"с префиксом сканера":   "]d2" + milk,
		"без разделителей":      strings.ReplaceAll(shoe, "\x1d", ""),
		"разделитель написан":   strings.ReplaceAll(milk, "\x1d", "<GS>"),
		"русская раскладка":     "010467054017609921х5ЬЬ-сЬЪ93пПМя",
		"без проверочной части": milk[:24],
		"обрыв":             shoe[:30],
		"не та контрольная": "0104670540176098215NN*cM\x1d93dGVz",
		"два кода":          milk + milk,
		"ссылка":            "https://example.ru/01/04670540176099/21/5NNxcM",
		"мусор":             "мусор какой-то 12345",
		"короткий ПИН":      "730184",
		"пусто":             "",
		"коробка":           "00146012345678900013",
		"с весом":           "0104670540176099215NN*cM\x1d93dGVz\x1d3103000353",
	} {
		t.Run(name, func(t *testing.T) {
			got := m.code(raw)
			before, berr := marking.Parse(raw)
			after, aerr := marking.Parse(got.raw)
			a, b := look(before, berr), look(after, aerr)
			a.restored = b.restored // what was mended may come as it was meant
			if a != b {
				t.Errorf("input %q\ngot   %q\nreads as %+v, the true one as %+v", raw, got.raw, b, a)
			}
			if after.Cis != got.cis {
				t.Errorf("the identification is %q, told as %q", after.Cis, got.cis)
			}
			for _, secret := range []string{before.Serial, before.Check} {
				if len(secret) >= 4 && strings.Contains(got.raw, secret) {
					t.Errorf("input %q\ngot   %q\nwhich holds %q", raw, got.raw, secret)
				}
			}
			if raw != "" && berr != nil && got.raw == raw && strings.ContainsAny(raw, "0123456789") {
				t.Errorf("%q stays as it is", raw)
			}
			if again := m.makeUp(raw); again != got {
				t.Errorf("the same code is once %q and once %q", got.raw, again.raw)
			}
		})
	}
	for _, plain := range []string{"4606203090785", "2112345001236", "46062030"} {
		if c, err := marking.Parse(plain); err == nil && c.Kind != marking.KindTransport && m.scan(plain) != plain {
			t.Errorf("the barcode %q becomes %q", plain, m.scan(plain))
		}
	}
}

func TestTheKeyOfTheMasksStaysTheSame(t *testing.T) {
	dir := t.TempDir()
	raw := codes.Make(codes.Form{Group: 8}, "4670540176099", 1)
	var seen []string
	for range 2 {
		m, err := newMask(dir, marking.Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, m.scan(raw))
	}
	if seen[0] != seen[1] {
		t.Errorf("two runs write %q and %q", seen[0], seen[1])
	}
	if other := masks(t).scan(raw); other == seen[0] {
		t.Error("another till writes the same")
	}
}

func FuzzScansAreMasked(f *testing.F) {
	for _, s := range []string{"0104670540176099215NN*cM\x1d93dGVz", "04601653035829H;dV)bFABVUdGVz", "мусор", "\xff\x00", "00146012345678900013", ""} {
		f.Add(s)
	}
	m, err := newMask(f.TempDir(), marking.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := m.makeUp(raw)
		c, err := marking.Parse(raw)
		if err == nil && c.Kind.Marked() && len(c.Check) > 4 && strings.Contains(got.raw, c.Check) {
			t.Errorf("%q becomes %q, which holds the check part", raw, got.raw)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("{\"event\":\"recording\",\"head\":{\"replay\":2}}\n{\"at\":\"2026-11-27T18:14:24.893Z\",\"n\":1,\"do\":\"scan\",\"raw\":\"x\",\"fresh\":{}}\n")
	f.Add("{\"do\":\"pay\",\"with\":[{\"type\":\"cash\",\"sum\":\"1\"}]}\n{\"event\":\"printer\",\"call\":{\"name\":\"find\",\"document\":{}}}")
	f.Add("{\"event\":\"verdict\",\"checked\":{\"decision\":\"allow\"}}\n{\"n\":1,\"event\":\"done\",\"done\":{\"fault\":\"x\"}}\nmusor")
	f.Fuzz(func(t *testing.T, text string) {
		lines, _, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		Story(silent{}, lines)
		if err := Save(&strings.Builder{}, lines, Span{}, Head{}); err != nil && len(lines) > 0 {
			t.Error(err)
		}
	})
}

type silent struct{}

func (silent) T(key string, _ ...any) string { return key }
