package marking

// Tail is the shape of a check part.
type Tail uint8

// Shapes of check parts.
const (
	TailNone  Tail = 0
	TailShort Tail = 1 // 93 with 4 signs
	Tail44    Tail = 2 // 91 with 4 and 92 with 44 signs
	Tail88    Tail = 3 // 91 with 4 and 92 with 88 signs
	TailBlock Tail = 4 // 8005 with 6 digits and 93 with 4 signs: tobacco block
)

// Form is one shape of a unit's code: the length of its serial number and its check part.
type Form struct {
	Serial int
	Tail   Tail
}

// Group is a product group of the state system with the shapes that its codes have, the usual one first.
type Group struct {
	ID    int // number of the group; 0 when it is not published
	Name  string
	Forms []Form
}

// Groups is the table that the parser is driven by. Groups without a row of GS1 shapes (packs of tobacco and nicotine,
// furs, alcohol) are known by their own forms. Source: decrees and method documents per group, the public classifier of
// shapes, published samples; where they differ every shape is taken.
var Groups = []Group{
	{19, "antiseptic", []Form{{13, Tail44}, {13, TailShort}}},
	{43, "autofluids", []Form{{13, Tail44}, {13, TailShort}}},
	{15, "beer", []Form{{7, TailShort}, {13, TailShort}}},
	{9, "bicycle", []Form{{13, Tail44}}},
	{17, "bio", []Form{{13, Tail44}, {13, TailShort}}},
	{36, "books", []Form{{13, Tail44}}},
	{42, "cableraw", []Form{{13, Tail44}, {13, TailShort}}},
	{48, "carparts", []Form{{13, Tail44}, {6, TailShort}}},
	{35, "chemistry", []Form{{6, Tail44}, {6, TailShort}}},
	{32, "conserve", []Form{{6, Tail44}, {6, TailShort}}},
	{39, "construction", []Form{{13, Tail44}, {13, TailShort}}},
	{6, "electronics", []Form{{20, Tail44}}},
	{53, "fertilizers", []Form{{13, Tail44}, {6, TailShort}}},
	{40, "fire", []Form{{13, Tail44}, {6, TailShort}}},
	{52, "frozen", []Form{{13, Tail44}, {6, TailShort}}},
	{49, "furslp", []Form{{13, Tail44}}},
	{51, "gadgets", []Form{{20, Tail44}, {20, TailShort}}},
	{37, "grocery", []Form{{13, Tail44}, {13, TailShort}}},
	{41, "heater", []Form{{6, Tail44}, {6, TailShort}}},
	{54, "homeware", []Form{{13, Tail44}, {6, TailShort}}},
	{1, "lp", []Form{{13, Tail44}}},
	{25, "meat", []Form{{13, Tail44}, {6, TailShort}}},
	{8, "milk", []Form{{6, TailShort}}},
	{22, "nabeer", []Form{{7, TailShort}}},
	{50, "nicotindev", []Form{{13, Tail44}, {13, TailShort}}},
	{34, "opticfiber", []Form{{13, Tail44}, {13, TailShort}}},
	{12, "otp", []Form{{7, TailShort}, {7, TailBlock}}},
	{4, "perfumery", []Form{{13, Tail44}}},
	{20, "petfood", []Form{{6, Tail44}, {6, TailShort}}},
	{7, "pharma", []Form{{13, Tail44}, {13, Tail88}}},
	{44, "polymer", []Form{{6, Tail44}, {6, TailShort}}},
	{59, "pyrotechnics", []Form{{13, Tail44}, {6, TailShort}}},
	{28, "radio", []Form{{20, Tail44}, {20, TailShort}}},
	{21, "seafood", []Form{{6, Tail44}, {6, TailShort}}},
	{2, "shoes", []Form{{13, Tail88}, {13, Tail44}}},
	{23, "softdrinks", []Form{{13, TailShort}}},
	{45, "sweets", []Form{{13, Tail44}, {6, TailShort}}},
	{5, "tires", []Form{{13, Tail44}}},
	{31, "titan", []Form{{13, TailShort}}},
	{3, "tobacco", []Form{{7, TailBlock}}},
	{27, "toys", []Form{{13, Tail44}, {6, TailShort}, {6, Tail44}}},
	{33, "vegetableoil", []Form{{13, Tail44}, {13, TailShort}}},
	{0, "vetbio", []Form{{13, Tail44}, {6, TailShort}}},
	{26, "vetpharma", []Form{{13, Tail44}}},
	{13, "water", []Form{{13, TailShort}}},
	{10, "wheelchairs", []Form{{13, Tail44}}},
	{16, "ncp", []Form{{7, TailBlock}}},
}

// maxSerial is the longest serial number that GS1 allows.
const maxSerial = 20

// shapes holds a bit for every tail that some group has behind a serial number of the length.
var shapes = func() (t [maxSerial + 1]uint8) {
	for _, g := range Groups {
		for _, f := range g.Forms {
			t[f.Serial] |= 1 << f.Tail
		}
	}
	return t
}()

// serialLengths that occur in the table, ascending.
var serialLengths = func() (n []int) {
	for i, s := range shapes {
		if s != 0 {
			n = append(n, i)
		}
	}
	return n
}()

// known tells whether some group has the shape.
func known(serial int, t Tail) bool { return serial <= maxSerial && shapes[serial]&(1<<t) != 0 }

// Form gives the shape of a unit's or block's code; zero for all else.
func (c Code) Form() Form {
	switch {
	case c.Kind == KindTobaccoBlock:
		return Form{len(c.Serial), TailBlock}
	case c.Kind != KindUnit:
		return Form{}
	case len(c.Check) == 88:
		return Form{len(c.Serial), Tail88}
	case len(c.Check) == 44:
		return Form{len(c.Serial), Tail44}
	}
	return Form{len(c.Serial), TailShort}
}

// MayBeGroup tells whether codes of the product group can look like this one. Groups that the table lacks may always.
// It is a hint: only the answer of the state system names the group of a code.
func (c Code) MayBeGroup(id int) bool {
	form, listed := c.Form(), false
	for _, g := range Groups {
		if g.ID != id || id == 0 {
			continue
		}
		listed = true
		for _, f := range g.Forms {
			if f == form {
				return true
			}
		}
	}
	switch c.Kind {
	case KindTobaccoPack:
		return id == 3 || id == 12 || id == 16
	case KindFur:
		return id == 14
	case KindEGAIS2, KindEGAIS3:
		return id == 11
	}
	return !listed
}
