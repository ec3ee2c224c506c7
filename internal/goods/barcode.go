package goods

import "strings"

// GTIN pads a barcode to the 14 digits under which marking codes name their product.
func GTIN(barcode string) string {
	if len(barcode) >= 14 {
		return barcode
	}
	return strings.Repeat("0", 14-len(barcode)) + barcode
}

// CheckDigit computes the last digit of an EAN, UPC or ITF number from the digits before it: weights 3 and 1 from the
// right (GS1 General Specifications 7.9). What is no digit counts as nought.
func CheckDigit(body string) byte {
	sum := 0
	for i := range len(body) {
		n := 0
		if c := body[len(body)-1-i]; c >= '0' && c <= '9' {
			n = int(c - '0')
		}
		if i%2 == 0 {
			n *= 3
		}
		sum += n
	}
	return byte('0' + (10-sum%10)%10)
}

// checkBarcode tells what is wrong with a printed barcode, "" when nothing; allowed is the right digit or lengths.
func checkBarcode(s string) (p Problem, allowed string) {
	if strings.Trim(s, "0123456789") != "" || strings.Trim(s, "0") == "" {
		return BadBarcode, "8, 12, 13"
	}
	switch len(s) {
	case 8, 12, 13, 14: // 14 is a box or block whose number has an indicator, and what some programs export for EAN-13
	default:
		return BadBarcode, "8, 12, 13"
	}
	if d := CheckDigit(s[:len(s)-1]); s[len(s)-1] != d {
		return BadCheckDigit, string(d)
	}
	return "", ""
}
