package marking

import (
	"iter"
	"strings"
)

// Field is one piece of a code, for the scan doctor: what it is, what it says and where it stands in the text given.
type Field struct {
	Name      string // gtin serial key signature check price block_price weight volume expiry sscc lot article count other code rest
	AI        string // "" in codes without identifiers
	Value     string
	Start     int  // first byte, of the identifier if there is one
	ValueAt   int  // first byte of the value
	End       int  // byte behind the value
	Separated bool // a separator follows
}

var fieldNames = [...]string{fieldOther: "other", fieldGTIN: "gtin", fieldSerial: "serial", fieldKey: "key",
	fieldSignature: "signature", fieldCheck: "check", fieldBlockPrice: "block_price", fieldWeight: "weight",
	fieldVolume: "volume", fieldExpiry: "expiry", fieldExpiryTime: "expiry", fieldSSCC: "sscc", fieldLot: "lot",
	fieldArticle: "article", fieldCount: "count"}

// Fields gives the pieces of a code from left to right. It works on Code.Full and as far as possible on text that Parse
// refused: what cannot be split comes last as a field named "rest". Their bytes and the separators make up the whole text.
func Fields(full string) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		switch {
		case full == "":
		case len(full) == packFull && packLike(full):
			for _, p := range [...]struct {
				name     string
				from, to int
			}{{"gtin", 0, 14}, {"serial", 14, packCis}, {"price", packCis, packPrice}, {"check", packPrice, packFull}} {
				if !yield(Field{Name: p.name, Value: full[p.from:p.to], Start: p.from, ValueAt: p.from, End: p.to}) {
					return
				}
			}
		case len(full) > 14 && identifierLike(full) && !egaisLike(full):
			identified(full, yield)
		default:
			yield(Field{Name: "code", Value: full, End: len(full)})
		}
	}
}

func identified(s string, yield func(Field) bool) {
	for i := 0; i < len(s); {
		id := identify(s[i:])
		if id == nil || s[i] == GS {
			yield(Field{Name: "rest", Value: s[i:], Start: i, ValueAt: i, End: len(s)})
			return
		}
		at := i + id.digits
		end, next := id.span(s, at)
		f := Field{Name: fieldNames[id.field], AI: s[i:at], Value: s[at:end], Start: i, ValueAt: at, End: end, Separated: next > end}
		if !yield(f) {
			return
		}
		i = next
	}
}

// Format writes fields as a code: with the separators that they had, and with those that must be there.
func Format(fields iter.Seq[Field]) string {
	var b strings.Builder
	open := false
	for f := range fields {
		if open {
			b.WriteByte(GS)
		}
		b.WriteString(f.AI)
		b.WriteString(f.Value)
		id := identify(f.AI)
		open = f.Separated || id != nil && id.ends == byGS
	}
	return b.String()
}

// Format writes the code from its fields: the full form again.
func (c Code) Format() string { return Format(Fields(c.Full)) }

// Field finds the value of an identifier in the full code, "" when it is not there.
func (c Code) Field(ai string) string {
	for f := range Fields(c.Full) {
		if f.AI == ai {
			return f.Value
		}
	}
	return ""
}
