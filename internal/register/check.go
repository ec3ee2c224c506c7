package register

import (
	"context"
	"encoding/json"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// check asks the engine about a code and puts its line into the basket when it may be sold.
func (r *Register) check(ctx context.Context, q checks.Request, p goods.Product) error {
	if q.Code.MaxPrice > 0 {
		// What stands in the code is the price: decree 224, base 80 of a pack, AI 8005 of a block.
		q.Price, q.HasPrice = q.Code.MaxPrice, true
	}
	if err := r.inHours(q.Group, p.Hours, p.Name); err != nil {
		return err
	}
	q.InBasket = func(cis string) bool {
		if r.basket.holds(cis) {
			return true
		}
		for i := range r.held {
			if r.held[i].holds(cis) {
				return true
			}
		}
		return false
	}
	for _, l := range r.basket.Lines {
		if l.Cis != "" {
			q.Parents = append(q.Parents, l.Cis)
		}
		if l.Box != "" {
			q.Parents = append(q.Parents, l.Box)
		}
	}
	r.permit = Permit{State: PermitChecking, Product: p.Name, Price: money.Kopecks(q.Price), Title: r.p.Words.T("permit.checking")}
	r.publish()
	v := r.p.Checks.Check(ctx, q)
	l := line{Product: p.ID, State: lineState(v), Offline: v.Offline, MinPrice: v.MinPrice, Fixed: q.Code.MaxPrice > 0, Gray: v.Has(checks.GrayZone), Box: v.Parent,
		Inner: v.InnerUnits, SoldParts: v.SoldUnits, Line: sale.Line{Name: p.Name,
			GTIN: v.GTIN, Code: v.Code, Cis: v.Cis, Group: v.Group, Unit: sale.Piece, Price: q.Price, Quantity: sale.One, VAT: p.VAT, CheckID: v.ID,
			Tag1265: v.Evidence.Tag1265}}
	if l.Group == 0 {
		l.Group = p.Group
	}
	l.conditions = r.conditionsOf(p)
	l.Age = max(l.Age, r.ageOf(l.Group))
	if len(p.Barcodes) > 0 {
		l.Barcode = p.Barcodes[0]
	}
	r.permit = r.permitOf(v, p, q.Price)
	if v.Decision == checks.Forbid {
		if err := r.note(ctx, v, p, nil); err != nil {
			return err
		}
		r.emit(Event{Kind: EventVerdict, Verdict: &v})
		return nil
	}
	if p.ID == 0 || q.Price <= 0 {
		if err := r.note(ctx, v, p, nil); err != nil {
			return err
		}
		r.emit(Event{Kind: EventVerdict, Verdict: &v})
		f := r.words("fault."+codeUnknownGoods, codeUnknownGoods, nil, "barcode", q.Code.GTIN)
		r.permit = Permit{State: PermitUnknown, Title: r.p.Words.T("permit.unknown"), Text: f.Text, Action: f.Action, Verdict: &v}
		return f
	}
	r.begin()
	r.permit.Line = len(r.basket.Lines) + 1
	r.emit(Event{Kind: EventVerdict, Verdict: &v})
	if err := r.add(ctx, l, func(tx *store.Tx) error { return r.putCheck(tx, v, p) }); err != nil {
		r.permit = Permit{State: PermitReady}
		return err
	}
	return nil
}

// note writes a check that brought no line.
func (r *Register) note(ctx context.Context, v checks.Verdict, p goods.Product, with func(tx *store.Tx) error) error {
	return r.save(ctx, func(tx *store.Tx) error {
		if err := r.putCheck(tx, v, p); err != nil || with == nil {
			return err
		}
		return with(tx)
	})
}

func (r *Register) putCheck(tx *store.Tx, v checks.Verdict, p goods.Product) error {
	return r.putCheckOf(tx, v, p, r.basket.ID)
}

func (r *Register) putCheckOf(tx *store.Tx, v checks.Verdict, p goods.Product, receipt string) error {
	verdict, err := json.Marshal(v)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(v.Raw)
	if err != nil {
		return err
	}
	c := store.Check{ID: v.ID, At: v.At, Cis: v.Cis, GTIN: v.GTIN, Group: v.Group, Name: p.Name, Decision: string(v.Decision), Channel: string(v.Channel),
		Offline: v.Offline, Emergency: v.Emergency, Elapsed: time.Duration(v.ElapsedMs * float64(time.Millisecond)), Verdict: verdict, Raw: raw,
		Receipt: receipt}
	if r.user != nil {
		c.Cashier = r.user.Name
	}
	if len(v.Reasons) > 0 {
		c.Reason = string(v.Reasons[0].Code)
	}
	return tx.PutCheck(c)
}

// permitOf is the banner of a verdict.
func (r *Register) permitOf(v checks.Verdict, p goods.Product, price int64) Permit {
	b := Permit{Product: p.Name, Price: money.Kopecks(price), Offline: v.Offline, Emergency: v.Emergency, Verdict: &v}
	if v.Emergency {
		b.Since = r.emergencySince(v)
	} else if !v.Offline && v.Channel != checks.ChannelNone {
		r.emergency = time.Time{}
	}
	if len(v.Reasons) > 0 {
		b.Text, b.Action = v.Reasons[0].Text, v.Reasons[0].Action
	}
	switch {
	case v.Decision == checks.Forbid:
		b.State, b.Title = PermitForbidden, r.p.Words.T("permit.forbidden")
	case v.Decision == checks.Ask:
		b.State, b.Title = PermitAsk, r.p.Words.T("permit.ask")
	case lineState(v) == LineWarning:
		b.State, b.Title = PermitWarning, r.p.Words.T("permit.warning")
	default:
		b.State, b.Title = PermitAllowed, r.p.Words.T("permit.allowed")
	}
	return b
}

// Approve lets a senior take the last unverified line on himself. The till stays with its cashier.
func (r *Register) Approve(ctx context.Context, pin, reason string) error {
	return r.do(ctx, "approve", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		n := 0
		for i, l := range r.basket.Lines {
			if l.State == LineAsk {
				n = i + 1
			}
		}
		if n == 0 {
			return refuse(codeNothingToAsk)
		}
		if reason == "" {
			return refuse(codeNoReason)
		}
		who, err := r.identify(ctx, pin)
		if err != nil {
			return err
		}
		if !who.Role.May(staff.Approve) {
			return refuse(codeNoRight)
		}
		l := &r.basket.Lines[n-1]
		before := *l
		l.State, l.Approved = LineApproved, who.Name
		l.Taken = l.Printer != nil && l.Printer.Result == MarkDenied
		err = r.save(ctx, func(tx *store.Tx) error {
			if err := tx.Approve(l.CheckID, who.Name, reason); err != nil {
				return err
			}
			return r.keep(tx)
		})
		if err != nil {
			*l = before
			return err
		}
		if !r.pending() {
			r.permit = Permit{State: PermitReady}
		}
		v := l.view(n)
		r.emit(Event{Kind: EventLine, Line: &v})
		return nil
	})
}
