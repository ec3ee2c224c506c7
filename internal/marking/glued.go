package marking

// glued tells whether s holds two reads, and where the second begins.
func glued(s string, o Options) (int, bool) {
	if len(s) >= 16 && len(s)%2 == 0 && s[:len(s)/2] == s[len(s)/2:] {
		if whole(s[:len(s)/2], o) {
			return len(s) / 2, true
		}
	}
	if packLike(s) && len(s) > packFull && (packLike(s[packFull:]) || gs1Like(s[packFull:])) {
		return packFull, true
	}
	for at := 18; at+18 <= len(s); at++ {
		if s[at] == '0' && gs1Like(s[at:]) && gtinGood(s[at+2:]) {
			return at, true
		}
	}
	if gs1Like(s) { // a unit and the beginning of itself
		for at := 18 + 6; at+4 < len(s); at++ {
			if s[at] == '0' && s[at:] == s[:min(len(s)-at, at)] {
				return at, true
			}
		}
		return 0, false
	}
	for at := 8; at+8 <= len(s); at++ { // barcodes one behind the other, or a barcode and a code
		if at > 14 && at != packFull {
			continue
		}
		if whole(s[:at], o) && whole(s[at:], o) {
			return at, true
		}
	}
	return 0, false
}

// whole tells whether s alone is a good read.
func whole(s string, o Options) bool {
	var c Code
	st, _ := (&scan{s: s}).read(&c, o)
	return st == good
}
