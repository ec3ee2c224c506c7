package fiscal

import (
	"encoding/json"
	"testing"
	"time"

	"dobro/internal/sale"
)

func TestSettle(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	in := Intent{ReceiptID: "r", Mark: "D-42", Serial: "S", FN: "F", LastFD: 10, Total: 15050, Kind: sale.Sale, At: at}
	status := func(fd int64) Status { return Status{Serial: "S", FN: "F", LastFD: fd} }
	doc := func(fd int64, change ...func(*Document)) Document {
		d := Document{Kind: "sale", FD: fd, Total: 15050, At: at.Add(time.Minute)}
		for _, c := range change {
			c(&d)
		}
		return d
	}
	with := func(mark string) func(*Document) { return func(d *Document) { d.Mark = mark } }
	kind := func(k string) func(*Document) { return func(d *Document) { d.Kind = k } }
	sum := func(v int64) func(*Document) { return func(d *Document) { d.Total = v } }
	for _, c := range []struct {
		name string
		st   Status
		docs []Document
		want Result
		fd   int64
		why  string
	}{
		{"nothing new in the drive: not registered", status(10), nil, NotRegistered, 0, "no_new_document"},
		{"the next document has our mark: registered", status(11), []Document{doc(11, with("D-42"))}, Registered, 11, "mark"},
		{"the next document has our kind, sum and time: registered", status(11), []Document{doc(11)}, Registered, 11, "kind_sum_time"},
		{"a shift was opened by the printer itself before our receipt", status(12), []Document{doc(11, kind("shift_open")), doc(12)}, Registered, 12, "kind_sum_time"},
		{"only a shift was opened: not registered", status(11), []Document{doc(11, kind("shift_open"))}, NotRegistered, 0, "other_documents"},
		{"two documents, ours by mark", status(12), []Document{doc(11, with("D-41")), doc(12, with("D-42"))}, Registered, 12, "mark"},
		{"the same sum, but the mark of another receipt", status(11), []Document{doc(11, with("D-41"))}, NotRegistered, 0, "other_documents"},
		{"our mark twice: a person", status(12), []Document{doc(11, with("D-42")), doc(12, with("D-42"))}, Manual, 0, "mark_twice"},
		{"our mark on another sum: a person", status(11), []Document{doc(11, with("D-42"), sum(1))}, Manual, 0, "mark_with_other_sum"},
		{"two alike without marks: a person", status(12), []Document{doc(11), doc(12)}, Manual, 0, "several_alike"},
		{"another sum without a mark: a person", status(11), []Document{doc(11, sum(1))}, Manual, 0, "strange_documents"},
		{"a return instead of a sale: a person", status(11), []Document{doc(11, kind("return"))}, Manual, 0, "strange_documents"},
		{"the right sum of yesterday: a person", status(11), []Document{doc(11, func(d *Document) { d.At = at.Add(-24 * time.Hour) })}, Manual, 0, "strange_documents"},
		{"the printer's clock is ten minutes behind", status(11), []Document{doc(11, func(d *Document) { d.At = at.Add(-10 * time.Minute) })}, Registered, 11, "kind_sum_time"},
		{"an outline in whole rubles", status(11), []Document{doc(11, func(d *Document) { d.Short, d.Total = true, 15000 })}, Registered, 11, "kind_sum_time"},
		{"a document could not be read: ask again", status(12), []Document{doc(12)}, Undecided, 0, "document_unread"},
		{"a document could not be read, but ours was found by mark", status(12), []Document{doc(12, with("D-42"))}, Registered, 12, "mark"},
		{"a document of before the intent does not count", status(11), []Document{doc(10, with("D-42")), doc(11, kind("other"))}, NotRegistered, 0, "other_documents"},
		{"a document told twice counts once", status(11), []Document{doc(11), doc(11)}, Registered, 11, "kind_sum_time"},
		{"the last number went back: a person", status(9), nil, Manual, 0, "numbers_went_back"},
		{"another drive", Status{Serial: "S", FN: "G", LastFD: 11}, []Document{doc(11, with("D-42"))}, Replaced, 0, "other_drive"},
		{"another printer with the same drive", Status{Serial: "T", FN: "F", LastFD: 10}, nil, Replaced, 0, "other_printer"},
		{"a document hangs open", Status{Serial: "S", FN: "F", LastFD: 10, DocumentOpen: true}, nil, HangsOpen, 0, "document_open"},
		{"a thousand documents since: a person", status(1010), nil, Manual, 0, "too_many_documents"},
	} {
		got := Settle(in, c.st, c.docs)
		if got.Result != c.want || got.Document.FD != c.fd || got.Why != c.why {
			t.Errorf("%s: %+v with %+v\n got %s by %s, document %d\nwant %s by %s, document %d", c.name, c.st, c.docs, got.Result, got.Why, got.Document.FD, c.want, c.why, c.fd)
		}
	}
}

func TestIntentSurvivesJSON(t *testing.T) {
	in := Intent{ReceiptID: "r", Mark: "m", Serial: "s", FN: "f", LastFD: 7, Total: 100, Kind: sale.Return, At: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var back Intent
	if err := json.Unmarshal(b, &back); err != nil || back != in {
		t.Errorf("%s came back as %+v, %v", b, back, err)
	}
}

func TestResultsAreReadBack(t *testing.T) {
	for r := Undecided; r <= HangsOpen; r++ {
		if back, err := ParseResult(r.String()); err != nil || back != r {
			t.Errorf("%d is %q, read back %d, %v", r, r, back, err)
		}
	}
	if _, err := ParseResult("perhaps"); err == nil {
		t.Error("an unknown result was read")
	}
}
