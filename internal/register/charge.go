package register

import (
	"context"
	"errors"
	"time"

	"dobro/device/card"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// cardTime bounds one operation of the terminal: the buyer looks for his card and types a PIN.
const cardTime = 3 * time.Minute

// taken remembers what a card has paid through a terminal that the till cannot speak to, when the document could not be made: the cashier
// confirmed it before, so nobody may charge it again. The next try, whatever it is paid with, says anew what the card has paid.
func (r *Register) taken(ctx context.Context, with []sale.Payment) {
	sum := onCard(with)
	if r.p.Terminal != nil || len(r.basket.Lines) == 0 || r.basket.Taken == sum {
		return
	}
	r.basket.Taken = sum
	if err := r.save(ctx, r.keep); err != nil {
		r.p.Log.Error().Err(err).Str("receipt", r.basket.ID).Msg("remember what the card has paid")
	}
}

func onCard(with []sale.Payment) (sum int64) {
	for _, p := range with {
		if p.Type == sale.Card {
			sum += p.Sum
		}
	}
	return sum
}

// charge takes what the receipt owes by card, before the document is made. Money that an earlier try took for the same receipt is used
// again; when the sum is another one now it is given back first. A charge whose fate is open stops everything: it is asked for, never
// repeated.
func (r *Register) charge(ctx context.Context, rec store.Receipt) error {
	if r.p.Terminal == nil {
		return nil
	}
	owed := onCard(rec.Payments)
	have, err := r.chargesOf(ctx, rec.ID)
	if err != nil {
		return err
	}
	for _, c := range have {
		if owed > 0 && c.Sum == owed {
			return nil
		}
		if err := r.reverse(ctx, c); err != nil {
			return err
		}
	}
	if owed == 0 {
		return nil
	}
	c := store.Charge{ID: newID(), Receipt: rec.ID, Sum: owed, State: string(MoneyCharging), At: r.now()}
	if err := r.putCharge(ctx, c); err != nil {
		return err
	}
	fate, slip, trouble := r.card(ctx, func(ctx context.Context) (card.Slip, error) { return r.p.Terminal.Charge(ctx, c.ID, c.Sum) })
	if fate == card.Unknown {
		fate, slip = r.cardFate(ctx, c.ID)
	}
	return r.settleCharge(ctx, c, fate, slip, trouble)
}

// card runs one operation of the terminal and sorts its end.
func (r *Register) card(ctx context.Context, operation func(ctx context.Context) (card.Slip, error)) (card.Fate, card.Slip, string) {
	r.busy = r.p.Words.T("printer.card")
	r.publish()
	defer func() { r.busy = "" }()
	ctx, cancel := context.WithTimeout(ctx, cardTime)
	defer cancel()
	slip, err := operation(ctx)
	var no *card.Declined
	switch {
	case err == nil:
		return card.Done, slip, ""
	case errors.As(err, &no):
		return card.Nothing, "", no.Text
	}
	r.p.Log.Error().Err(err).Msg("the answer of the card terminal was lost")
	return card.Unknown, "", err.Error()
}

// cardFate asks the terminal what became of an operation.
func (r *Register) cardFate(ctx context.Context, id string) (card.Fate, card.Slip) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), printerTime)
	defer cancel()
	fate, slip, err := r.p.Terminal.Status(ctx, id)
	if err != nil {
		r.p.Log.Warn().Err(err).Msg("the card terminal could not be asked")
		return card.Unknown, ""
	}
	return fate, slip
}

// settleCharge writes what became of a charge and says whether the money is there.
func (r *Register) settleCharge(ctx context.Context, c store.Charge, fate card.Fate, slip card.Slip, trouble string) error {
	to, ok := moneyStep(Money(c.State), fate)
	if !ok {
		return because(codeInternal, errors.New("charge "+c.ID+" is "+c.State))
	}
	if slip != "" {
		c.Slip = string(slip)
	}
	changed := c.State != string(to)
	c.State, c.Trouble = string(to), trouble
	if changed {
		if err := r.putCharge(ctx, c); err != nil {
			return err
		}
	}
	switch to {
	case MoneyDeclined:
		return refuse(codeCardDeclined, "text", trouble, "sum", money.Kopecks(c.Sum))
	case MoneyUnknown, MoneyReversing:
		return refuse(codeCardUnknown, "sum", money.Kopecks(c.Sum))
	}
	return nil
}

