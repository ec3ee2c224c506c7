package payment

import "strings"

// Address makes of what a person types the address that the fiscal printer takes (tag 1008): an e-mail as it is, a phone of Russia as
// +7 and ten digits, however its digits were parted. ok is false for what is neither.
func Address(typed string) (address string, ok bool) {
	typed = strings.TrimSpace(typed)
	if strings.Contains(typed, "@") {
		return typed, isMail(typed)
	}
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '(', ')', '\u00a0':
			return -1
		}
		return r
	}, typed)
	plus := strings.HasPrefix(digits, "+")
	digits = strings.TrimPrefix(digits, "+")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	switch {
	case plus:
	case len(digits) == 10: // 916 123-45-67
		digits = "7" + digits
	case len(digits) == 11 && digits[0] == '8': // as it is dialled inside the country
		digits = "7" + digits[1:]
	}
	return "+" + digits, len(digits) >= 11 && len(digits) <= 15
}

func isMail(s string) bool {
	name, host, _ := strings.Cut(s, "@")
	dot := strings.LastIndexByte(host, '.')
	plain := len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(",;<>\"()", r) })
	return plain && name != "" && dot > 0 && dot < len(host)-1 && !strings.Contains(host, "@") && !strings.Contains(host, "..")
}
