// Package deviations reads the operator's list of deviations and finds for each row what the journal knows of it: whether the check was
// made, why it was made offline, or that the row is not of this shop.
package deviations

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// Limits of a list: the operator's lists are of thousands of rows.
const (
	MaxBytes = 32 << 20
	MaxRows  = 200_000
)

// ErrTooLong says that a list is beyond the limits.
var ErrTooLong = errors.New("the list is too long")

// ErrNoTable says that a file holds no table.
var ErrNoTable = errors.New("there is no table in the file")

// ReadTable reads a list as it is saved from the operator's cabinet: XLSX (its first sheet with rows), or CSV in UTF-8 or Windows-1251
// with semicolons, commas or tabs. Rows may differ in length.
func ReadTable(r io.Reader) ([][]string, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	if len(b) > MaxBytes {
		return nil, fmt.Errorf("read list: %w", ErrTooLong)
	}
	var rows [][]string
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		rows, err = readXLSX(b)
	} else {
		rows, err = readCSV(b)
	}
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read list: %w", ErrNoTable)
	}
	return rows, nil
}

func readXLSX(b []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: 8 * MaxBytes, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			continue // a sheet of charts
		}
		var out [][]string
		for rows.Next() {
			cells, err := rows.Columns()
			if err != nil {
				rows.Close()
				return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
			}
			if len(out) >= MaxRows {
				rows.Close()
				return nil, ErrTooLong
			}
			if len(cells) > 0 {
				out = append(out, cells)
			}
		}
		if err := rows.Close(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

func readCSV(b []byte) ([][]string, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.IndexByte(b, 0) >= 0 {
		return nil, ErrNoTable
	}
	if !utf8.Valid(b) {
		text, err := charmap.Windows1251.NewDecoder().Bytes(b)
		if err != nil {
			return nil, ErrNoTable
		}
		b = text
	}
	r := csv.NewReader(bufio.NewReader(bytes.NewReader(b)))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma(b), -1, true
	var out [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
		}
		if len(out) >= MaxRows {
			return nil, ErrTooLong
		}
		out = append(out, row)
	}
}

// comma is the sign that parts the heading.
func comma(b []byte) rune {
	line, _, _ := strings.Cut(string(b[:min(len(b), 64<<10)]), "\n")
	best, most := ';', strings.Count(line, ";")
	for _, c := range []rune{'\t', ','} {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
