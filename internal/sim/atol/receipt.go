package atol

import (
	"context"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"dobro/internal/money"
	"dobro/internal/sim/codes"
)

// receipt fulfils sell and its kin: reads the task, applies the rules, puts the document into the memory. Nothing is kept
// of a task that fails.
func (a *Printer) receipt(ctx context.Context, uuid, kind string, t reading, paper bool) (any, *taskError) {
	switch a.state.name(a.now()) {
	case "closed":
		return nil, fails(codeShiftClosed)
	case "expired":
		return nil, fails(codeShiftExpired)
	}
	if size(map[string]any(t)) > maxReceipt {
		return nil, &taskError{codeParse, "Слишком большое задание"}
	}
	if tax := t.text("taxationType"); tax != "" && len(a.p.Taxations) > 0 && !strings.Contains(" "+strings.Join(a.p.Taxations, " ")+" ", " "+tax+" ") {
		return nil, fails(codeTaxation)
	}
	d := a.head(uuid, kind, t)
	var marks []any
	for _, line := range t.list("items") {
		if err := a.line(ctx, &d, line, t.flag("validateMarkingCodes"), &marks); err != nil {
			return nil, err
		}
	}
	if len(d.Items) == 0 {
		return nil, fails(codeInvalidTotal)
	}
	if err := settle(&d, t); err != nil {
		return nil, err
	}
	d, err := a.commit(d, paper)
	if err != nil {
		return nil, err
	}
	a.link(d)
	a.table, a.check = map[string]int{}, nil
	out := a.answer(d)
	if t.flag("validateMarkingCodes") {
		out["validateMarks"] = marks
	}
	return out, nil
}

// maxReceipt is the size of a task in bytes of TLV, with the driver's allowance.
const maxReceipt = 32768 * 8 / 10

// size estimates the TLV of a value: strings a byte a character and 4 for the tag, numbers about 9.
func size(v any) int {
	switch v := v.(type) {
	case map[string]any:
		n := 4
		for _, one := range v {
			n += size(one)
		}
		return n
	case []any:
		n := 0
		for _, one := range v {
			n += size(one)
		}
		return n
	case string:
		return len([]rune(v)) + 4
	case bool, nil:
		return 0
	}
	return 9
}

func (a *Printer) head(uuid, kind string, t reading) Document {
	client := t.in("clientInfo")
	d := Document{Kind: kind, UUID: uuid, Operator: t.in("operator").text("name"), OperatorINN: t.in("operator").text("vatin"),
		Taxation: t.text("taxationType"), Contact: client.text("emailOrPhone"), BuyerName: client.text("name"),
		BuyerINN: client.text("vatin"), Address: t.text("paymentsAddress"), Place: t.text("paymentsPlace"),
		Electronic: t.flag("electronically"), Industry: industries(t)}
	if t.has("correctionType") {
		d.Correction = &Correction{Type: t.text("correctionType"), Date: t.text("correctionBaseDate"),
			Number: t.text("correctionBaseNumber"), Name: t.text("correctionBaseName")}
	}
	return d
}

func industries(o reading) []Industry {
	var out []Industry
	for _, one := range o.list("industryInfo") {
		date := one.text("date")
		if p := strings.Split(date, "."); len(p[0]) == 4 {
			date = p[2] + "." + p[1] + "." + p[0]
		}
		out = append(out, Industry{one.text("fois"), date, one.text("number"), one.text("industryAttribute")})
	}
	return out
}

func (a *Printer) line(ctx context.Context, d *Document, line reading, validate bool, marks *[]any) *taskError {
	switch line.text("type") {
	case "additionalAttribute":
		d.Mark = line.text("value")
	case "userAttribute":
		d.User = &Attribute{line.text("name"), line.text("value")}
	case "position":
		item, err := readItem(line)
		if err != nil {
			return err
		}
		if item.Code != "" {
			if err := a.marked(ctx, &item, line.in("imcParams"), validate, marks); err != nil {
				return err
			}
		}
		d.Items = append(d.Items, item)
	}
	return nil
}

