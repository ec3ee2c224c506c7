package goods

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dobro/internal/money"
	"dobro/internal/sale"
)

// Limits of one product. The price is the most that a fiscal drive holds in a line, in kopecks.
const (
	MaxName  = 256
	MaxCode  = 64
	MaxHours = 32
	MaxAge   = 99
	MaxPrice = money.Kopecks(4294967295)
)

// units are the four words of a goods file for piece, kilogram, litre and metre, spelt in escapes because the code holds no
// Cyrillic.
var units = map[string]sale.Unit{
	"\u0448\u0442": sale.Piece, "\u043A\u0433": sale.Kilogram, "\u043B": sale.Litre, "\u043C": sale.Metre,
}

const pieceWord = "\u0448\u0442"

const unitWords = "\u0448\u0442 \u043A\u0433 \u043B \u043C"

// rates of VAT that goods may have since 2026 (425-FZ).
var rates = []sale.VAT{sale.VATNone, sale.VAT0, sale.VAT5, sale.VAT7, sale.VAT10, sale.VAT22, sale.VAT105, sale.VAT107, sale.VAT110, sale.VAT122}

const rateWords = "none 0 5 7 10 22 5/105 7/107 10/110 22/122"

// GroupFinder knows the product groups of ГИС МТ: the number for a number or short name, not ok when there is none.
type GroupFinder interface {
	Group(numberOrName string) (id int, ok bool)
}

// parser makes products of rows, whatever file they stand in, and gathers what is wrong with them.
type parser struct {
	groups   GroupFinder
	column   map[string]int    // where a column stands
	fallback map[string]string // what holds where there is no column
	loose    bool              // values as other programs write them; a goods file of ours is read to the letter
	at       func(column string) Place
	row      []string

	products []Product
	barcodes map[string]int // GTIN → line
	codes    map[string]article
	bad      Refusal
}

// Place is where a field stands: a line of a text, a row of a sheet. File is "" when there is only one.
type Place struct {
	File string
	Line int
}

func newParser(groups GroupFinder) *parser {
	return &parser{groups: groups, barcodes: map[string]int{}, codes: map[string]article{}}
}

// list is what was read, unless something was wrong.
func (p *parser) list() ([]Product, error) {
	if p.bad.found() > 0 {
		return nil, &p.bad
	}
	return p.products, nil
}

// article is where a code of the shop stood, and whether its product had a barcode to be known by.
type article struct {
	line    int
	barcode bool
}

func (p *parser) refuse(column string, problem Problem, value, allowed string) {
	at := p.at(column)
	p.bad.add(RowError{File: at.File, Line: max(at.Line, 1), Column: column, Problem: problem, Value: value, Allowed: allowed})
}

// product reads the row at hand, all of its faults at once.
func (p *parser) product() {
	before := p.bad.found()
	product := Product{
		Code: p.text("code", MaxCode), Name: p.text("name", MaxName),
		Price: p.price(), Unit: p.unit(), VAT: p.vat(), Group: p.group(), Barcodes: p.barcode(),
		Terms: p.terms(),
	}
	if p.field("name") == "" {
		p.refuse("name", EmptyName, "", "")
	}
	if product.Marked() && p.field("barcode") == "" {
		p.refuse("barcode", NoBarcode, "", "")
	}
	p.article(product)
	if p.bad.found() == before && before == 0 { // once one is bad the file is refused, and the rest is only looked at
		p.products = append(p.products, product)
	}
}

func (p *parser) repeated(column string, problem Problem, value string, first int) {
	at := p.at(column)
	p.bad.add(RowError{File: at.File, Line: max(at.Line, 1), Column: column, Problem: problem, Value: value, First: first})
}

func (p *parser) field(column string) string {
	i, there := p.column[column]
	if !there || i >= len(p.row) {
		return p.fallback[column]
	}
	return p.row[i]
}

func (p *parser) text(column string, max int) string {
	s := p.field(column)
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) }
	if utf8.RuneCountInString(s) > max || strings.ContainsFunc(s, unprintable) {
		p.refuse(column, BadText, s, fmt.Sprint(max))
	}
	return strings.Clone(s)
}

func (p *parser) price() money.Kopecks {
	s := p.field("price")
	if p.loose {
		s = loosePrice(s)
	}
	k, err := money.Parse(s)
	if err != nil || k < 0 || k > MaxPrice || strings.HasPrefix(s, "-") {
		p.refuse("price", BadPrice, p.field("price"), "0.00 \u2026 "+MaxPrice.String())
	}
	return k
}

func (p *parser) unit() sale.Unit {
	word := strings.TrimSuffix(strings.ToLower(p.field("unit")), ".")
	u, ok := units[word]
	if !ok && p.loose {
		u, ok = looseUnits[word]
	}
	if !ok {
		p.refuse("unit", BadUnit, p.field("unit"), unitWords)
	}
	return u
}

func (p *parser) vat() sale.VAT {
	v := sale.VAT(strings.Clone(p.field("vat")))
	if p.loose {
		v = looseVAT(string(v))
	}
	switch {
	case v == sale.VAT20 || v == sale.VAT120:
		p.refuse("vat", OldVAT, string(v), rateWords)
	case !slices.Contains(rates, v):
		p.refuse("vat", BadVAT, string(v), rateWords)
	}
	return v
}

func (p *parser) group() int {
	s := p.field("group")
	if s == "" {
		return 0
	}
	id, ok := p.groups.Group(strings.ToLower(s))
	if !ok || id <= 0 {
		p.refuse("group", UnknownGroup, s, "")
	}
	return id
}

func (p *parser) barcode() []string {
	if p.field("barcode") == "" {
		return nil
	}
	var all []string
	for s := range strings.SplitSeq(p.field("barcode"), ",") {
		s = strings.Clone(strings.TrimSpace(s))
		if problem, allowed := checkBarcode(s); problem != "" {
			p.refuse("barcode", problem, s, allowed)
			continue
		}
		if first, twice := p.barcodes[GTIN(s)]; twice {
			p.repeated("barcode", RepeatedBarcode, s, first)
			continue
		}
		p.barcodes[GTIN(s)] = p.at("barcode").Line
		all = append(all, s)
	}
	return all
}

// article refuses an article that is the only thing by which a product is known and stands twice. Programs that write a line
// for each barcode repeat it, and that is well.
func (p *parser) article(product Product) {
	if product.Code == "" {
		return
	}
	barcode := p.field("barcode") != ""
	first, twice := p.codes[product.Code]
	if twice && !(barcode && first.barcode) {
		p.repeated("code", RepeatedCode, product.Code, first.line)
		return
	}
	if !twice {
		p.codes[product.Code] = article{line: p.at("code").Line, barcode: barcode}
	}
}
