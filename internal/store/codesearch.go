package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// partsAtOnce rows of code_part are one look; a busy shop makes two looks and a half in a year.
const partsAtOnce = 2048

// lookers look side by side, so that a disk which was not read for a while is asked for several places at once; one connection
// for reading stays free.
const lookers = 3

// serialsWith reads the serial numbers of all checks and gives those that hold the part, mostFound at most, the newest first. They stand so
// close together that three million are read in the blink of an eye; no index answers for the middle of a text. Looks are taken newest
// first, but each is read forwards: systems read ahead of a reader that goes on, not of one that goes back.
func (s *Store) serialsWith(ctx context.Context, part string) ([]string, error) {
	var top sql.NullInt64
	if err := s.read.WithContext(ctx).Raw("SELECT max(part) FROM code_part").Scan(&top).Error; err != nil {
		return nil, fmt.Errorf("look for a code: %w", err)
	}
	if !top.Valid {
		return nil, nil
	}
	found := make([][]string, top.Int64/partsAtOnce+1) // by stretch, the newest first
	var taken, enough atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, lookers)
	for n := range lookers {
		wait.Go(func() {
			for enough.Load() < mostFound && errs[n] == nil {
				i := taken.Add(1) - 1
				if i >= int64(len(found)) {
					return
				}
				found[i], errs[n] = s.serialsIn(ctx, part, top.Int64-(i+1)*partsAtOnce+1, top.Int64-i*partsAtOnce)
				enough.Add(int64(len(found[i])))
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("look for a code: %w", err)
	}
	var list []string
	seen := map[string]bool{}
	for _, some := range found {
		for _, one := range slices.Backward(some) {
			if len(list) == mostFound {
				return list, nil
			}
			if !seen[one] {
				seen[one] = true
				list = append(list, one)
			}
		}
	}
	return list, nil
}

// WarmCodes reads the serial numbers of all checks once and keeps none: a till that grew over years has them in many places of its file.
func (s *Store) WarmCodes(ctx context.Context) error {
	_, err := s.serialsWith(ctx, "\x00") // in no number
	return err
}

// serialsIn gives the serial numbers that hold the part in the rows from first to last, both included, each once, the oldest first.
func (s *Store) serialsIn(ctx context.Context, part string, first, last int64) (list []string, err error) {
	pool, err := s.read.DB()
	if err != nil {
		return nil, err
	}
	rows, err := pool.QueryContext(ctx, "SELECT codes FROM code_part WHERE part >= ? AND part <= ? ORDER BY part", first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	seen, want := map[string]bool{}, []byte(part)
	var codes sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&codes); err != nil {
			return nil, err
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
			rest = rest[at+max(to, len(want)):]
		}
	}
	return list, rows.Err()
}