func readItem(line reading) (Item, *taskError) {
	imc := line.in("imcParams")
	it := Item{Name: line.text("name"), Price: line.money("price"), Quantity: line.number("quantity", 6), Sum: line.money("amount"),
		Discount: line.money("infoDiscountAmount"), VAT: "none", Method: 4, Object: 1, Code: imc.bytes("imc"),
		Fraction: imc.text("itemFractionalAmount"), Attribute: line.text("additionalAttribute"), Industry: industries(line),
		Supplier: line.in("supplierInfo").text("vatin")}
	it.Unit, _ = lookup(units, line["measurementUnit"])
	it.Status, _ = lookup(statuses, imc["itemEstimatedStatus"])
	if m := line.text("paymentMethod"); m != "" {
		it.Method = methods[m]
	}
	if o := line.text("paymentObject"); o != "" {
		it.Object = objects[o]
	}
	if tax := line.in("tax").text("type"); tax != "" {
		it.VAT = tax
	}
	// A price that was rounded to the kopeck differs by half a kopeck a unit; the drive allows one kopeck more.
	high, low := bits.Mul64(uint64(it.Price), uint64(it.Quantity))
	if high > 0 || low > math.MaxInt64-500000 {
		return it, fails(codeInvalidSum)
	}
	diff, slack := int64(it.Sum)-int64((low+500000)/1000000), it.Quantity/2000000+1
	if diff > slack || -diff > slack {
		return it, fails(codeInvalidSum)
	}
	it.VATSum = vatOf(it.VAT, it.Sum)
	if line.in("tax").has("sum") {
		given := line.in("tax").money("sum")
		if given-it.VATSum > 1 || it.VATSum-given > 1 {
			return it, fails(codeInvalidTaxSum)
		}
		it.VATSum = given
	}
	return it, checkObject(it)
}

// checkObject holds FFD 1.2 to its word: objects 31 and 33 have a code, others have none, a coded piece is one piece.
func checkObject(it Item) *taskError {
	wants := it.Object == 31 || it.Object == 33
	parts := codes.Split(it.Code)
	switch {
	case wants != (it.Code != ""):
		return fails(codePaymentObject)
	case it.Code == "":
		return nil
	case parts.GTIN == "" && !strings.HasPrefix(it.Code, "RU-"), strings.HasPrefix(it.Code, codes.GS):
		return fails(codeInvalidMark)
	case it.Unit == 0 && it.Fraction == "" && it.Quantity != 1000000:
		return fails(codeInvalidQuantity)
	}
	return nil
}

// vatOf is the tax inside a sum, rounded half up to the kopeck.
func vatOf(name string, sum money.Kopecks) money.Kopecks {
	r := vatRates[name]
	return (sum*money.Kopecks(r.of)*2 + money.Kopecks(r.base)) / money.Kopecks(2*r.base)
}

// settle adds up the items, compares total and payments, and computes change and VAT.
func settle(d *Document, t reading) *taskError {
	var items, paid, cash money.Kopecks
	vat := map[string]money.Kopecks{}
	for _, it := range d.Items {
		items += it.Sum
		vat[it.VAT] += it.VATSum
	}
	d.Total = items
	if t.has("total") {
		d.Total = t.money("total")
	}
	// The total may be rounded down, by less than a ruble.
	if d.Total > items || items-d.Total >= 100 {
		return fails(codeInvalidTotal)
	}
	for _, p := range t.list("payments") {
		kind, _ := payment(p["type"])
		sum := p.money("sum")
		if paid += sum; kind == 0 {
			cash += sum
		}
		d.Payments = append(d.Payments, Payment{kind, sum})
	}
	switch {
	case paid < d.Total:
		return fails(codeNotFullyPaid)
	case paid-cash > d.Total:
		return fails(codeNonCashTooMuch)
	}
	d.Change = paid - d.Total
	for _, given := range t.list("taxes") {
		vat[given.text("type")] = given.money("sum")
	}
	for _, name := range rateOrder {
		if sum, ok := vat[name]; ok {
			d.VAT = append(d.VAT, VATSum{name, sum})
		}
	}
	return nil
}

var rateOrder = []string{"none", "vat0", "vat5", "vat7", "vat10", "vat20", "vat22", "vat105", "vat107", "vat110", "vat120", "vat122"}

// link tells the world what a receipt did to its codes.
func (a *Printer) link(d Document) {
	if !a.p.LinkSales {
		return
	}
	for _, it := range d.Items {
		switch {
		case it.Code == "":
		case it.Fraction != "" && (d.Kind == "sell" || d.Kind == "sellReturn"):
			n, _, _ := strings.Cut(it.Fraction, "/")
			parts, _ := strconv.ParseInt(n, 10, 64)
			if d.Kind == "sellReturn" {
				parts = -parts
			}
			a.p.Table.SellPart(it.Code, parts)
		case d.Kind == "sell":
			a.p.Table.Sell(it.Code)
		case d.Kind == "sellReturn":
			a.p.Table.Return(it.Code)
		}
	}
}
