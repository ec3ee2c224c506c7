package goods

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// text reads one text of CommerceML element by element; it never holds more than one of them.
func (c *cml) text(name string, r io.Reader) error {
	counted := &counter{r: r, left: &c.left}
	d := xml.NewDecoder(counted)
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "windows-1251") {
			return charmap.Windows1251.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("%w: %s", errCharset, charset)
	}
	t := &cmlText{cml: c, name: name, d: d}
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(t.stack) == 0 && t.begun:
			return nil
		case counted.spent:
			return refusal(t.here(), FileTooLarge, "", fmt.Sprintf("%d MB", MaxCommerceML>>20))
		case errors.Is(err, errCharset):
			return refusal(t.here(), BadEncoding, "", "")
		case counted.err != nil:
			return refusal(t.here(), BadBook, counted.err.Error(), "")
		case err != nil:
			return refusal(t.here(), BadXML, err.Error(), "")
		}
		if err := t.token(token); err != nil {
			return err
		}
	}
}

var errCharset = errors.New("unknown encoding")

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
	name  string
	d     *xml.Decoder
	begun bool
	stack []string
	chars strings.Builder

	g     *cmlGoods
	o     *cmlOffer
	id    string
	pair  map[string]string // children of the price, tax or requisite at hand
	taxed string            // rate of the goods
}

func (t *cmlText) here() Place {
	line, _ := t.d.InputPos()
	return Place{File: t.name, Line: line}
}

func (t *cmlText) token(token xml.Token) error {
	switch x := token.(type) {
	case xml.StartElement:
		if !t.begun && x.Name.Local != element("root") {
			return refusal(t.here(), NotCommerceML, x.Name.Local, "")
		}
		if len(t.stack) == maxDepth {
			return refusal(t.here(), BadXML, "", "")
		}
		t.begun = true
		t.stack = append(t.stack, x.Name.Local)
		t.chars.Reset()
		t.open(x)
	case xml.EndElement:
		n := len(t.stack) - 1
		if n < 0 || t.stack[n] != x.Name.Local {
			return refusal(t.here(), BadXML, x.Name.Local, "")
		}
		t.close(strings.TrimSpace(t.chars.String()))
		t.chars.Reset()
		t.stack = t.stack[:n]
		if len(t.order)+len(t.offers) > maxGoods {
			return refusal(t.here(), FileTooLarge, "", fmt.Sprint(maxGoods))
		}
	case xml.CharData:
		if t.chars.Len()+len(x) > maxText {
			return refusal(t.here(), LineTooLong, "", "")
		}
		t.chars.Write(x)
	}
	return nil
}

// up names the element that lies n levels above the one at hand, "" when there is none.
func (t *cmlText) up(n int) string {
	if i := len(t.stack) - 1 - n; i >= 0 {
		return t.stack[i]
	}
	return ""
}

func (t *cmlText) is(what, inside string) bool {
	return t.up(0) == element(what) && (inside == "" || t.up(1) == element(inside))
}

func (t *cmlText) open(e xml.StartElement) {
	switch {
	case t.is("goods", "goods list"):
		t.g = &cmlGoods{Place: t.here(), fields: map[string]string{}}
		for _, a := range e.Attr {
			t.g.gone = t.g.gone || a.Name.Local == element("status") && a.Value == element("deleted")
		}
	case t.is("offer", "offer list"):
		t.o = &cmlOffer{Place: t.here(), fields: map[string]string{}, prices: map[string]string{}}
	case t.is("unit", "goods") && t.g != nil:
		for _, a := range e.Attr {
			if a.Name.Local == element("unit code") && looseUnits[a.Value] != "" {
				t.g.fields["unit"] = a.Value
			}
		}
	case t.is("price", "") && t.o != nil, t.is("tax", "") && t.g != nil, t.is("requisite", "") && (t.g != nil || t.o != nil), t.is("price type", "") && t.o == nil:
		t.pair = map[string]string{}
	}
}

func (t *cmlText) close(text string) {
	switch {
	case t.is("goods", "goods list"):
		t.keepGoods()
	case t.is("offer", "offer list"):
		t.keepOffer()
	case t.pair != nil:
		t.inPair(text)
	case t.up(1) == element("goods") && t.up(2) == element("goods list") && t.g != nil:
		t.field(t.g.fields, text)
		t.g.gone = t.g.gone || t.is("mark of deletion", "") && text == "true"
	case t.up(1) == element("offer") && t.up(2) == element("offer list") && t.o != nil:
		t.field(t.o.fields, text)
	case t.is("barcode", "") && text != "": // a list of them
		if t.o != nil {
			add(t.o.fields, text)
		} else if t.g != nil {
			add(t.g.fields, text)
		}
	}
}

// field takes a child of goods or of an offer.
func (t *cmlText) field(fields map[string]string, text string) {
	if text == "" {
		return
	}
	switch t.up(0) {
	case element("id"):
		t.id = text
	case element("name"):
		fields["name"] = text
	case element("code"):
		fields["code"] = text
	case element("barcode"):
		add(fields, text)
	case element("unit"):
		if fields["unit"] == "" {
			fields["unit"] = text
		}
	}
}

func add(fields map[string]string, barcode string) {
	if was := fields["barcode"]; was != "" {
		barcode = was + "," + barcode
	}
	fields["barcode"] = barcode
}

// inPair takes what stands inside a price, a tax, a requisite or a type of price, and its end.
func (t *cmlText) inPair(text string) {
	switch {
	case t.is("price", "") && t.o != nil:
		t.o.prices[t.pair[element("price type id")]] = t.pair[element("amount")]
		t.pair = nil
	case t.is("price type", ""):
		t.types = append(t.types, priceType{t.pair[element("id")], t.pair[element("name")]})
		t.pair = nil
	case t.is("tax", ""):
		if name := t.pair[element("name")]; name == "" || strings.EqualFold(name, element("vat name")) {
			t.g.fields["vat"] = t.pair[element("rate")]
		}
		t.pair = nil
	case t.is("requisite", ""):
		t.requisite(t.pair[element("name")], t.pair[element("value")])
		t.pair = nil
	default:
		t.pair[t.up(0)] = text
	}
}

// requisite takes a field that the trade program keeps as a property of its own: the group of marked goods, the age of the buyer.
func (t *cmlText) requisite(name, value string) {
	fields := map[string]string{}
	if t.o != nil {
		fields = t.o.fields
	} else if t.g != nil {
		fields = t.g.fields
	}
	for field := range recognise([]string{name}) {
		if field != "name" && field != "price" && fields[field] == "" && value != "" {
			fields[field] = value
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
