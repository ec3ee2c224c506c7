package shtrih

import (
	"bytes"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// rates of VAT as FF46 takes them.
var rates = map[sale.VAT]byte{
	sale.VAT20: 0x01, sale.VAT10: 0x02, sale.VAT0: 0x04, sale.VATNone: 0x08, sale.VAT120: 0x10, sale.VAT110: 0x20,
	sale.VAT5: 0x81, sale.VAT7: 0x82, sale.VAT105: 0x84, sale.VAT107: 0x88, sale.VAT22: 0xCB, sale.VAT122: 0xCC,
}

// units as tag 2108.
var units = map[sale.Unit]byte{sale.Piece: 0, sale.Kilogram: 11, sale.Litre: 41, sale.Metre: 22}

// Tags 1214 and 1212.
const (
	fullPayment               = 4
	objectGoods               = 1
	objectExcise              = 2
	objectExciseWithMark      = 31
	objectExciseNoMark        = 30
	objectGoodsNoMark         = 32
	objectGoodsWithMark       = 33
	maxCode                   = maxBody - 2 - 4 - 4 // what FF61 can carry
	departmentFree       byte = 1
)

// The permit requisite of decree 1944 of 21.11.2023 (tags 1262, 1263, 1264).
const (
	permitBody   = "030"
	permitDate   = "21.11.2023"
	permitNumber = "1944"
)

// lineSteps are the commands of one line: the line, its tags, its marking code.
func (p *Printer) lineSteps(l fiscal.Line, operation byte) ([]step, error) {
	rate, known := rates[l.VAT]
	unit, ok := units[l.Unit]
	switch {
	case !known || !ok:
		return nil, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "unit " + string(l.Unit) + ", VAT " + string(l.VAT)}
	case len(l.Code) > maxCode:
		return nil, &fiscal.Error{Trouble: fiscal.BadMark, Text: "marking code is too long"}
	}
	if l.VAT == sale.VAT107 {
		rate = p.p.VAT7of107
	}
	object := byte(objectGoods)
	switch {
	case l.Code != "" && l.Excise:
		object = objectExciseWithMark
	case l.Code != "":
		object = objectGoodsWithMark
	case l.Excise:
		object = objectExciseNoMark
	case l.NoCode:
		object = objectGoodsNoMark
	}
	var o out
	o.u8(operation)
	o.u(l.Quantity*1000, 6) // thousandths to millionths
	o.u(l.Price, 5)
	o.u(l.Sum, 5)
	o.bytes(bytes.Repeat([]byte{0xFF}, 5)) // the printer computes the tax
	o.u8(rate)
	o.u8(departmentFree)
	o.u8(fullPayment)
	o.u8(object)
	o.bytes(itemName(l.Name))
	tags := [][]byte{tag(tagUnit, []byte{unit})}
	if l.Code != "" && !l.Part.Whole() {
		tags = append(tags, fractionTag(l.Part))
	}
	if l.Note != "" {
		tags = append(tags, textTag(tagNote, l.Note, sale.MaxNote))
	}
	if l.Tag1265 != "" {
		permit := textTag(tagBody, permitBody, 3)
		permit = append(permit, textTag(tagBodyDate, permitDate, 10)...)
		permit = append(permit, textTag(tagBodyNumber, permitNumber, 32)...)
		permit = append(permit, textTag(tagAttribute, l.Tag1265, 256)...)
		tags = append(tags, tag(tagIndustry, permit))
	}
	item := []step{{cmdItem, o.b}}
	var rest []step
	for _, t := range tags {
		if len(t) > maxTLV {
			return nil, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "tag of a line is too long"}
		}
		rest = append(rest, step{cmdItemTag, t})
	}
	if l.Code != "" {
		rest = append(rest, step{cmdBindMark, append([]byte{byte(len(l.Code))}, l.Code...)})
	}
	if p.p.TagsFirst {
		return append(rest, item...), nil
	}
	return append(item, rest...), nil
}

// itemName is at most 128 bytes of Windows-1251. A name that begins with "//" would not be printed.
func itemName(s string) []byte {
	b := bytes.TrimSpace(cp1251(s))
	if bytes.HasPrefix(b, []byte("//")) {
		b = append([]byte{' '}, b...)
	}
	return cut(b, 128)
}
