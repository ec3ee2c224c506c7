package marking

import "strings"

// invertedAim tells whether the symbology prefix came with the wrong letter case: these letters no symbology in use has.
// E and e are both in use, for EAN and for DataBar, and prove nothing; Z is what scanners put before data that came from no
// symbol, and z (Aztec) carries no marked goods.
func invertedAim(aim string) bool {
	return aim != "" && strings.IndexByte("Dcqjil", aim[0]) >= 0
}

// invert swaps the case of every letter, as Caps Lock does.
func invert(s string) string {
	b := []byte(s)
	for i, c := range b {
		if classes[c]&(isUpper|isLower) != 0 {
			b[i] = c ^ 0x20
		}
	}
	return string(b)
}

// uninvert puts right a letter case that the code itself proves wrong: forms that have capitals only, a tobacco pack whose
// price would be beyond belief, and a code of the test contour in which both of its marks are inverted.
func uninvert(s string, f fault) (string, bool) {
	switch {
	case hasFold(s, "ru-") && furLike(strings.ToUpper(s)) && s == strings.ToLower(s),
		(len(s) == egais2Length || len(s) == egais3Length) && all(s, isDigit|isLower),
		f.reason == ReasonCase && len(s) == packFull && packLike(s) && believable(invert(s)),
		f.reason == ReasonCase && strings.Contains(s, "91ffd0") && strings.Contains(s, "92DgvZ"):
		return invert(s), true
	}
	return s, false
}

// believable tells whether a pack's price is one.
func believable(pack string) bool {
	price, ok := PackPrice(pack[packCis:packPrice])
	return ok && price <= priceLimit
}
