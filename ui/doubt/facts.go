// Package doubt puts before a senior what the till meant to print and what the printer shows, side by side, when asking the printer does
// not settle what became of a receipt. It decides nothing: the senior does, with his PIN, and the till records it.
package doubt

import (
	"strconv"
	"time"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Fact is one line of a side: what it is and how it reads.
type Fact struct{ Name, Value string }

// Document is one of the printer's.
type Document struct {
	FD    int64
	Title string
	About string
	Sum   string
	Alike bool // of the same kind and sum as what was sent
}

// Facts are the two sides, all texts ready.
type Facts struct {
	Sent      []Fact
	Shown     string // what the printer says in one sentence
	Documents []Document
	Typed     bool // the printer shows no documents: its last receipt on paper names the number
}

// kinds of receipts in words.
var kinds = map[string]string{"sale": "ui.doubt.sale", "return": "ui.doubt.return", "correction": "ui.doubt.correction"}

// shows is what settling found, in words: the stable words are those of fiscal.Outcome.
var shows = map[string]string{
	"silent": "ui.doubt.shows.silent", "other_drive": "ui.doubt.shows.other_drive", "other_printer": "ui.doubt.shows.other_printer",
	"numbers_went_back": "ui.doubt.shows.numbers_went_back", "several_alike": "ui.doubt.shows.several_alike",
	"strange_documents": "ui.doubt.shows.strange_documents", "mark_twice": "ui.doubt.shows.mark_twice",
	"mark_with_other_sum": "ui.doubt.shows.mark_with_other_sum", "too_many_documents": "ui.doubt.shows.too_many_documents",
	"under_way": "ui.doubt.shows.under_way", "request_without_document": "ui.doubt.shows.request_without_document",
	"request_with_other_document": "ui.doubt.shows.request_with_other_document",
}

// Make prepares the texts, on any goroutine.
func Make(w *lang.Catalogue, zone *time.Location, d register.Doubt) Facts {
	r := d.Receipt
	at := d.Intent.At
	if at.IsZero() {
		at = r.OpenedAt
	}
	f := Facts{Sent: []Fact{
		{w.T("ui.doubt.sum"), look.Rubles(w, r.Total)},
		{w.T("ui.doubt.kind"), w.T(kinds[string(r.Kind)])},
		{w.T("ui.doubt.at"), at.In(zone).Format("02.01 15:04:05")},
		{w.T("ui.doubt.cashier"), r.Cashier},
		{w.T("ui.doubt.fn"), d.Intent.FN},
		{w.T("ui.doubt.last"), strconv.FormatInt(d.Intent.LastFD, 10)},
	}}
	key, ok := shows[d.Why]
	if !ok {
		key = "ui.doubt.shows.other"
	}
	f.Shown = w.T(key)
	for _, doc := range d.Documents {
		f.Documents = append(f.Documents, document(w, zone, d, doc))
	}
	f.Typed = len(f.Documents) == 0
	return f
}

func document(w *lang.Catalogue, zone *time.Location, d register.Doubt, doc register.PrinterDocument) Document {
	out := Document{FD: doc.FD, Title: w.T("ui.doubt.document", "fd", strconv.FormatInt(doc.FD, 10)), Sum: look.Rubles(w, money.Kopecks(doc.Total))}
	kind, receipt := kinds[doc.Kind]
	if !receipt {
		kind, out.Sum = "ui.doubt.other_document", ""
	}
	out.About = w.T(kind)
	if !doc.At.IsZero() {
		out.About += ", " + doc.At.In(zone).Format("02.01 15:04")
	}
	switch {
	case doc.Mark != "" && doc.Mark == d.Intent.Mark:
		out.About += ", " + w.T("ui.doubt.our_mark")
	case doc.Mark != "":
		out.About += ", " + w.T("ui.doubt.other_mark")
	}
	out.Alike = doc.Kind == string(d.Receipt.Kind) && doc.Total == int64(d.Receipt.Total)
	return out
}
