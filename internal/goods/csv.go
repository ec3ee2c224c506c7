package goods

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dobro/internal/money"
	"dobro/internal/sale"
)

// Columns of a goods file. They may stand in any order, each once. MoreColumns may follow or be left out.
var (
	Columns     = []string{"code", "name", "price", "unit", "vat", "group", "barcode"}
	MoreColumns = []string{"unmarked_until", "unmarked_reason", "age", "hours"}
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

const unitWords = "\u0448\u0442 \u043A\u0433 \u043B \u043C"

// rates of VAT that goods may have since 2026 (425-FZ).
var rates = []sale.VAT{sale.VATNone, sale.VAT0, sale.VAT5, sale.VAT7, sale.VAT10, sale.VAT22, sale.VAT105, sale.VAT107, sale.VAT110, sale.VAT122}

const rateWords = "none 0 5 7 10 22 5/105 7/107 10/110 22/122"

// GroupFinder knows the product groups of ГИС МТ: the number for a number or short name, not ok when there is none.
type GroupFinder interface {
	Group(numberOrName string) (id int, ok bool)
}

// ParseCSV reads a goods file (DESIGN section 4, «Goods CSV»). It takes all of it or nothing: any bad field refuses the file with
// a *Refusal that names every bad one. Other errors are those of r. Empty lines are passed over.
func ParseCSV(r io.Reader, groups GroupFinder) ([]Product, error) {
	p := parser{in: newLines(r), groups: groups, barcodes: map[string]int{}, codes: map[string]article{}}
	err := p.file()
	if err != nil {
		return nil, fmt.Errorf("read goods file: %w", err)
	}
	if p.bad.found() > 0 {
		return nil, &p.bad
	}
	return p.products, nil
}

type parser struct {
	in       *lines
	groups   GroupFinder
	column   map[string]int // where a column stands
	products []Product
	barcodes map[string]int // GTIN → line
	codes    map[string]article
	bad      Refusal
	row      []string
}

// article is where a code of the shop stood, and whether its product had a barcode to be known by.
type article struct {
	line    int
	barcode bool
}

func (p *parser) file() error {
	for {
		line, problem, err := p.in.next()
		switch {
		case errors.Is(err, io.EOF):
			if p.column == nil {
				p.refuse("", BadHeader, "", strings.Join(Columns, ";"))
			}
			return nil
		case err != nil:
			return err
		case problem == FileTooLarge:
			p.refuse("", problem, "", fmt.Sprintf("%d MB", MaxFile>>20))
			return nil
		case problem != "":
			p.refuse("", problem, "", "")
			return nil
		case strings.Trim(line, "; \t") == "":
			continue
		case p.column == nil && p.in.n == 1 && strings.EqualFold(strings.TrimSpace(line), "sep=;"):
			continue // Excel writes and wants it
		case p.column == nil:
			if !p.header(line) {
				return nil
			}
		default:
			p.product(line)
		}
	}
}

func (p *parser) refuse(column string, problem Problem, value, allowed string) {
	p.bad.add(RowError{Line: max(p.in.n, 1), Column: column, Problem: problem, Value: value, Allowed: allowed})
}

func (p *parser) header(line string) bool {
	names, ok := fields(line, nil)
	column := map[string]int{}
	for i, name := range names {
		name = strings.ToLower(name)
		if _, twice := column[name]; twice || !slices.Contains(Columns, name) && !slices.Contains(MoreColumns, name) {
			ok = false
		}
		column[name] = i
	}
	for _, name := range Columns {
		_, there := column[name]
		ok = ok && there
	}
	if !ok {
		p.refuse("", BadHeader, line, strings.Join(Columns, ";"))
		return false
	}
	p.column = column
	return true
}

// product reads one line, all of its faults at once.
func (p *parser) product(line string) {
	var ok bool
	if p.row, ok = fields(line, p.row); !ok {
		p.refuse("", BadQuotes, line, "")
		return
	}
	if len(p.row) != len(p.column) {
		p.refuse("", BadFieldCount, fmt.Sprint(len(p.row)), fmt.Sprint(len(p.column)))
		return
	}
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

func (p *parser) field(column string) string {
	i, there := p.column[column]
	if !there {
		return ""
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
	k, err := money.Parse(s)
	if err != nil || k < 0 || k > MaxPrice || strings.HasPrefix(s, "-") {
		p.refuse("price", BadPrice, s, "0.00 \u2026 "+MaxPrice.String())
	}
	return k
}

func (p *parser) unit() sale.Unit {
	u, ok := units[strings.TrimSuffix(strings.ToLower(p.field("unit")), ".")]
	if !ok {
		p.refuse("unit", BadUnit, p.field("unit"), unitWords)
	}
	return u
}

func (p *parser) vat() sale.VAT {
	v := sale.VAT(strings.Clone(p.field("vat")))
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
			p.bad.add(RowError{Line: p.in.n, Column: "barcode", Problem: RepeatedBarcode, Value: s, First: first})
			continue
		}
		p.barcodes[GTIN(s)] = p.in.n
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
		p.bad.add(RowError{Line: p.in.n, Column: "code", Problem: RepeatedCode, Value: product.Code, First: first.line})
		return
	}
	if !twice {
		p.codes[product.Code] = article{line: p.in.n, barcode: barcode}
	}
}
