package atol

import (
	"encoding/base64"
	"strings"
	"time"
	"unicode"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// simple is a task that is nothing but its name.
type simple struct {
	Type string `json:"type"`
}

type operator struct {
	Name string `json:"name"`
	INN  string `json:"vatin,omitempty"`
}

// signed is a task that names the cashier.
type signed struct {
	Type     string    `json:"type"`
	Operator *operator `json:"operator,omitempty"`
	Sum      *rubles   `json:"cashSum,omitempty"`
}

type receiptTask struct {
	Type       string    `json:"type"`
	Taxation   string    `json:"taxationType,omitempty"`
	Electronic bool      `json:"electronically"`
	IgnoreText bool      `json:"ignoreNonFiscalPrintErrors"`
	Operator   *operator `json:"operator,omitempty"`
	Client     *client   `json:"clientInfo,omitempty"`
	Address    string    `json:"paymentsAddress,omitempty"`
	Place      string    `json:"paymentsPlace,omitempty"`
	BaseType   string    `json:"correctionType,omitempty"`
	BaseDate   string    `json:"correctionBaseDate,omitempty"`
	BaseNumber string    `json:"correctionBaseNumber,omitempty"`
	Items      []any     `json:"items"`
	Payments   []payment `json:"payments"`
	Total      rubles    `json:"total"`
}

type client struct {
	Contact string `json:"emailOrPhone"`
}

type payment struct {
	Type string `json:"type"`
	Sum  rubles `json:"sum"`
}

type position struct {
	Type     string     `json:"type"`
	Name     string     `json:"name"`
	Price    rubles     `json:"price"`
	Quantity amount     `json:"quantity"`
	Amount   rubles     `json:"amount"`
	Discount *rubles    `json:"infoDiscountAmount,omitempty"`
	Unit     string     `json:"measurementUnit"`
	Method   string     `json:"paymentMethod"`
	Object   string     `json:"paymentObject"`
	Tax      tax        `json:"tax"`
	Note     string     `json:"additionalAttribute,omitempty"`
	Mark     *mark      `json:"imcParams,omitempty"`
	Industry []industry `json:"industryInfo,omitempty"`
}

type tax struct {
	Type string `json:"type"`
}

type mark struct {
	Kind   string      `json:"imcType"`
	Code   string      `json:"imc"` // base64
	Status string      `json:"itemEstimatedStatus"`
	Mode   int         `json:"imcModeProcessing"`
	Part   string      `json:"itemFractionalAmount,omitempty"` // of a pack: "3/20" (tag 1291); quantity is one then
	Amount *amount     `json:"itemQuantity,omitempty"`         // of the check of a part
	Units  string      `json:"itemUnits,omitempty"`
	Result *markChecks `json:"itemInfoCheckResult,omitempty"`
}

type markChecks struct {
	Checked       bool `json:"imcCheckFlag"`
	Good          bool `json:"imcCheckResult"`
	StatusChecked bool `json:"imcStatusInfo"`
	StatusGood    bool `json:"imcEstimatedStatusCorrect"`
	StandAlone    bool `json:"ecrStandAloneFlag"`
}

// industry is tag 1260.
type industry struct {
	FOIV      string `json:"fois"`
	Date      string `json:"date"`
	Number    string `json:"number"`
	Attribute string `json:"industryAttribute"`
}

// attribute is an element of a receipt that carries tag 1192.
type attribute struct {
	Type  string `json:"type"`
	Value string `json:"value"`
	Print bool   `json:"print"`
}

// noteText is a line of text on the receipt that is no part of the document.
type noteText struct {
	Type string `json:"type"`
	Text string `json:"text"`
	Wrap string `json:"wrap"`
}

// The permit requisite of decree 1944 of 21.11.2023 (tags 1262, 1263, 1264).
const (
	permitBody   = "030"
	permitNumber = "1944"
)

var permitDate = time.Date(2023, 11, 21, 0, 0, 0, 0, time.UTC)

var taxations = map[string]string{
	"osn": "osn", "usn_income": "usnIncome", "usn_income_outcome": "usnIncomeOutcome", "esn": "esn", "patent": "patent",
}

// Names of rates as tills of 2026 send them; a driver older than a rate refuses the name with its own words.
var taxes = map[sale.VAT]string{
	sale.VATNone: "none", sale.VAT0: "vat0", sale.VAT5: "vat5", sale.VAT7: "vat7", sale.VAT10: "vat10", sale.VAT20: "vat20",
	sale.VAT22: "vat22", sale.VAT105: "vat105", sale.VAT107: "vat107", sale.VAT110: "vat110", sale.VAT120: "vat120", sale.VAT122: "vat122",
}

var units = map[sale.Unit]string{sale.Piece: "piece", sale.Kilogram: "kilogram", sale.Litre: "liter", sale.Metre: "meter"}

var payTypes = map[sale.Pay]string{sale.Cash: "cash", sale.Card: "electronically", sale.Prepaid: "prepaid"}

// receiptTask turns a receipt into the driver's task. Checked are the results of codes that wait in the printer's table.
func (p *Printer) receiptTask(r fiscal.Receipt, checked map[string]fiscal.MarkBits) (receiptTask, *fiscal.Error) {
	t := receiptTask{
		Taxation: taxations[r.Taxation], Electronic: r.Electronic, IgnoreText: true, Operator: newOperator(r.Operator),
		Address: clip(r.Address, 256), Place: clip(r.Place, 256), Total: rubles(r.Total),
	}
	back := r.Kind == sale.Return
	switch r.Kind {
	case sale.Sale:
		t.Type = "sell"
	case sale.Return:
		t.Type = "sellReturn"
	case sale.Correction:
		if r.Correction == nil {
			return t, &fiscal.Error{Trouble: fiscal.Other, Text: "correction without a base"}
		}
		back = r.Correction.Back
		t.Type, t.BaseType = "sellCorrection", "self"
		if back {
			t.Type = "sellReturnCorrection"
		}
		if r.Correction.Instruction {
			t.BaseType = "instruction"
		}
		t.BaseDate, t.BaseNumber = r.Correction.Date.Format("2006.01.02"), clip(r.Correction.Number, 32)
	default:
		return t, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "receipt kind " + string(r.Kind)}
	}
	if r.Taxation != "" && t.Taxation == "" {
		return t, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "taxation " + r.Taxation}
	}
	if r.Contact != "" {
		t.Client = &client{clip(r.Contact, 64)}
	}
	for _, l := range r.Lines {
		for _, part := range l.Parts() {
			pos, err := p.position(part, back, checked)
			if err != nil {
				return t, err
			}
			t.Items = append(t.Items, pos)
		}
	}
	if note := clip(r.Note, sale.MaxNote); note != "" {
		t.Items = append(t.Items, noteText{Type: "text", Text: note, Wrap: "words"})
	}
	if r.Mark != "" {
		t.Items = append(t.Items, attribute{"additionalAttribute", r.Mark, false})
	}
	for _, pay := range r.Payments { // what has no banknotes first, as the driver registers them
		if pay.Type != sale.Cash && pay.Sum > 0 {
			t.Payments = append(t.Payments, payment{payTypes[pay.Type], rubles(pay.Sum)})
		}
	}
	for _, pay := range r.Payments {
		if pay.Type == sale.Cash {
			t.Payments = append(t.Payments, payment{"cash", rubles(pay.Sum)})
		}
	}
	return t, nil
}