// chargesOf settles the open charges of a receipt and gives those whose money is in hand.
func (r *Register) chargesOf(ctx context.Context, receipt string) ([]store.Charge, error) {
	list, err := r.p.Store.ChargesOf(ctx, receipt)
	if err != nil {
		return nil, because(codeStore, err)
	}
	var have []store.Charge
	for _, c := range list {
		switch Money(c.State) {
		case MoneyCharging, MoneyUnknown, MoneyReversing:
			fate, slip := r.cardFate(ctx, operationOf(c))
			to, _ := moneyStep(Money(c.State), fate)
			err := r.settleCharge(ctx, c, fate, slip, c.Trouble)
			var p *problem
			if errors.As(err, &p) && p.code == codeCardDeclined {
				continue
			}
			if err != nil {
				return nil, err
			}
			if c.State = string(to); slip != "" {
				c.Slip = string(slip)
			}
		}
		if Money(c.State) == MoneyCharged {
			have = append(have, c)
		}
	}
	return have, nil
}

// operationOf is the name of the operation that is under way for a charge.
func operationOf(c store.Charge) string {
	if Money(c.State) == MoneyReversing {
		return c.ID + "-r"
	}
	return c.ID
}

// reverse gives a charge back. It is on disk before the terminal is asked; an open end is asked for, never repeated.
func (r *Register) reverse(ctx context.Context, c store.Charge) error {
	c.State = string(MoneyReversing)
	if err := r.putCharge(ctx, c); err != nil {
		return err
	}
	id := operationOf(c)
	fate, _, trouble := r.card(ctx, func(ctx context.Context) (card.Slip, error) {
		return "", r.p.Terminal.Reverse(ctx, id, c.ID, card.Slip(c.Slip), c.Sum)
	})
	if fate == card.Unknown {
		fate, _ = r.cardFate(ctx, id)
	}
	if err := r.settleCharge(ctx, c, fate, "", trouble); err != nil {
		return err
	}
	if fate == card.Nothing {
		return refuse(codeCardDeclined, "text", trouble, "sum", money.Kopecks(c.Sum))
	}
	return nil
}

// giveBack gives back whatever the terminal took for a receipt that is given up.
func (r *Register) giveBack(ctx context.Context, receipt string) error {
	if r.p.Terminal == nil {
		return nil
	}
	have, err := r.chargesOf(ctx, receipt)
	if err != nil {
		return err
	}
	for _, c := range have {
		if err := r.reverse(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// refundCard gives the card's part of a return back, after its document. The document stands whatever the terminal says; a fault tells
// the cashier that the money is still owed.
func (r *Register) refundCard(ctx context.Context, origin, back store.Receipt) error {
	if r.p.Terminal == nil {
		return nil
	}
	owed := int64(0)
	for _, p := range back.Payments {
		if p.Type == sale.Card {
			owed += p.Sum
		}
	}
	if owed == 0 {
		return nil
	}
	from, err := r.p.Store.ChargesOf(ctx, origin.ID)
	if err != nil {
		return because(codeStore, err)
	}
	for _, c := range from {
		if Money(c.State) != MoneyCharged {
			continue
		}
		// The part that goes back is an operation of its own, kept under the return.
		part := store.Charge{ID: newID(), Receipt: back.ID, Sum: owed, State: string(MoneyReversing), At: r.now(), Slip: c.Slip}
		if err := r.putCharge(ctx, part); err != nil {
			return err
		}
		id := operationOf(part)
		fate, _, trouble := r.card(ctx, func(ctx context.Context) (card.Slip, error) {
			return "", r.p.Terminal.Reverse(ctx, id, c.ID, card.Slip(c.Slip), owed)
		})
		if fate == card.Unknown {
			fate, _ = r.cardFate(ctx, id)
		}
		if fate == card.Done {
			part.State = string(MoneyReversed)
			return r.putCharge(ctx, part)
		}
		part.Trouble = trouble
		if fate == card.Nothing {
			part.State = string(MoneyDeclined)
		}
		if err := r.putCharge(ctx, part); err != nil {
			return err
		}
		return refuse(codeCardOwed, "text", trouble, "sum", money.Kopecks(owed))
	}
	return nil
}

func (r *Register) putCharge(ctx context.Context, c store.Charge) error {
	return r.save(ctx, func(tx *store.Tx) error { return tx.PutCharge(c) })
}
