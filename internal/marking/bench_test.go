package marking

import (
	"fmt"
	"strings"
	"testing"
)

func bench(b *testing.B, raws []string) {
	bytes := 0
	for _, r := range raws {
		bytes += len(r)
	}
	b.SetBytes(int64(bytes / len(raws)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, err := Parse(raws[n]); err != nil {
			b.Fatalf("%q: %v", raws[n], err)
		}
		if n++; n == len(raws) {
			n = 0
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "M/s")
}

func only(tb testing.TB, keep func(Code) bool) (raws []string) {
	for _, s := range unmangled(tb) {
		if c, err := Parse(s); err == nil && keep(c) {
			raws = append(raws, s)
		}
	}
	return raws
}

func BenchmarkMixed(b *testing.B) { bench(b, unmangled(b)) }
func BenchmarkShort(b *testing.B) {
	bench(b, only(b, func(c Code) bool { return c.Kind == KindUnit && len(c.Check) == 4 }))
}
func BenchmarkLong44(b *testing.B) {
	bench(b, only(b, func(c Code) bool { return len(c.Check) == 44 }))
}
func BenchmarkLong88(b *testing.B) {
	bench(b, only(b, func(c Code) bool { return len(c.Check) == 88 }))
}
func BenchmarkPack(b *testing.B) {
	bench(b, only(b, func(c Code) bool { return c.Kind == KindTobaccoPack }))
}
func BenchmarkBlock(b *testing.B) {
	bench(b, only(b, func(c Code) bool { return c.Kind == KindTobaccoBlock }))
}
func BenchmarkBarcode(b *testing.B) {
	bench(b, []string{"4606203090785", "46198488", "14601234567890"})
}

// BenchmarkGrowth shows that time grows with length and no faster, whatever the text.
func BenchmarkGrowth(b *testing.B) {
	for name, piece := range map[string]string{"repeated unit": "0104602220006549215opFcmK93dGVz", "repeated head": "01",
		"spelled": "[GS]93", "separators": "\x1d", "Russian": "\u0439"} {
		for _, n := range []int{128, 512, 2048} {
			raw := strings.Repeat(piece, n/len(piece))
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := Parse(raw); err == nil {
						b.Fatalf("%q was read", raw)
					}
				}
			})
		}
	}
}

func BenchmarkRestored(b *testing.B) {
	var raws []string
	for _, s := range unmangled(b) {
		bare := strings.ReplaceAll(s, "\x1d", "")
		if c, err := Parse(bare); err == nil && c.Restored {
			raws = append(raws, bare)
		}
	}
	bench(b, raws)
}
func BenchmarkRussianLayout(b *testing.B) {
	var raws []string
	for _, s := range only(b, func(c Code) bool { return c.Kind.Marked() }) {
		raws = append(raws, typedRussian(s))
	}
	bench(b, raws)
}
