package goods

import (
	"fmt"
	"strings"
)

// Problem says what is wrong with one field of a goods file. It is stable; its sentence is under "goods.import.<problem>" in
// the translations and may use {line} {column} {value} {allowed} {first}.
type Problem string

// Problems.
const (
	BadHeader       Problem = "bad_header"        // not the columns that Allowed lists
	BadEncoding     Problem = "bad_encoding"      // neither UTF-8 nor Windows-1251
	FileTooLarge    Problem = "too_large"         // Allowed is the limit
	LineTooLong     Problem = "line_too_long"     // longer than any product
	BadQuotes       Problem = "bad_quotes"        // a quoted field without its end, or text behind the end
	BadFieldCount   Problem = "field_count"       // Value fields instead of Allowed
	EmptyName       Problem = "empty_name"        //
	BadText         Problem = "bad_text"          // too long, or signs that cannot be printed
	BadPrice        Problem = "bad_price"         //
	BadUnit         Problem = "bad_unit"          //
	BadVAT          Problem = "bad_vat"           //
	OldVAT          Problem = "vat_20"            // 20 % is for returns of sales made before 2026
	UnknownGroup    Problem = "unknown_group"     //
	NoBarcode       Problem = "marked_no_barcode" // a marking code could never find the product
	BadBarcode      Problem = "bad_barcode"       // not 8, 12, 13 or 14 digits
	BadCheckDigit   Problem = "check_digit"       // Allowed is the digit that belongs there
	RepeatedBarcode Problem = "repeated_barcode"  // First is the line where it stood before
	RepeatedCode    Problem = "repeated_code"     // the article of two products without barcodes
	OldBook         Problem = "old_book"          // a workbook of Excel before 2007
	BadBook         Problem = "bad_book"          // a damaged workbook or pack
	UnknownFile     Problem = "unknown_file"      // a pack with nothing that we know; Allowed are the formats
	NoColumn        Problem = "no_column"         // Column was not found; Allowed are the names by which it is known
	BadXML          Problem = "bad_xml"           // broken off, or not XML
	NotCommerceML   Problem = "not_commerceml"    // XML of something else
	NoOffers        Problem = "no_offers"         // goods without the text that has their prices
	NoPrice         Problem = "no_price"          // an offer of Value without a price of the chosen type
	OrphanOffer     Problem = "orphan_offer"      // an offer of goods that the catalogue does not have
	RepeatedOffer   Problem = "repeated_offer"    // a second price for the same goods
	PriceTypes      Problem = "price_types"       // several, and none is the one asked for; Allowed are their names
	BadDay          Problem = "bad_day"           // no calendar day
	NoReason        Problem = "no_reason"         // goods sold without a code, and not why
	NoDay           Problem = "no_day"            // goods sold without a code, and not until when
	BadAge          Problem = "bad_age"           //
	BadHours        Problem = "bad_hours"         // neither the name of a rule nor hours
)

// RowError is one refused field. Line counts from 1, the header included; Column is the header's name of the field, "" when the
// line as a whole is bad.
type RowError struct {
	File    string // which of several texts, "" when there is one
	Line    int
	Column  string
	Problem Problem
	Value   string
	Allowed string
	First   int
}

func (e RowError) Error() string {
	s := fmt.Sprintf("line %d", e.Line)
	if e.File != "" {
		s = e.File + ", " + s
	}
	if e.Column != "" {
		s += ", " + e.Column
	}
	s += ": " + string(e.Problem)
	if e.Value != "" {
		s += fmt.Sprintf(" %q", e.Value)
	}
	if e.Allowed != "" {
		s += ", allowed: " + e.Allowed
	}
	if e.First > 0 {
		s += fmt.Sprintf(", first in line %d", e.First)
	}
	return s
}

// Words are the sentences of the user's language; lang.Catalogue is one.
type Words interface {
	T(key string, pairs ...any) string
}

// Sentence says the refusal in the user's language.
func (e RowError) Sentence(w Words) string {
	s := w.T("goods.import."+string(e.Problem),
		"line", e.Line, "column", e.Column, "value", e.Value, "allowed", e.Allowed, "first", e.First)
	if e.File != "" {
		return e.File + ": " + s
	}
	return s
}

// MaxRefused is how many refusals are kept with their words; the rest are only counted.
const MaxRefused = 100

// Refusal is why a whole file was refused: every bad field by line, the first MaxRefused of them in full, More beyond.
type Refusal struct {
	Rows []RowError
	More int
}

func (r *Refusal) Error() string {
	s := make([]string, 0, len(r.Rows)+1)
	for _, e := range r.Rows {
		s = append(s, e.Error())
	}
	if r.More > 0 {
		s = append(s, fmt.Sprintf("and %d more", r.More))
	}
	return "goods file refused: " + strings.Join(s, "; ")
}

func (r *Refusal) add(e RowError) {
	if len(r.Rows) == MaxRefused {
		r.More++
		return
	}
	if v := []rune(e.Value); len(v) > 80 {
		e.Value = string(v[:80]) + "\u2026"
	}
	r.Rows = append(r.Rows, e)
}

func (r *Refusal) found() int { return len(r.Rows) + r.More }
