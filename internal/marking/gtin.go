package marking

import "strings"

const zeros = "00000000000000"

// GTIN14 pads a barcode of 8, 12, 13 or 14 digits to the 14 digits of a GTIN and verifies its check digit; false when it
// is no such barcode.
func GTIN14(barcode string) (string, bool) {
	switch len(barcode) {
	case 8, 12, 13:
		if !checkDigitGood(barcode) {
			return "", false
		}
		return zeros[:14-len(barcode)] + barcode, true
	case 14:
		return barcode, checkDigitGood(barcode)
	}
	return "", false
}

// CheckDigit computes the GS1 check digit ('0'–'9') that belongs behind the digits given: weights 3, 1 from the right.
// It returns 0 when there are other signs than digits or none at all.
func CheckDigit(digits string) byte {
	if digits == "" {
		return 0
	}
	sum, weight := 0, 3
	for i := len(digits) - 1; i >= 0; i-- {
		d := digits[i] - '0'
		if d > 9 {
			return 0
		}
		sum += int(d) * weight
		weight = 4 - weight
	}
	return byte('0' + (10-sum%10)%10)
}

// checkDigitGood holds for digits whose last one is the check digit of the rest. A number of zeros only is nothing that
// was ever issued, though its sum is right.
func checkDigitGood(s string) bool {
	last := len(s) - 1
	return last > 0 && CheckDigit(s[:last]) == s[last] && strings.Trim(s, "0") != ""
}

// gtinGood is checkDigitGood for exactly 14 digits, written out because every parse needs it.
func gtinGood(s string) bool {
	sum, any := uint(0), uint(0)
	for i := 0; i < 14; i += 2 {
		a, b := uint(s[i]-'0'), uint(s[i+1]-'0')
		if a > 9 || b > 9 {
			return false
		}
		sum += 3*a + b
		any |= a | b
	}
	return sum%10 == 0 && any != 0
}
