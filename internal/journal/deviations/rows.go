package deviations

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Mapping says which column of a list holds what, counted from 0; -1 where there is none. Only Code is needed.
type Mapping struct {
	Code int `json:"code"`
	At   int `json:"at"`
	Kind int `json:"kind"`
	FD   int `json:"fd"`
	FN   int `json:"fn"`
}

// Row is one deviation of the list.
type Row struct {
	Line int       // of the table, the heading is 1
	Code string    // as it stands there
	Cis  string    // code of identification
	At   time.Time // of the deviation, zero when the list does not say
	Kind string    // the operator's words
	FD   int64     // 0 when the list does not say
	FN   string
}

// Trouble is a row that cannot be read. Column is "code", "at" or "fd".
type Trouble struct {
	Line   int
	Column string
	Value  string
}

// Guess finds the columns by the words of the heading. words says for each column, under the names of Mapping's JSON, which headings
// are likely, the likeliest first, in lower case.
func Guess(heading []string, words map[string][]string) Mapping {
	taken := map[int]bool{}
	find := func(column string) int {
		for _, word := range words[column] {
			for i, h := range heading {
				if word != "" && !taken[i] && strings.Contains(strings.ToLower(h), word) {
					taken[i] = true
					return i
				}
			}
		}
		return -1
	}
	return Mapping{FD: find("fd"), FN: find("fn"), At: find("at"), Kind: find("kind"), Code: find("code")}
}

// Rows reads the rows below the heading. cis turns what stands in the list into a code of identification, "" when it is none; times
// without a zone are of the given one.
func Rows(table [][]string, m Mapping, cis func(string) string, zone *time.Location) (rows []Row, troubles []Trouble) {
	if len(table) == 0 {
		return nil, nil
	}
	for i, cells := range table[1:] {
		cell := func(n int) string {
			if n < 0 || n >= len(cells) {
				return ""
			}
			return strings.TrimFunc(cells[n], func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\t' || r == '\r' || r == '\n' })
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		row := Row{Line: i + 2, Code: cell(m.Code), Kind: cell(m.Kind), FN: cell(m.FN)}
		if row.Cis = cis(row.Code); row.Cis == "" {
			troubles = append(troubles, Trouble{row.Line, "code", row.Code})
			continue
		}
		if text := cell(m.At); text != "" {
			at, ok := instant(text, zone)
			if !ok {
				troubles = append(troubles, Trouble{row.Line, "at", text})
			}
			row.At = at
		}
		if text := cell(m.FD); text != "" {
			n, err := strconv.ParseInt(strings.TrimSuffix(text, ".0"), 10, 64)
			if err != nil || n < 0 {
				troubles = append(troubles, Trouble{row.Line, "fd", text})
				n = 0
			}
			row.FD = n
		}
		rows = append(rows, row)
	}
	return rows, troubles
}

// layouts in which lists write times; those without a zone are of the shop's.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "02.01.2006 15:04:05", "02.01.2006, 15:04:05",
	"02.01.2006 15:04", "02.01.2006", "2006-01-02"}

func instant(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	// A date cell of a spreadsheet: days since 30.12.1899. Numbers beyond a century around today are no dates.
	days, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || days < 36526 || days > 73050 {
		return time.Time{}, false
	}
	local := time.UnixMilli(int64(math.Round((days - 25569) * 86_400_000))).UTC()
	return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, zone), true
}
