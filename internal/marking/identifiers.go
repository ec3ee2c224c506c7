package marking

// field names what a GS1 application identifier holds, as far as we use it.
type field uint8

const (
	fieldOther field = iota
	fieldGTIN
	fieldSerial
	fieldKey
	fieldSignature
	fieldCheck
	fieldBlockPrice
	fieldWeight
	fieldVolume
	fieldExpiry
	fieldExpiryTime
	fieldSSCC
	fieldLot
	fieldArticle
	fieldCount
)

// ends says how the end of a value is found.
type ends uint8

const (
	byLength ends = iota // predefined length: no GS follows; a needless one is tolerated
	byEither             // fixed length for which GS1 asks a GS all the same: 8005, 7003
	byGS                 // GS must follow unless last
)

// identifier is one row of the dictionary. A row whose digits exceed its prefix stands for 310y and its like, where the
// last digit counts decimals.
type identifier struct {
	prefix   string
	digits   int // of the whole identifier
	min, max int // length of the value
	class    uint8
	ends     ends
	field    field
}

// dictionary of identifiers that may occur in codes of Russian goods, and of the plain ones of GS1 which makers add behind.
// Sources: descriptions of codes per product group; GS1 General Specifications 3.2 and figure 7.8.5-2 (predefined lengths).
var dictionary = []identifier{
	{"00", 2, 18, 18, isDigit, byLength, fieldSSCC},
	{"01", 2, 14, 14, isDigit, byLength, fieldGTIN},
	{"21", 2, 1, 20, isSet82, byGS, fieldSerial},
	{"91", 2, 4, 4, isSet82, byGS, fieldKey},
	{"92", 2, 44, 88, isSet82, byGS, fieldSignature},
	{"93", 2, 4, 4, isBase64, byGS, fieldCheck},
	{"8005", 4, 6, 6, isDigit, byEither, fieldBlockPrice},
	{"310", 4, 6, 6, isDigit, byLength, fieldWeight},
	{"335", 4, 6, 6, isDigit, byLength, fieldVolume},
	{"17", 2, 6, 6, isDigit, byLength, fieldExpiry},
	{"7003", 4, 10, 10, isDigit, byEither, fieldExpiryTime},
	{"10", 2, 1, 20, isSet82, byGS, fieldLot},
	{"240", 3, 1, 30, isSet82, byGS, fieldArticle},
	{"37", 2, 1, 8, isDigit, byGS, fieldCount},
	{"241", 3, 1, 30, isSet82, byGS, fieldOther},
	{"422", 3, 3, 3, isDigit, byGS, fieldOther},
	{"11", 2, 6, 6, isDigit, byLength, fieldOther},
	{"13", 2, 6, 6, isDigit, byLength, fieldOther},
	{"15", 2, 6, 6, isDigit, byLength, fieldOther},
	{"16", 2, 6, 6, isDigit, byLength, fieldOther},
	{"20", 2, 2, 2, isDigit, byLength, fieldOther},
	{"22", 2, 1, 20, isSet82, byGS, fieldOther},
	{"30", 2, 1, 8, isDigit, byGS, fieldOther},
	{"250", 3, 1, 30, isSet82, byGS, fieldOther},
	{"251", 3, 1, 30, isSet82, byGS, fieldOther},
	{"311", 4, 6, 6, isDigit, byLength, fieldOther},
	{"312", 4, 6, 6, isDigit, byLength, fieldOther},
	{"313", 4, 6, 6, isDigit, byLength, fieldOther},
	{"314", 4, 6, 6, isDigit, byLength, fieldOther},
	{"315", 4, 6, 6, isDigit, byLength, fieldOther},
	{"316", 4, 6, 6, isDigit, byLength, fieldOther},
	{"330", 4, 6, 6, isDigit, byLength, fieldOther},
	{"336", 4, 6, 6, isDigit, byLength, fieldOther},
	{"421", 3, 4, 12, isSet82, byGS, fieldOther},
	{"423", 3, 3, 15, isDigit, byGS, fieldOther},
	{"7007", 4, 6, 12, isDigit, byGS, fieldOther},
	{"8008", 4, 8, 12, isDigit, byGS, fieldOther},
	{"90", 2, 1, 30, isSet82, byGS, fieldOther},
}

// alone gives for each pair of leading digits the row whose whole identifier it is.
var alone = func() (t [100]*identifier) {
	for i := range dictionary {
		if p := dictionary[i].prefix; len(p) == 2 {
			t[(p[0]-'0')*10+p[1]-'0'] = &dictionary[i]
		}
	}
	return t
}()

// starts lists for each pair of leading digits the rows of the dictionary that begin so.
var starts = func() (t [100][]*identifier) {
	for i := range dictionary {
		p := dictionary[i].prefix
		n := (p[0]-'0')*10 + p[1] - '0'
		t[n] = append(t[n], &dictionary[i])
	}
	return t
}()

// identify finds the row whose identifier stands at the beginning of s; nil when there is none.
func identify(s string) *identifier {
	if len(s) < 2 {
		return nil
	}
	a, b := s[0]-'0', s[1]-'0'
	if a > 9 || b > 9 {
		return nil
	}
	if id := alone[a*10+b]; id != nil {
		return id
	}
	for _, id := range starts[a*10+b] {
		if len(s) < id.digits || s[:len(id.prefix)] != id.prefix {
			continue
		}
		if id.digits > len(id.prefix) && (s[len(id.prefix)] < '0' || s[len(id.prefix)] > '5') {
			continue
		}
		return id
	}
	return nil
}
