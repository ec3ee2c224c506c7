package register

import (
	"context"
	"errors"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

const cashierDiscount = staff.CashierDiscount

// Scan takes what a scanner sent. Unmarked goods go into the basket; a marking code is checked first and its line is in the basket
// when Scan returns, unless the verdict forbids it. A forbidden code is no error.
func (r *Register) Scan(ctx context.Context, raw string) error {
	return r.do(ctx, "scan", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if r.p.HoldOnForbid && r.permit.State == PermitForbidden {
			r.turnAway()
			return nil
		}
		code, err := marking.ParseWith(raw, r.p.Reading)
		var unread *marking.Error
		if errors.As(err, &unread) {
			return r.check(ctx, checks.Request{Raw: raw, Refused: unread, Code: marking.Code{Kind: unread.Kind, Cis: unread.Cis, GTIN: unread.GTIN}}, goods.Product{})
		}
		if r.waitsForCode() && (code.Kind == marking.KindBarcode || code.Kind == marking.KindWeight) {
			r.turnAway()
			return nil
		}
		r.refused = 0
		switch code.Kind {
		case marking.KindBarcode:
			return r.addBarcode(ctx, code.Full, code.GTIN, money.Piece)
		case marking.KindWeight:
			return r.addWeight(ctx, code)
		}
		product, err := r.product(ctx, code.GTIN)
		if err != nil {
			return err
		}
		return r.check(ctx, checks.Request{Raw: raw, Code: code, Group: product.Group, HasPrice: product.Price > 0, Price: int64(product.Price)}, product)
	})
}

// AddProduct puts goods into the basket by a barcode that was not scanned: found by name or on a tile.
func (r *Register) AddProduct(ctx context.Context, barcode string) error {
	return r.do(ctx, "add", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		gtin, ok := marking.GTIN14(barcode)
		if !ok {
			return refuse(codeUnknownGoods, "barcode", barcode)
		}
		return r.addBarcode(ctx, barcode, gtin, money.Piece)
	})
}

// Dismiss takes the red banner away.
func (r *Register) Dismiss(ctx context.Context) error {
	return r.do(ctx, "dismiss", func(context.Context) error {
		if r.permit.State != PermitAsk || !r.pending() {
			r.permit = Permit{State: PermitReady}
		}
		r.refused = 0
		return nil
	})
}

func (r *Register) pending() bool {
	for _, l := range r.basket.Lines {
		if l.State == LineAsk {
			return true
		}
	}
	return false
}

// product finds goods; a zero product when the catalogue has none.
func (r *Register) product(ctx context.Context, gtin string) (goods.Product, error) {
	if gtin == "" {
		return goods.Product{}, nil
	}
	p, err := r.p.Store.Product(ctx, gtin)
	if errors.Is(err, store.ErrNone) {
		return goods.Product{}, nil
	}
	if err != nil {
		return goods.Product{}, because(codeStore, err)
	}
	return p, nil
}

// addBarcode sells goods by their barcode, or asks for the code when they are marked.
func (r *Register) addBarcode(ctx context.Context, barcode, gtin string, quantity money.Quantity) error {
	p, err := r.product(ctx, gtin)
	if err != nil {
		return err
	}
	if p.ID == 0 {
		f := r.words("fault."+codeUnknownGoods, codeUnknownGoods, nil, "barcode", barcode)
		r.permit = Permit{State: PermitUnknown, Title: r.p.Words.T("permit.unknown"), Text: f.Text, Action: f.Action}
		return f
	}
	if p.Marked() && !r.leftover(p) {
		return r.wantCode(ctx, p, gtin, barcode)
	}
	if err := r.inHours(p.Group, p.Hours, p.Name); err != nil {
		return err
	}
	fresh := r.plain(p, gtin, barcode, quantity)
	var record func(tx *store.Tx) error
	if p.Marked() {
		fresh.Leftover, fresh.Group, record = dayText(p.UnmarkedUntil), p.Group, r.putLeftover(p, gtin)
	}
	r.begin()
	n := 0
	for i, l := range r.basket.Lines {
		if l.GTIN == gtin && l.State == LinePlain && l.Leftover == "" && !l.Own && l.Percent == 0 && l.Cut == nil && l.Note == "" && l.Price == int64(p.Price) && p.Unit == sale.Piece {
			n = i + 1
		}
	}
	if n > 0 {
		err := r.edit(ctx, n, func(l *line) error {
			l.Quantity += int64(quantity)
			return nil
		})
		if err != nil {
			return err
		}
	} else if err := r.add(ctx, fresh, record); err != nil {
		return err
	}
	r.permit = Permit{State: PermitReady}
	return nil
}

