package goods

import (
	"archive/zip"
	"io"
	"slices"
	"strings"
)

// Limits of CommerceML: bytes of all texts unpacked, depth and text of an element, goods.
const (
	MaxCommerceML = 512 << 20
	maxDepth      = 64
	maxText       = 64 << 10
	maxGoods      = 1 << 20
)

// readCommerceML reads the exchange format of trade programs (CommerceML 2): goods from one text, their prices from another, both in
// one file, in files of their own or packed. Goods are joined with offers by their Ид; an offer with a # in it is a variant with a name
// of its own. What is refused is told at the line where its element begins.
func (f File) readCommerceML(ask Ask) (List, error) {
	c := &cml{goods: map[string]*cmlGoods{}, left: MaxCommerceML, several: len(f.More) > 0}
	for _, file := range append([]File{f}, f.More...) {
		if err := c.take(file); err != nil {
			return List{}, err
		}
	}
	return c.products(ask)
}

// cml is what was gathered so far.
type cml struct {
	goods  map[string]*cmlGoods
	order  []*cmlGoods
	offers []cmlOffer
	types  []priceType
	left   int64 // bytes that may still be read

	several bool // texts, so that a refusal has to name one
}

type cmlGoods struct {
	Place
	fields  record
	gone    bool // marked as deleted
	offered bool
}

type cmlOffer struct {
	Place
	id     string
	fields record
	prices []offered
}

// offered is a price of an offer by its type.
type offered struct{ kind, amount string }

// record is the fields of goods or of an offer, in the order of Fields.
type record [11]string

var fieldAt = func() map[string]int {
	m := map[string]int{}
	for i, f := range Fields() {
		m[f] = i
	}
	return m
}()

func (r *record) get(field string) string { return r[fieldAt[field]] }
func (r *record) set(field, value string) { r[fieldAt[field]] = value }
func (r *record) addBarcode(barcode string) {
	if was := r.get("barcode"); was != "" {
		barcode = was + "," + barcode
	}
	r.set("barcode", barcode)
}

type priceType struct{ id, name string }

// take reads a text, or all texts of a pack: goods before offers, so that places are told in that order.
func (c *cml) take(f File) error {
	kind, problem, err := f.kind()
	if err != nil {
		return err
	}
	var head [4]byte
	f.ReadAt(head[:], 0) // kind has read it already
	if string(head[:]) != "PK\x03\x04" {
		if problem != "" || kind != CommerceML {
			return refusal(Place{f.Name, 1}, NotCommerceML, "", "")
		}
		name := ""
		if c.several {
			name = f.Name
		}
		return c.text(name, io.NewSectionReader(f, 0, f.Size))
	}
	z, err := zip.NewReader(f, f.Size)
	if err != nil {
		return refusal(Place{Line: 1}, BadBook, err.Error(), "")
	}
	texts := slices.DeleteFunc(slices.Clone(z.File), func(e *zip.File) bool { return !strings.HasSuffix(strings.ToLower(e.Name), ".xml") })
	slices.SortFunc(texts, func(a, b *zip.File) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	for _, e := range texts {
		r, err := e.Open()
		if err != nil {
			return refusal(Place{e.Name, 1}, BadBook, err.Error(), "")
		}
		err = c.text(e.Name, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func refusal(at Place, problem Problem, value, allowed string) error {
	r := &Refusal{}
	r.add(RowError{File: at.File, Line: max(at.Line, 1), Problem: problem, Value: value, Allowed: allowed})
	return r
}

// products joins goods and offers and reads them as rows.
func (c *cml) products(ask Ask) (List, error) {
	price, err := c.priceType(ask.PriceType)
	if err != nil {
		return List{}, err
	}
	j := join{cml: c, parser: newParser(ask.Groups), price: price, told: map[string]int{}}
	j.at = j.place
	m := Mapping{Columns: map[string]int{}, Default: ask.defaults()}
	for i, f := range Fields() {
		m.Columns[f] = i
	}
	j.mapped(m)
	for i := range c.offers {
		j.offer(&c.offers[i])
	}
	skipped := 0
	for _, g := range c.order {
		if !g.gone && !g.offered {
			skipped++
		}
	}
	if len(c.offers) == 0 && skipped > 0 {
		return List{}, refusal(c.order[0].Place, NoOffers, "", "")
	}
	products, err := j.list()
	return List{Products: products, Silent: silent(j.told), Skipped: skipped}, err
}

// join is the way from offers to products.
type join struct {
	*cml
	*parser
	price string         // identifier of the type of price
	told  map[string]int // fields that had a value somewhere
	g     *cmlGoods
	o     *cmlOffer
}

// place is where a field of the offer at hand stands.
func (j *join) place(column string) Place {
	if own := column == "barcode" && j.o.fields.get(column) != ""; j.g == nil || column == "price" || own {
		return j.o.Place
	}
	return j.g.Place
}

// offer makes a product of an offer and its goods.
func (j *join) offer(o *cmlOffer) {
	id, _, variant := strings.Cut(o.id, "#")
	j.o, j.g = o, j.goods[id]
	switch {
	case j.g == nil:
		j.refuse("", OrphanOffer, o.id, "")
		return
	case j.g.gone:
		return
	case !variant && j.g.offered:
		j.g = nil
		j.refuse("", RepeatedOffer, o.id, "")
		return
	}
	j.g.offered = true
	j.row = j.row[:0]
	for _, f := range Fields() {
		j.row = append(j.row, j.value(f, variant))
	}
	if j.field("price") == "" {
		j.refuse("price", NoPrice, j.field("name"), "")
		return
	}
	j.product()
}

// value is a field of the product: a variant has its own name, and does not share the barcode of its goods.
func (j *join) value(field string, variant bool) string {
	v, own := j.g.fields.get(field), j.o.fields.get(field)
	switch {
	case field == "price":
		v = ""
		for _, p := range j.o.prices {
			if p.kind == j.price {
				v = p.amount
			}
		}
	case own != "" && (variant || v == "" || field == "barcode"), variant && field == "barcode":
		v = own
	}
	if v == "" {
		return j.fallback[field]
	}
	j.told[field] = 1
	return v
}

// priceType chooses among the types of price: the one that was asked for, the only one, or the one called retail.
func (c *cml) priceType(want string) (id string, err error) {
	used := map[string]bool{}
	for _, o := range c.offers {
		for _, p := range o.prices {
			used[p.kind] = true
		}
	}
	var list []priceType
	for _, t := range c.types {
		if used[t.id] {
			list = append(list, t)
			delete(used, t.id)
		}
	}
	for id := range used { // a type that no text names
		list = append(list, priceType{id, id})
	}
	slices.SortFunc(list, func(a, b priceType) int { return strings.Compare(a.name, b.name) })
	all := make([]string, len(list))
	var fit []priceType
	for i, t := range list {
		all[i] = t.name
		name := strings.ToLower(t.name)
		if want != "" && strings.EqualFold(t.name, want) || want == "" && slices.ContainsFunc(words["prices"]["retail"], func(w string) bool { return strings.Contains(name, w) }) {
			fit = append(fit, t)
		}
	}
	switch {
	case len(fit) == 1:
		return fit[0].id, nil
	case want == "" && len(list) == 1:
		return list[0].id, nil
	case len(list) == 0:
		return "", nil
	}
	return "", refusal(c.offers[0].Place, PriceTypes, want, strings.Join(all, ", "))
}
