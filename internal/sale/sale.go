// Package sale is a receipt as pure data: lines, discounts, totals, VAT and payments, in int64 kopecks and thousandths.
// It knows neither printers nor disks nor the permit mode, and imports nothing of ours.
package sale

// Kind of a receipt, as in journal, export and replay.
type Kind string

// Kinds of receipts.
const (
	Sale       Kind = "sale"
	Return     Kind = "return"
	Correction Kind = "correction"
)

// State of a receipt on its way through the till (DESIGN section 5).
type State string

// States of a receipt.
const (
	Open       State = "open"
	Held       State = "held"
	Sending    State = "sending"
	Fiscalized State = "fiscalized"
	Unknown    State = "unknown"
	NotFiscal  State = "not_fiscalized"
	Cancelled  State = "cancelled"
)

// VAT is a rate as goods files and exports write it. 20 and 20/120 stay for returns of sales made before 2026 (425-ФЗ).
type VAT string

// Rates of VAT.
const (
	VATNone VAT = "none"
	VAT0    VAT = "0"
	VAT5    VAT = "5"
	VAT7    VAT = "7"
	VAT10   VAT = "10"
	VAT20   VAT = "20"
	VAT22   VAT = "22"
	VAT105  VAT = "5/105"
	VAT107  VAT = "7/107"
	VAT110  VAT = "10/110"
	VAT120  VAT = "20/120"
	VAT122  VAT = "22/122"
)

// Unit of a quantity.
type Unit string

// Units of goods (tag 2108: 0, 11, 41, 22).
const (
	Piece    Unit = "piece"
	Kilogram Unit = "kg"
	Litre    Unit = "l"
	Metre    Unit = "m"
)

// Pay is how money is given.
type Pay string

// Ways of paying.
const (
	Cash    Pay = "cash"
	Card    Pay = "card"
	Prepaid Pay = "prepaid"
)

// Payment is one part of what the buyer gives, in kopecks.
type Payment struct {
	Type Pay
	Sum  int64
}

// Line of a receipt. Quantity is in thousandths, money in kopecks.
type Line struct {
	Name     string
	Barcode  string
	Code     string // full marking code with GS; "" for unmarked goods
	Cis      string
	GTIN     string
	Group    int
	Unit     Unit
	Price    int64 // of a unit; of a part of a pack: of the whole pack
	Quantity int64
	Part     Fraction `json:",omitzero"`  // of one marked pack; the zero value is all of it
	Note     string   `json:",omitempty"` // what the buyer wants to find beside the goods (tag 1191)
	Discount int64    // of the whole line
	VAT      VAT
	CheckID  string // the check in the journal that allows this line; "" for unmarked goods
	Tag1265  string // value of tag 1265; "" when no tag 1260 is due
	Approved string // name of the senior who took an unverified code on himself
}

// Receipt is one document on its way to the printer.
type Receipt struct {
	ID       string // UUID
	Kind     Kind
	State    State
	Lines    []Line
	Payments []Payment
	Base     string // of a return: ID of the sale
}