// addWeight sells goods by an in-store label; the article of the label is that of the catalogue.
func (r *Register) addWeight(ctx context.Context, code marking.Code) error {
	list, err := r.p.Store.SearchGoods(ctx, code.PLU, 50)
	if err != nil {
		return because(codeStore, err)
	}
	for _, p := range list {
		if p.Code == code.PLU && !p.Marked() && p.Unit == sale.Kilogram {
			r.begin()
			r.permit = Permit{State: PermitReady}
			return r.add(ctx, r.plain(p, "", code.Full, money.Quantity(code.Weight)), nil)
		}
	}
	return r.addBarcode(ctx, code.Full, code.GTIN, money.Piece)
}

// add puts a new line into the basket, on disk in one change with what else belongs to it.
func (r *Register) add(ctx context.Context, l line, with func(tx *store.Tx) error) error {
	if err := r.inHours(max(l.Group, l.Kind), l.Hours, l.Name); err != nil {
		return err
	}
	r.begin()
	r.keys++
	l.Key = r.keys
	if err := l.Validate(); err != nil {
		return saleProblem(err)
	}
	before := r.basket
	r.basket = before.copy()
	r.basket.Lines = append(r.basket.Lines, l)
	if err := r.basket.recount(); err != nil {
		r.basket = before
		return err
	}
	err := r.save(ctx, func(tx *store.Tx) error {
		if with != nil {
			if err := with(tx); err != nil {
				return err
			}
		}
		return r.keep(tx)
	})
	if err != nil {
		r.basket = before
		return err
	}
	n := len(r.basket.Lines)
	v := r.basket.Lines[n-1].view(n)
	r.emit(Event{Kind: EventLine, Line: &v})
	return nil
}

// wantCode answers a marked product that came by its barcode: nothing is added, the code is asked for.
func (r *Register) wantCode(ctx context.Context, p goods.Product, gtin, barcode string) error {
	v := r.verdictOf(checks.NoCode, gtin, p.Group)
	v.Code = barcode
	if err := r.note(ctx, v, p, nil); err != nil {
		return err
	}
	r.permit = Permit{State: PermitNeedCode, Product: p.Name, Price: p.Price, Title: r.p.Words.T("permit.need_code"), Text: v.Reasons[0].Text,
		Action: v.Reasons[0].Action, Verdict: &v}
	if r.tooLate(p) {
		r.permit.Text = r.p.Words.T("permit.leftovers_over", "until", dayText(p.UnmarkedUntil))
	}
	r.emit(Event{Kind: EventVerdict, Verdict: &v})
	return nil
}

func (r *Register) verdictOf(code checks.ReasonCode, gtin string, group int) checks.Verdict {
	key := "reason." + string(code)
	return checks.Verdict{ID: newID(), At: r.now(), GTIN: gtin, Group: group, Decision: checks.Forbid, Channel: checks.ChannelNone,
		Reasons: []checks.Reason{{Code: code, Severity: checks.Ban, Text: r.p.Words.T(key), Action: r.p.Words.T(key + ".do")}}, Trace: []checks.Step{}}
}
