package register

import "strings"

// isContact tells whether the text can be tag 1008: an e-mail address, or a phone of 10 to 15 digits with or without a plus.
func isContact(s string) bool {
	if len(s) > 64 || strings.ContainsAny(s, " \t\r\n\x00,;<>\"") {
		return false
	}
	if name, host, ok := strings.Cut(s, "@"); ok {
		at := strings.LastIndexByte(host, '.')
		return name != "" && at > 0 && at < len(host)-1 && !strings.Contains(host, "@") && !strings.Contains(host, "..")
	}
	digits := strings.TrimPrefix(s, "+")
	return len(digits) >= 10 && len(digits) <= 15 && strings.Trim(digits, "0123456789") == ""
}
