package sale

import "time"

// Rates lists every rate in the order in which a form offers them.
var Rates = []VAT{VATNone, VAT0, VAT5, VAT7, VAT10, VAT20, VAT22, VAT105, VAT107, VAT110, VAT120, VAT122}

// ParseVAT reads a rate as goods files write it.
func ParseVAT(s string) (VAT, error) {
	if v := VAT(s); v.Known() {
		return v, nil
	}
	return "", &Error{Problem: BadVAT}
}

// Known tells whether the rate exists.
func (v VAT) Known() bool {
	for _, r := range Rates {
		if r == v {
			return true
		}
	}
	return false
}

// Percent is the rate in whole percents; a calculated rate has the percent of its base, none and 0 have 0.
func (v VAT) Percent() int64 {
	switch v {
	case VAT5, VAT105:
		return 5
	case VAT7, VAT107:
		return 7
	case VAT10, VAT110:
		return 10
	case VAT20, VAT120:
		return 20
	case VAT22, VAT122:
		return 22
	}
	return 0
}

// Inside is the VAT contained in a sum that includes it, in kopecks rounded half up. Prices of a shop always include VAT,
// therefore 22 and 22/122 take the same fraction.
func (v VAT) Inside(sum int64) int64 {
	p := v.Percent()
	return scaled(sum, p, 100+p)
}

// InForce tells whether a sale made on the day could carry the rate: 20 % until the end of 2025, 22 % from 2026 on (law
// 425-ФЗ), 5 % and 7 % from 2025 on. A return or a correction takes the day of its sale, which is how 20 % survives in
// them. The day counts in the location of the time.
func (v VAT) InForce(day time.Time) bool {
	year := day.Year()
	switch v {
	case VAT20, VAT120:
		return year < 2026
	case VAT22, VAT122:
		return year >= 2026
	case VAT5, VAT105, VAT7, VAT107:
		return year >= 2025
	}
	return v.Known()
}
