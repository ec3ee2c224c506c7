package marking

// Prices written in codes.

// priceAlphabet of the maximum retail price of a tobacco pack: four digits of base 80, the most significant first.
const priceAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!\"%&'*+-./_,:;=<>?"

// priceLimit is the highest pack price in kopecks that is believed. Above it the four signs are taken for something else:
// no pack costs that much, and an inverted letter case lifts every price over it.
const priceLimit = 500_000

var priceDigit = func() (t [256]int16) {
	for i := range t {
		t[i] = -1
	}
	for i := 0; i < len(priceAlphabet); i++ {
		t[priceAlphabet[i]] = int16(i)
	}
	return t
}()

// PackPrice reads the four base-80 digits of a pack's maximum retail price, in kopecks; 0 means that the pack carries none.
// It is false for other lengths and for signs outside the alphabet.
func PackPrice(signs string) (kopecks int64, ok bool) {
	if len(signs) != 4 {
		return 0, false
	}
	for i := 0; i < 4; i++ {
		d := priceDigit[signs[i]]
		if d < 0 {
			return 0, false
		}
		kopecks = kopecks*80 + int64(d)
	}
	return kopecks, true
}

// number reads decimal digits; the caller has made sure that there is nothing else and not more than 18.
func number(s string) (n int64) {
	for i := 0; i < len(s); i++ {
		n = n*10 + int64(s[i]-'0')
	}
	return n
}

// scaled reads a measure with y decimals and gives it in thousandths, rounded half up: grams of kilograms, millilitres of
// litres.
func scaled(digits string, y byte) int64 {
	n := number(digits)
	switch y {
	case 0:
		return n * 1000
	case 1:
		return n * 100
	case 2:
		return n * 10
	case 3:
		return n
	case 4:
		return (n + 5) / 10
	}
	return (n + 50) / 100
}
