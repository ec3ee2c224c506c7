package journal

import (
	"context"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Ask says which lines of a log are wanted; zero fields want everything. Text is what was typed into the search.
type Ask struct {
	From, To time.Time // instants, To excluded
	Outcome  string    // one of store.Outcome
	Cashier  string
	Group    int
	Channel  checks.Channel
	Reason   checks.ReasonCode
	Text     string
}

// Pages are the rows of a log by their number, newest first. Read may be called from many goroutines.
type Pages[T any] struct {
	Count int
	Cut   time.Time // rows older than this were not looked at, zero when all were
	Read  func(ctx context.Context, first, n int) ([]T, error)
}

// LineRow is one line of the sale log.
type LineRow struct {
	At        time.Time
	Receipt   string // ID
	N         int
	Kind      sale.Kind
	State     sale.State
	Number    int64
	FD        int64
	Cashier   string
	Name      string
	Cis       string
	Quantity  money.Quantity
	Unit      sale.Unit
	Price     money.Kopecks
	Sum       money.Kopecks // what the buyer paid; negative when the money went back
	Unchecked bool
	CheckID   string
	Approved  string
}

func (l Log) filter(ctx context.Context, a Ask) (store.LogFilter, error) {
	f := store.LogFilter{From: a.From, To: a.To, Outcome: store.Outcome(a.Outcome), Cashier: a.Cashier, Group: a.Group, Channel: string(a.Channel), Reason: string(a.Reason)}
	if a.Text == "" {
		return f, nil
	}
	found, err := l.Store.Seek(ctx, a.Text)
	f.Found = &found
	return f, err
}

// SaleLog opens the log of what was sold.
func (l Log) SaleLog(ctx context.Context, a Ask) (Pages[LineRow], error) {
	f, err := l.filter(ctx, a)
	if err != nil {
		return Pages[LineRow]{}, err
	}
	log, err := l.Store.SoldLog(ctx, f)
	if err != nil {
		return Pages[LineRow]{}, err
	}
	return Pages[LineRow]{Count: log.Count(), Cut: log.Cut, Read: func(ctx context.Context, first, n int) ([]LineRow, error) {
		lines, err := log.Lines(ctx, first, n)
		if err != nil {
			return nil, err
		}
		out := make([]LineRow, len(lines))
		for i, x := range lines {
			out[i] = LineRow{At: x.At, Receipt: x.Receipt, N: x.N, Kind: x.Kind, State: x.State, Number: x.Number, FD: x.FD, Cashier: x.Cashier, Name: x.Name, Cis: x.Cis,
				Quantity: money.Quantity(x.Quantity), Unit: sale.Unit(x.Unit), Price: money.Kopecks(x.Price), Sum: money.Kopecks(x.Sum), Unchecked: x.Unchecked,
				CheckID: x.CheckID, Approved: x.Approved}
			if x.Kind == sale.Return || x.Back {
				out[i].Sum = -out[i].Sum
			}
		}
		return out, nil
	}}, nil
}

// CheckLog opens the log of checks.
func (l Log) CheckLog(ctx context.Context, a Ask) (Pages[CheckRow], error) {
	f, err := l.filter(ctx, a)
	if err != nil {
		return Pages[CheckRow]{}, err
	}
	log, err := l.Store.CheckLog(ctx, f)
	if err != nil {
		return Pages[CheckRow]{}, err
	}
	return Pages[CheckRow]{Count: log.Count(), Cut: log.Cut, Read: func(ctx context.Context, first, n int) ([]CheckRow, error) {
		list, err := log.Checks(ctx, first, n)
		if err != nil {
			return nil, err
		}
		sold, err := l.sold(ctx, list)
		if err != nil {
			return nil, err
		}
		out := make([]CheckRow, len(list))
		var t Totals
		t.ByReason = map[checks.ReasonCode]int{}
		for i, c := range list {
			out[i] = t.check(c, sold[c.ID])
		}
		return out, nil
	}}, nil
}

// Prepare reads once over what a search by a part of a code goes through, so that the system has it at hand.
func (l Log) Prepare(ctx context.Context) error { return l.Store.WarmCodes(ctx) }

// Choices are what the logs can be narrowed to.
type Choices struct {
	Cashiers []string
	Groups   []int
	Reasons  []checks.ReasonCode
}

// Choices reads who sold, which groups there are and why anything was ever stopped.
func (l Log) Choices(ctx context.Context) (c Choices, err error) {
	if c.Cashiers, err = l.Store.Cashiers(ctx); err != nil {
		return c, err
	}
	if c.Groups, err = l.Store.SoldGroups(ctx); err != nil {
		return c, err
	}
	reasons, err := l.Store.StopReasons(ctx)
	for _, r := range reasons {
		c.Reasons = append(c.Reasons, checks.ReasonCode(r))
	}
	return c, err
}