func (p *Printer) position(l fiscal.Line, back bool, checked map[string]fiscal.MarkBits) (position, *fiscal.Error) {
	pos := position{
		Type: "position", Name: clip(l.Name, 128), Price: rubles(l.Price), Quantity: amount(l.Quantity), Amount: rubles(l.Sum),
		Unit: units[l.Unit], Method: "fullPayment", Object: "commodity", Tax: tax{taxes[l.VAT]},
	}
	if pos.Unit == "" || pos.Tax.Type == "" {
		return pos, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "unit " + string(l.Unit) + ", VAT " + string(l.VAT)}
	}
	if l.Discount > 0 {
		d := rubles(l.Discount)
		pos.Discount = &d
	}
	switch {
	case l.Code != "" && l.Excise:
		pos.Object = "exciseWithMarking"
	case l.Code != "":
		pos.Object = "commodityWithMarking"
	case l.Excise:
		pos.Object = "exciseWithoutMarking"
	case l.NoCode:
		pos.Object = "commodityWithoutMarking"
	}
	if l.Code != "" {
		pos.Mark = newMark(fiscal.Mark{Code: l.Code, Part: l.Part, Return: back})
		if bits, ok := checked[l.Code]; ok {
			pos.Mark.Result = &markChecks{bits&fiscal.MarkChecked != 0, bits&fiscal.MarkGood != 0, bits&fiscal.MarkStatusChecked != 0,
				bits&fiscal.MarkStatusGood != 0, bits&fiscal.MarkStandAlone != 0}
		}
	}
	pos.Note = clip(l.Note, sale.MaxNote)
	if l.Tag1265 != "" {
		layout := "2006.01.02"
		if p.p.IndustryDate == "dmy" {
			layout = "02.01.2006"
		}
		pos.Industry = []industry{{permitBody, permitDate.Format(layout), permitNumber, l.Tag1265}}
	}
	return pos, nil
}

var planned = map[byte]string{1: "itemPieceSold", 2: "itemDryForSale", 3: "itemPieceReturn", 4: "itemDryReturn"}

func newMark(m fiscal.Mark) *mark {
	return &mark{Kind: "auto", Code: base64.StdEncoding.EncodeToString([]byte(m.Code)), Status: planned[m.Planned()], Part: m.Part.String()}
}

func newOperator(o fiscal.Operator) *operator {
	if o.Name == "" {
		return nil
	}
	return &operator{clip(o.Name, 64), o.INN}
}

// clip makes a printable line of at most n characters.
func clip(s string, n int) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s))
	if runes := []rune(s); len(runes) > n {
		return strings.TrimSpace(string(runes[:n]))
	}
	return s
}
