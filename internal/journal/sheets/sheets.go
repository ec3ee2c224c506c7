// Package sheets writes the owner's logs as spreadsheets: XLSX with one sheet a table, and CSV as one table or as an archive of all.
// Rows go to the file as they are read, so that five years need no more memory than a day.
package sheets

import (
	"strings"
	"time"
	"unicode"

	"dobro/internal/journal"
)

// heading of a column.
func heading(w journal.Words, c journal.Column) string { return w.T("export.col." + c.Key) }

// plain drops signs that no spreadsheet can hold: GS and other controls, which XML forbids.
func plain(s string) string {
	if strings.IndexFunc(s, unicode.IsControl) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// serial is an instant as spreadsheets count it: days since 30.12.1899 on the shop's clock.
func serial(t time.Time, zone *time.Location) float64 {
	local := t.In(zone)
	_, offset := local.Zone()
	return float64(local.UnixMilli()+int64(offset)*1000)/86_400_000 + 25569
}
