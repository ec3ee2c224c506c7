// Package atol simulates a fiscal printer of ATOL behind the driver's web server: JSON tasks put into a queue over HTTP, a
// strict reading of their fields, the rules of the shift, marking of FFD 1.2, and a fiscal memory that keeps every
// document. Source of the tasks: fiscal.md section 1.
package atol

import (
	"fmt"
	"strings"
	"time"

	"dobro/internal/money"
)

// Document is one record of the fiscal memory. FD is 0 for what is no fiscal document: cash put in and taken out.
type Document struct {
	FD          int64         `json:"fd"`
	Kind        string        `json:"kind"` // type of the task that made it: openShift, sell, cashIn …
	FP          string        `json:"fp,omitempty"`
	FN          string        `json:"fn"`
	RNM         string        `json:"rnm"`
	Serial      string        `json:"serial"`
	UUID        string        `json:"uuid,omitempty"` // of the request
	At          time.Time     `json:"at"`             // to the minute, as the fiscal drive keeps it
	Moment      time.Time     `json:"moment"`         // to the nanosecond, by the printer's clock
	Shift       int64         `json:"shift"`
	Receipt     int64         `json:"receipt,omitempty"` // number in the shift
	Operator    string        `json:"operator,omitempty"`
	OperatorINN string        `json:"operatorInn,omitempty"`
	Taxation    string        `json:"taxation,omitempty"`
	Total       money.Kopecks `json:"total"`
	Items       []Item        `json:"items,omitempty"`
	Payments    []Payment     `json:"payments,omitempty"`
	Change      money.Kopecks `json:"change,omitempty"`
	VAT         []VATSum      `json:"vat,omitempty"`
	Mark        string        `json:"mark,omitempty"` // tag 1192
	User        *Attribute    `json:"user,omitempty"` // tag 1084
	Contact     string        `json:"contact,omitempty"`
	BuyerName   string        `json:"buyerName,omitempty"`
	BuyerINN    string        `json:"buyerInn,omitempty"`
	Address     string        `json:"address,omitempty"`
	Place       string        `json:"place,omitempty"`
	Electronic  bool          `json:"electronic,omitempty"`
	Industry    []Industry    `json:"industry,omitempty"` // tag 1261
	Correction  *Correction   `json:"correction,omitempty"`
	Printed     bool          `json:"printed"`
}

// Item of a receipt. Quantity is as the task wrote it, in millionths. Code is the full marking code.
type Item struct {
	Name      string        `json:"name"`
	Price     money.Kopecks `json:"price"`
	Quantity  int64         `json:"quantityMillionths"`
	Sum       money.Kopecks `json:"sum"`
	Discount  money.Kopecks `json:"discount,omitempty"`
	VAT       string        `json:"vat"` // vat22, none …
	VATSum    money.Kopecks `json:"vatSum"`
	Method    int           `json:"paymentMethod"` // tag 1214
	Object    int           `json:"paymentObject"` // tag 1212
	Unit      int           `json:"unit"`          // tag 2108
	Code      string        `json:"code,omitempty"`
	Status    int           `json:"plannedStatus,omitempty"` // tag 2003
	Check     int           `json:"markCheck,omitempty"`     // tag 2106
	Checked   bool          `json:"markChecked,omitempty"`   // the code was in the table of checked codes
	Fraction  string        `json:"fraction,omitempty"`      // tag 1291
	Attribute string        `json:"attribute,omitempty"`     // tag 1191
	Industry  []Industry    `json:"industry,omitempty"`      // tag 1260
	Supplier  string        `json:"supplierInn,omitempty"`   // tag 1226
}

// Industry is the requisite 1260 or 1261; the date is as it goes into tag 1263, dd.mm.yyyy.
type Industry struct {
	FOIS   string `json:"fois"`   // 1262
	Date   string `json:"date"`   // 1263
	Number string `json:"number"` // 1264
	Value  string `json:"value"`  // 1265
}

// Payment of one kind: 0 cash, 1 electronic, 2 prepaid, 3 credit, 4 other.
type Payment struct {
	Type int           `json:"type"`
	Sum  money.Kopecks `json:"sum"`
}

// VATSum is the tax of one rate in a receipt.
type VATSum struct {
	Rate string        `json:"rate"`
	Sum  money.Kopecks `json:"sum"`
}

// Attribute is a name with a value.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Correction is the base of a correction.
type Correction struct {
	Type   string `json:"type"`
	Date   string `json:"date"`
	Number string `json:"number"`
	Name   string `json:"name,omitempty"`
}

// receiptKinds maps the tasks that make receipts to tag 1054.
var receiptKinds = map[string]int{"sell": 1, "sellReturn": 2, "buy": 3, "buyReturn": 4, "sellCorrection": 1,
	"sellReturnCorrection": 2, "buyCorrection": 3, "buyReturnCorrection": 4}

// IsReceipt tells receipts and corrections from reports and cash movements.
func (d Document) IsReceipt() bool { return receiptKinds[d.Kind] != 0 }

// paid is the sum of one kind of payment.
func (d Document) paid(kind int) money.Kopecks {
	var sum money.Kopecks
	for _, p := range d.Payments {
		if p.Type == kind {
			sum += p.Sum
		}
	}
	return sum
}

// turnover is what the items of one rate cost.
func (d Document) turnover(rate string) money.Kopecks {
	var sum money.Kopecks
	for _, it := range d.Items {
		if it.VAT == rate {
			sum += it.Sum
		}
	}
	return sum
}

// millionths writes a quantity as a decimal number.
func millionths(v int64) string {
	s := strings.TrimRight(fmt.Sprintf("%d.%06d", v/1000000, v%1000000), "0")
	return strings.TrimSuffix(s, ".")
}
