package marking

// GS is the separator of GS1 fields (FNC1 inside a symbol), 0x1D.
const GS = '\x1d'

// Kind says what sort of code was read. The numbers are stored and never change.
type Kind uint8

// Kinds of codes. Only those for which Kind.Marked holds are checked and sold as marked goods.
const (
	KindNone         Kind = 0  // nothing readable
	KindUnit         Kind = 1  // 01+21+check part: a unit, a group pack or a set with its own GTIN
	KindTobaccoPack  Kind = 2  // 29 characters without identifiers
	KindTobaccoBlock Kind = 3  // 01+21(7)+8005+93
	KindFur          Kind = 4  // RU-XXXXXX-XXXXXXXXXX
	KindEGAIS2       Kind = 5  // PDF417 of 68 characters
	KindEGAIS3       Kind = 6  // PDF417 of 150 characters
	KindTransport    Kind = 7  // SSCC or a box code: never sold by the piece
	KindBarcode      Kind = 8  // EAN-8/13, UPC-A, ITF-14
	KindWeight       Kind = 9  // in-store weight label 20–29
	KindLink         Kind = 10 // a QR code with a web address: the wrong symbol on the box
)

// Code is one read code, split. Every string is a part of the input or of its repaired form.
type Code struct {
	Kind     Kind
	Full     string // the code with real GS bytes, without symbology prefix and leading FNC1: what services and the printer get
	Cis      string // code of identification, without check part and GS: what the local module and the duplicate key get; of an SSCC its 18 digits, "" for barcodes, labels and links
	GTIN     string // 14 digits, also of barcodes and labels; "" for furs, EGAIS and SSCC
	Serial   string
	KeyID    string // AI 91
	Check    string // AI 93 or 92, or the last 4 characters of a tobacco pack
	MaxPrice int64  // kopecks: base-80 price of a pack, AI 8005 of a block; 0 is none
	Weight   int64  // grams, AI 310y or a weight label; 0 is none
	Volume   int64  // millilitres, AI 335y; 0 is none
	Expiry   string // AI 17 as YYMMDD or AI 7003 as YYMMDDhhmm
	PLU      string // article of a weight label
	Price    int64  // kopecks, from a weight label that carries a price; 0 is none
	Restored bool   // lost separators, a layout or letter case were put right
	TestKey  bool   // the check part belongs to the operator's test contour
}

// Reason says why a read was refused; it is stable and appears in logs and in the scan doctor.
type Reason string

// Reasons of refusal.
const (
	ReasonEmpty      Reason = "empty"
	ReasonUnknown    Reason = "unknown_form"   // not a code that we know
	ReasonTruncated  Reason = "truncated"      // the read broke off
	ReasonNoCheck    Reason = "no_check_part"  // identification without its check part: cannot be checked online
	ReasonCheckDigit Reason = "gtin_check"     // check digit of the GTIN or barcode is wrong
	ReasonCharacter  Reason = "bad_character"  // a sign outside character set 82
	ReasonGlued      Reason = "two_codes"      // two reads came as one
	ReasonAmbiguous  Reason = "ambiguous"      // separators lost, more than one reading is possible
	ReasonDoubleGS   Reason = "double_gs"      // doubled separator
	ReasonCase       Reason = "letter_case"    // letter case was inverted and cannot be proved
	ReasonTail       Reason = "bad_check_part" // the check part is not base64 of a known length
	ReasonIdentifier Reason = "bad_identifier" // an application identifier that does not exist, or with a bad value
)

// Error is a refusal of a read. At is the byte where it went wrong, -1 when that is nowhere in particular.
type Error struct {
	Reason Reason
	At     int
	Kind   Kind // what it would have been, KindNone when unknown
	Cis    string
	GTIN   string // when it could still be read
}

func (e *Error) Error() string { return "marking code refused: " + string(e.Reason) }

// Marked tells whether the code identifies one marked item that the permit mode checks.
func (k Kind) Marked() bool {
	return k == KindUnit || k == KindTobaccoPack || k == KindTobaccoBlock || k == KindFur
}

// String is for logs: it never shows the check part.
func (c Code) String() string {
	if c.Cis == "" && !c.Kind.Marked() {
		return c.Full // barcodes and links hide nothing
	}
	return c.Cis
}
