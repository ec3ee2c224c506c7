package marking

import (
	"strings"
	"testing"
)

// TestManyFaultsAtOnceNeverGiveAWrongCode draws chains of faults as they meet in shops: separators lost or spelled, pieces
// cut, prefixes, suffixes, the layout, Caps Lock with a symbology prefix, two reads in one.
func TestManyFaultsAtOnceNeverGiveAWrongCode(t *testing.T) {
	codes := withForms(t)
	c := newCampaign(t, "chains of two to four faults")
	var seed uint64 = 20261122
	draw := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed >> 33 % uint64(n))
	}
	pick := func(of ...string) string { return of[draw(len(of))] }
	for range 60_000 {
		want := codes[draw(len(codes))]
		if want.GTIN == "" { // no check digit, nothing to notice a changed sign by
			continue
		}
		raw := want.Full
		for range 2 + draw(3) {
			switch draw(7) {
			case 0:
				if ways := lostSeparators(raw); len(ways) <= 64 {
					raw = ways[draw(len(ways))]
				}
			case 1:
				raw = strings.ReplaceAll(raw, "\x1d", pick("[GS]", "<GS>", "|", "~", "~1", "<FNC1>", `\u001d`, "\x1d\x1d"))
			case 2:
				raw = pick("\x1d", "]d2", "A", "è", "\x02", "[GS]") + raw
			case 3:
				raw += pick("\r\n", "\x1d", "\t", "#", "[GS]", "\x1d\r")
			case 4:
				raw = raw[:len(raw)-draw(min(len(raw), 6))]
			case 5:
				raw = raw[draw(min(len(raw), 4)):]
			case 6:
				raw += want.Full[:draw(len(want.Full))]
			}
		}
		switch draw(6) {
		case 0:
			raw = typedRussian(raw)
		case 1:
			raw = "]D2" + invert(raw)
		}
		c.try(raw, want)
	}
	c.report()
}
