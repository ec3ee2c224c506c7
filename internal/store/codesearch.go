package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// serial is the expression of the index check_serial, and what code_part holds of a code.
const serial = "CASE WHEN substr(cis, 1, 2) = '01' AND substr(cis, 17, 2) = '21' THEN substr(cis, 19) ELSE substr(cis, 15) END"

// longestSerial is how many signs the serial number of a code has at most.
const longestSerial = 20

// seekCode finds the checks and the receipts of the codes that begin with a part, or have it anywhere in their serial number.
func (s *Store) seekCode(ctx context.Context, part string) (Found, error) {
	cis, _, _ := strings.Cut(part, "\x1d") // a whole scan: the identification is its beginning
	f := Found{Receipts: []FoundReceipt{}, Checks: []string{}, Cis: map[string]bool{}}
	seen := map[string]bool{}
	take := func(where string, args ...any) error {
		var rows []struct{ ID, Cis string }
		if err := s.read.WithContext(ctx).Raw("SELECT id, cis FROM check_log WHERE "+where+" LIMIT ?", append(args, mostFound)...).Scan(&rows).Error; err != nil {
			return fmt.Errorf("look for a code: %w", err)
		}
		for _, r := range rows {
			if !seen[r.ID] {
				seen[r.ID] = true
				f.Cis[r.Cis] = true
				f.Checks = append(f.Checks, r.ID)
			}
		}
		return nil
	}
	if err := take("cis >= ? AND cis < ?", cis, cis+"\U0010FFFF"); err != nil {
		return Found{}, err
	}
	if len(cis) <= longestSerial {
		whole, err := s.serialsWith(ctx, cis)
		if err != nil {
			return Found{}, err
		}
		for len(whole) > 0 {
			list := whole[:min(page, len(whole))]
			whole = whole[len(list):]
			if err := take(serial+" IN ? AND cis <> ''", list); err != nil {
				return Found{}, err
			}
		}
	}
	codes := make([]string, 0, len(f.Cis))
	for c := range f.Cis {
		codes = append(codes, c)
	}
	for len(codes) > 0 {
		part := codes[:min(page, len(codes))]
		codes = codes[len(part):]
		var rows []FoundReceipt
		err := s.read.WithContext(ctx).Raw("SELECT DISTINCT r.id, r.opened_at FROM receipt_line l CROSS JOIN receipt r ON r.id = l.receipt_id WHERE l.cis IN ? AND l.cis <> ''", part).Scan(&rows).Error
		if err != nil {
			return Found{}, fmt.Errorf("look for a code: %w", err)
		}
		f.Receipts = append(f.Receipts, rows...)
	}
	return f, nil
}

// serialsWith reads the serial numbers of all checks, the newest first, and gives those that hold the part, mostFound at most. They stand so
// close together that three million are read in the blink of an eye; no index answers for the middle of a text.
func (s *Store) serialsWith(ctx context.Context, part string) ([]string, error) {
	pool, err := s.read.DB()
	if err != nil {
		return nil, fmt.Errorf("look for a code: %w", err)
	}
	rows, err := pool.QueryContext(ctx, "SELECT codes FROM code_part ORDER BY part DESC")
	if err != nil {
		return nil, fmt.Errorf("look for a code: %w", err)
	}
	defer rows.Close()
	var list []string
	seen, want := map[string]bool{}, []byte(part)
	var codes sql.RawBytes
	for rows.Next() && len(list) < mostFound {
		if err := rows.Scan(&codes); err != nil {
			return nil, fmt.Errorf("look for a code: %w", err)
		}
		for rest := []byte(codes); ; {
			at := bytes.Index(rest, want)
			if at < 0 {
				break
			}
			from, to := bytes.LastIndexByte(rest[:at], ' ')+1, bytes.IndexByte(rest[at:], ' ')
			if to < 0 {
				to = len(rest) - at
			}
			if one := string(rest[from : at+to]); !seen[one] {
				seen[one] = true
				list = append(list, one)
			}
			rest = rest[at+to:]
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("look for a code: %w", err)
	}
	return list, nil
}
