package sale

import (
	"strconv"
	"strings"
)

// Fraction is a part of one marked pack: N of Of (tag 1291). The zero value is the whole pack.
type Fraction struct {
	N  int64 `json:"n"`
	Of int64 `json:"of"`
}

// MaxParts is how many parts a pack may have; the largest packs of the field (medicines, antiseptics) have some hundreds.
const MaxParts = 10_000

// ParseFraction reads "3/20". A whole pack ("20/20"), nothing of it and more than all of it are no parts: BadPart.
func ParseFraction(s string) (Fraction, error) {
	n, of, ok := strings.Cut(strings.TrimSpace(s), "/")
	if !ok {
		return Fraction{}, &Error{Problem: BadPart}
	}
	f := Fraction{N: digits(n), Of: digits(of)}
	if f.Whole() || !f.Valid() {
		return Fraction{}, &Error{Problem: BadPart, Have: f.N, Want: f.Of}
	}
	return f, nil
}

// digits reads a number without sign; what is none is -1.
func digits(s string) int64 {
	if s = strings.TrimSpace(s); s == "" || len(s) > 9 || strings.Trim(s, "0123456789") != "" {
		return -1
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return -1
	}
	return v
}

// Whole tells whether it is no part at all.
func (f Fraction) Whole() bool { return f == Fraction{} }

// Valid tells whether it is the whole pack or a true part of it.
func (f Fraction) Valid() bool { return f.Whole() || f.N > 0 && f.N < f.Of && f.Of <= MaxParts }

// String is "3/20" as tag 1292 has it, "" for the whole pack.
func (f Fraction) String() string {
	if f.Whole() {
		return ""
	}
	return strconv.FormatInt(f.N, 10) + "/" + strconv.FormatInt(f.Of, 10)
}

// of is the fraction of a sum, rounded half up.
func (f Fraction) of(sum int64) int64 {
	if f.Whole() {
		return sum
	}
	return scaled(sum, f.N, f.Of)
}
