package goods

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// text reads one text of CommerceML element by element; it never holds more than one of them.
func (c *cml) text(name string, r io.Reader) error {
	counted := &counter{r: r, left: &c.left}
	x, err := newXMLTokens(counted)
	t := &cmlText{cml: c, name: name}
	if err != nil {
		return refusal(Place{File: name}, BadEncoding, "", "")
	}
	t.x = x
	for {
		event, err := x.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case counted.spent:
			return refusal(t.here(), FileTooLarge, "", fmt.Sprintf("%d MB", MaxCommerceML>>20))
		case counted.err != nil:
			return refusal(t.here(), BadBook, counted.err.Error(), "")
		case errors.Is(err, errCharset):
			return refusal(t.here(), BadEncoding, "", "")
		case errors.Is(err, errDoctype):
			return refusal(t.here(), NotCommerceML, "", "")
		case errors.Is(err, errTooLong):
			return refusal(t.here(), LineTooLong, "", "")
		case err != nil:
			return refusal(t.here(), BadXML, err.Error(), "")
		case event == xmlEnd:
			t.close(strings.TrimSpace(string(x.text)))
			x.up()
			if len(t.order)+len(t.offers) > maxGoods {
				return refusal(t.here(), FileTooLarge, "", fmt.Sprint(maxGoods))
			}
		case len(x.stack) == 1 && x.name != elRoot:
			return refusal(t.here(), NotCommerceML, x.name, "")
		default:
			t.open()
		}
	}
}

// counter ends a text that is larger than all texts may be, and remembers what went wrong in reading itself.
type counter struct {
	r     io.Reader
	left  *int64
	spent bool
	err   error
}

func (c *counter) Read(p []byte) (int, error) {
	if *c.left <= 0 {
		c.spent = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.r.Read(p[:min(int64(len(p)), *c.left)])
	*c.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// cmlText is the walk through one text.
type cmlText struct {
	*cml
	name string
	x    *xmlTokens

	g    *cmlGoods
	o    *cmlOffer
	id   string
	pair map[string]string // children of the price, tax or requisite at hand
}

func (t *cmlText) here() Place { return Place{File: t.name, Line: t.x.line} }

// up names the element that lies n levels above the one at hand, "" when there is none.
func (t *cmlText) up(n int) string {
	if i := len(t.x.stack) - 1 - n; i >= 0 {
		return t.x.stack[i]
	}
	return ""
}

// is tells whether the element at hand has this name, inside another when that is named.
func (t *cmlText) is(name, inside string) bool {
	return t.up(0) == name && (inside == "" || t.up(1) == inside)
}

func (t *cmlText) open() {
	switch {
	case t.is(elGoods, elGoodsList):
		t.g = &cmlGoods{Place: t.here(), gone: t.x.attr(elStatus) == elDeleted}
	case t.is(elOffer, elOfferList):
		t.o = &cmlOffer{Place: t.here()}
	case t.is(elUnit, elGoods) && t.g != nil:
		if code := t.x.attr(elUnitCode); looseUnits[code] != "" {
			t.g.fields.set("unit", code)
		}
	case t.is(elPrice, "") && t.o != nil, t.is(elTax, "") && t.g != nil, t.is(elRequisite, "") && (t.g != nil || t.o != nil), t.is(elPriceType, "") && t.o == nil:
		t.pair = map[string]string{}
	}
}

func (t *cmlText) close(text string) {
	switch {
	case t.is(elGoods, elGoodsList):
		t.keepGoods()
	case t.is(elOffer, elOfferList):
		t.keepOffer()
	case t.pair != nil:
		t.inPair(text)
	case t.up(1) == elGoods && t.up(2) == elGoodsList && t.g != nil:
		t.field(&t.g.fields, text)
		t.g.gone = t.g.gone || t.is(elMarkOfDeletion, "") && text == "true"
	case t.up(1) == elOffer && t.up(2) == elOfferList && t.o != nil:
		t.field(&t.o.fields, text)
	case t.is(elBarcode, "") && text != "": // a list of them
		if t.o != nil {
			t.o.fields.addBarcode(text)
		} else if t.g != nil {
			t.g.fields.addBarcode(text)
		}
	}
}

// field takes a child of goods or of an offer.
func (t *cmlText) field(r *record, text string) {
	if text == "" {
		return
	}
	switch t.up(0) {
	case elId:
		t.id = text
	case elName:
		r.set("name", text)
	case elCode:
		r.set("code", text)
	case elBarcode:
		r.addBarcode(text)
	case elUnit:
		if r.get("unit") == "" {
			r.set("unit", text)
		}
	}
}

// inPair takes what stands inside a price, a tax, a requisite or a type of price, and its end.
func (t *cmlText) inPair(text string) {
	switch {
	case t.is(elPrice, "") && t.o != nil:
		t.o.prices = append(t.o.prices, offered{t.pair[elPriceTypeId], t.pair[elAmount]})
	case t.is(elPriceType, ""):
		t.types = append(t.types, priceType{t.pair[elId], t.pair[elName]})
	case t.is(elTax, "") && t.g != nil:
		if name := t.pair[elName]; name == "" || strings.EqualFold(name, elVatName) {
			t.g.fields.set("vat", t.pair[elRate])
		}
	case t.is(elRequisite, ""):
		t.requisite(t.pair[elName], t.pair[elValue])
	default:
		t.pair[t.up(0)] = text
		return
	}
	t.pair = nil
}

// requisite takes a field that the trade program keeps as a property of its own: the group of marked goods, the age of the buyer.
func (t *cmlText) requisite(name, value string) {
	r := &record{}
	if t.o != nil {
		r = &t.o.fields
	} else if t.g != nil {
		r = &t.g.fields
	}
	for field := range recognise([]string{name}) {
		if field != "name" && field != "price" && r.get(field) == "" {
			r.set(field, value)
		}
	}
}

func (t *cmlText) keepGoods() {
	if t.g == nil {
		return
	}
	if _, twice := t.goods[t.id]; t.id != "" && !twice {
		t.goods[t.id] = t.g
		t.order = append(t.order, t.g)
	}
	t.g, t.id = nil, ""
}

func (t *cmlText) keepOffer() {
	if t.o == nil {
		return
	}
	t.o.id = t.id
	t.offers = append(t.offers, *t.o)
	t.o, t.id = nil, ""
}
