package sale

// One is the quantity of one piece, one kilogram, one litre: a thousand thousandths.
const One int64 = 1000

// Limits of a line. They are far above any shop's and keep every product of two of them inside int64.
const (
	MaxPrice    int64 = 1_000_000_000_000 // kopecks: ten billion rubles
	MaxQuantity int64 = 1_000_000_000     // thousandths: a million pieces
	MaxTotal    int64 = 1_000_000_000_000 // kopecks; the fiscal drive keeps sums in 6 bytes
)

// MaxNote is how many characters a note may have (tag 1191).
const MaxNote = 64

// Gross is price × quantity in kopecks, rounded half up; of a part of a pack its share of that.
func (l Line) Gross() int64 { return l.Part.of(scaled(l.Price, l.Quantity, One)) }

// Sum is what the line costs: gross less discount.
func (l Line) Sum() int64 { return l.Gross() - l.Discount }

// VATSum is the VAT inside Sum, in kopecks: that of each part which the printer gets (Parts), rounded half up, because the printer
// counts the tax of what it prints. A line that goes as two may differ by a kopeck from the tax of its whole sum.
func (l Line) VATSum() int64 {
	if l.Discount == 0 {
		return l.VAT.Inside(l.Sum())
	}
	var vat int64
	for _, p := range Parts(l.Sum(), l.Quantity) {
		vat += l.VAT.Inside(p.Sum)
	}
	return vat
}

// PaidPrice is the price of a unit after the discount, in kopecks, rounded half up. A part of a pack is the unit itself: that is how
// it stands on the receipt.
func (l Line) PaidPrice() int64 {
	if l.Quantity <= 0 || l.Discount == 0 && l.Part.Whole() {
		return l.Price
	}
	return scaled(l.Sum(), One, l.Quantity)
}

// PackPrice is PaidPrice of a whole pack, which the law's lowest prices speak of.
func (l Line) PackPrice() int64 {
	if l.Part.Whole() {
		return l.PaidPrice()
	}
	return scaled(l.PaidPrice(), l.Part.Of, l.Part.N)
}

// Marked tells whether the line is a marked item with its code.
func (l Line) Marked() bool { return l.Code != "" }

// Validate refuses a line that must never reach a printer. The error is an *Error without a line number.
func (l Line) Validate() error {
	switch {
	case l.Price <= 0 || l.Price > MaxPrice:
		return &Error{Problem: BadPrice, Have: l.Price}
	case l.Quantity <= 0 || l.Quantity > MaxQuantity, l.Unit == Piece && l.Quantity%One != 0:
		return &Error{Problem: BadQuantity, Have: l.Quantity}
	case l.Marked() && l.Quantity != One:
		return &Error{Problem: MarkedQuantity, Have: l.Quantity, Want: One}
	case !l.Part.Valid(), !l.Part.Whole() && (!l.Marked() || l.Unit != Piece):
		return &Error{Problem: BadPart, Have: l.Part.N, Want: l.Part.Of}
	case len([]rune(l.Note)) > MaxNote:
		return &Error{Problem: BadNote, Have: int64(len([]rune(l.Note))), Want: MaxNote}
	case !l.Unit.Known():
		return &Error{Problem: BadUnit}
	case !l.VAT.Known():
		return &Error{Problem: BadVAT}
	case l.Gross() > MaxTotal:
		return &Error{Problem: BadPrice, Have: l.Gross(), Want: MaxTotal}
	case l.Discount < 0 || l.Discount > l.Gross():
		return &Error{Problem: BadDiscount, Have: l.Discount, Want: l.Gross()}
	}
	return nil
}

// Known tells whether the unit is one that goods may have.
func (u Unit) Known() bool {
	switch u {
	case Piece, Kilogram, Litre, Metre:
		return true
	}
	return false
}
