package journal

import (
	"strconv"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"
)

// word says a stored value in the user's language: the translation of "export.<kind>.<value>"; a value of a newer program stays as it is.
func (r Request) word(kind, value string) string {
	if value == "" {
		return ""
	}
	key := "export." + kind + "." + value
	if text := r.Words.T(key); text != key {
		return text
	}
	return value
}

func (r Request) decision(c store.Check) string {
	if c.Approved != "" {
		return r.Words.T("export.decision.approved")
	}
	return r.word("decision", c.Decision)
}

func (r Request) yes(on bool) string {
	if on {
		return r.Words.T("export.yes")
	}
	return ""
}

// when a receipt was made: by the printer, or opened when it never was.
func when(r store.Receipt) time.Time {
	if r.ClosedAt.IsZero() {
		return r.OpenedAt
	}
	return r.ClosedAt
}

// goesBack tells whether the money of a receipt goes to the buyer.
func goesBack(r store.Receipt) bool { return r.Kind == sale.Return || r.Back }

// number is an empty cell for 0: no document, no shift, no group has it.
func number(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func sign(n int64) string { return strconv.FormatInt(n, 10) }
