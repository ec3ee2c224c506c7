package marking

import (
	"fmt"
	"strings"
)

// DefaultWeightMask reads labels of 13 digits as most scales print them: 2x, article of 5 digits, 5 digits of grams.
const DefaultWeightMask = "2?PPPPPWWWWWC"

// NoWeightMask as Options.WeightMask takes every in-store label for an ordinary barcode.
const NoWeightMask = "-"

// CheckWeightMask tells what is wrong with a setting for Options.WeightMask.
func CheckWeightMask(masks string) error {
	if masks == "" || masks == NoWeightMask {
		return nil
	}
	for _, m := range strings.Fields(masks) {
		if len(m) != 8 && len(m) != 12 && len(m) != 13 {
			return fmt.Errorf("read weight mask %q: want 8, 12 or 13 signs", m)
		}
		for i := 0; i < len(m); i++ {
			if classes[m[i]]&isDigit == 0 && strings.IndexByte("?PWKC", m[i]) < 0 {
				return fmt.Errorf("read weight mask %q: sign %q is none of 0-9 ? P W K C", m, m[i])
			}
		}
		if !strings.Contains(m, "P") || !strings.ContainsAny(m, "WK") || m[len(m)-1] != 'C' {
			return fmt.Errorf("read weight mask %q: want an article (P), grams (W) or kopecks (K) and the check digit (C) last", m)
		}
	}
	return nil
}

// weigh tries the masks on a barcode that begins with 2 and is right otherwise. A label without article or without weight
// and price is a barcode that the shop made for something sold by the piece.
func (o Options) weigh(s string) (Code, bool) {
	if s[0] != '2' || len(s) == 14 {
		return Code{}, false
	}
	masks := o.WeightMask
	if masks == "" {
		masks = DefaultWeightMask
	}
	for masks != "" {
		var m string
		m, masks, _ = strings.Cut(masks, " ")
		if len(m) != len(s) {
			continue
		}
		if c, ok := underMask(s, m); ok {
			return c, true
		}
	}
	return Code{}, false
}

func underMask(s, mask string) (Code, bool) {
	c := Code{Kind: KindWeight, Full: s}
	article, first := int64(0), -1
	for i := 0; i < len(s); i++ {
		d := int64(s[i] - '0')
		switch mask[i] {
		case '?', 'C':
		case 'P':
			if first < 0 {
				first = i
			}
			article = article*10 + d
			c.PLU = s[first : i+1]
		case 'W':
			c.Weight = c.Weight*10 + d
		case 'K':
			c.Price = c.Price*10 + d
		default:
			if s[i] != mask[i] {
				return Code{}, false
			}
		}
	}
	return c, article > 0 && c.Weight+c.Price > 0
}
