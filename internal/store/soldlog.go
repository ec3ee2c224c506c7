package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dobro/internal/sale"
)

// SoldLine is one line of the sale log. CheckedBy is the check that it stands on.
type SoldLine struct {
	At        time.Time // the receipt was opened
	Receipt   string
	N         int
	Kind      sale.Kind
	State     sale.State
	Back      bool
	Number    int64
	FD        int64
	Cashier   string
	Name      string
	Product   string // its barcode with leading zeros to 14 digits, "" when it has none
	Cis       string
	Group     int
	Quantity  int64
	Unit      string
	Price     int64
	Sum       int64
	Unchecked bool
	CheckID   string
	Approved  string
}

// SoldLog is the sale log under a filter, newest first: how many lines there are, and any of them by number. It is a picture of the
// moment it was asked for; lines that came since are at most missed. It may be used from many goroutines.
type SoldLog struct {
	s      *Store
	f      LogFilter
	window window
	held   []SoldLine // what a search of documents or codes found
	Cut    time.Time  // lines older than this were not looked at, zero when all were
}

// SoldLog counts the lines that pass the filter.
func (s *Store) SoldLog(ctx context.Context, f LogFilter) (*SoldLog, error) {
	l := &SoldLog{s: s, f: f}
	if f.Found != nil && f.Found.Receipts != nil {
		return l, l.hold(ctx)
	}
	from, to := f.From.UnixMilli(), f.To.UnixMilli()
	if f.Found != nil && !f.wide() {
		if cut, err := s.enough(ctx, f.Found.Products, "lines", from, to); err != nil {
			return nil, err
		} else if cut > from {
			from, l.Cut = cut, time.UnixMilli(cut)
		}
	}
	list, err := s.countSpan(ctx, from, to, l.days, func(from, to int64) (string, []any) {
		t := l.terms(from, to)
		return "SELECT count(*) FROM sold" + t.where(), t.args
	})
	if err != nil {
		return nil, fmt.Errorf("count the sale log: %w", err)
	}
	l.window = newWindow(list)
	return l, nil
}

func (l *SoldLog) days(first, past int64) (string, []any) {
	if l.f.Found == nil {
		t := l.f.ofLines()
		t.add("day >= ? AND day < ?", first, past)
		return "SELECT day, sum(lines) AS n FROM sold_day" + t.where() + " GROUP BY day", t.args
	}
	if l.f.wide() {
		return "SELECT day, sum(lines) AS n FROM product_day WHERE product IN ? AND day >= ? AND day < ? GROUP BY day", []any{l.f.Found.Products, first, past}
	}
	t := l.f.ofLines()
	t.add("product IN ? AND at >= ? AND at < ?", l.f.Found.Products, first*dayMs, past*dayMs)
	return "SELECT at / 86400000 AS day, count(*) AS n FROM sold" + t.where() + " GROUP BY 1", t.args
}

func (l *SoldLog) terms(from, to int64) terms {
	t := l.wanted()
	t.add("at >= ? AND at < ?", from, to)
	return t
}

// wanted are the conditions on the rows, but for their time.
func (l *SoldLog) wanted() terms {
	t := l.f.ofLines()
	if l.f.Found != nil {
		t.add("product IN ?", l.f.Found.Products)
	}
	return t
}

// Count is how many lines there are.
func (l *SoldLog) Count() int { return len(l.held) + l.window.count() }

// Lines reads lines [first, first+n).
func (l *SoldLog) Lines(ctx context.Context, first, n int) ([]SoldLine, error) {
	if l.held != nil {
		first = min(first, len(l.held))
		return l.held[first:min(first+n, len(l.held))], nil
	}
	list, skip := l.window.stretches(first, n)
	if len(list) == 0 {
		return nil, nil
	}
	from, t := within("sold", list)
	t = t.and(l.wanted())
	return l.s.soldLines(ctx, "(SELECT sold.* FROM "+from+t.where()+" ORDER BY at DESC, receipt_id DESC, n DESC LIMIT ? OFFSET ?)", append(t.args, n, skip)...)
}

// hold reads the lines of the receipts that a search found, all at once: they are few.
func (l *SoldLog) hold(ctx context.Context) error {
	l.held = []SoldLine{}
	ids := l.f.Found.Receipts
	for len(ids) > 0 {
		part := ids[:min(200, len(ids))]
		ids = ids[len(part):]
		t := l.f.ofLines()
		t.add("at >= ? AND at < ?", l.f.From.UnixMilli(), l.f.To.UnixMilli())
		var values []string
		var args []any
		for _, r := range part {
			values = append(values, "(?, ?)")
			args = append(args, r.At, r.ID)
		}
		lines, err := l.s.soldLines(ctx, "(SELECT * FROM sold"+t.where()+" AND (at, receipt_id) IN (VALUES "+strings.Join(values, ", ")+"))", append(t.args, args...)...)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if l.f.Found.Cis == nil || l.f.Found.Cis[line.Cis] {
				l.held = append(l.held, line)
			}
		}
	}
	slices.SortStableFunc(l.held, func(a, b SoldLine) int {
		return b.At.Compare(a.At)
	})
	return nil
}

// soldLines reads lines with everything that the log shows; from is a table expression of rows of sold.
func (s *Store) soldLines(ctx context.Context, from string, args ...any) ([]SoldLine, error) {
	var rows []struct {
		At, Number, FD, Quantity, Price, Sum           int64
		ReceiptID, Kind, State, Cashier, Name, Product string
		Cis, Unit, CheckID, Approved                   string
		N, ProductGroup, Proof                         int
		Back                                           bool
	}
	err := s.read.WithContext(ctx).Raw(`SELECT s.at, s.receipt_id, s.n, s.kind, s.state, s.back, s.cashier, s.product, s.product_group, s.proof, s.sum,
		r.number, r.fd, l.name, l.cis, l.quantity, l.unit, l.price, l.check_id, l.approved
		FROM `+from+` s CROSS JOIN receipt r ON r.id = s.receipt_id CROSS JOIN receipt_line l ON l.receipt_id = s.receipt_id AND l.n = s.n
		ORDER BY s.at DESC, s.receipt_id DESC, s.n DESC`, args...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the sale log: %w", err)
	}
	out := make([]SoldLine, len(rows))
	for i, r := range rows {
		out[i] = SoldLine{At: instant(r.At), Receipt: r.ReceiptID, N: r.N, Kind: sale.Kind(r.Kind), State: sale.State(r.State), Back: r.Back, Number: r.Number,
			FD: r.FD, Cashier: r.Cashier, Name: r.Name, Product: r.Product, Cis: r.Cis, Group: r.ProductGroup, Quantity: r.Quantity, Unit: r.Unit, Price: r.Price,
			Sum: r.Sum, Unchecked: r.Proof == 2, CheckID: r.CheckID, Approved: r.Approved}
	}
	return out, nil
}
