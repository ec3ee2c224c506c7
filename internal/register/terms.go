package register

import (
	"context"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Terms are what a sale takes besides the permit: the buyer's age, hours, leftovers without a code. The zero value asks for nothing.
type Terms struct {
	Zone *time.Location // of the shop: where days and hours are counted
	// Age is the least age of the buyer for goods of a group; nil: none of them has one.
	Age func(group int) int
	// Closed tells when goods of a group, or of the rule that their product names, may be sold today if they may not now; nil: always.
	Closed func(group int, rule string, at time.Time) (from, to string, closed bool)
	// AskAge holds the payment until the question for the buyer's age is answered. A script answers no questions.
	AskAge bool
	// Recheck is how old the answer about a code may be when its receipt is taken back from those put aside; 0 is any.
	Recheck time.Duration
}

// conditions are those of one line.
type conditions struct {
	Age      int    `json:"age,omitempty"`
	Hours    string `json:"hours,omitempty"`    // rule that the product names
	Leftover string `json:"leftover,omitempty"` // last day on which marked goods are sold without their code
	Kind     int    `json:"kind,omitempty"`     // group of goods that are sold without a code
}

func (r *Register) conditionsOf(p goods.Product) conditions {
	return conditions{Age: max(p.Age, r.ageOf(p.Group)), Hours: p.Hours, Kind: p.Group}
}

func (r *Register) ageOf(group int) int {
	if r.p.Terms.Age == nil || group == 0 {
		return 0
	}
	return r.p.Terms.Age(group)
}

func (r *Register) local() time.Time { return r.inZone(r.now()) }

// inHours refuses goods that may not be sold at this time of day.
func (r *Register) inHours(group int, rule, name string) error {
	if r.p.Terms.Closed == nil {
		return nil
	}
	from, to, closed := r.p.Terms.Closed(group, rule, r.now())
	if !closed {
		return nil
	}
	f := r.words("fault."+codeOutOfHours, codeOutOfHours, nil, "name", name, "from", from, "to", to)
	r.permit = Permit{State: PermitForbidden, Goods: true, Product: name, Title: r.p.Words.T("permit.out_of_hours"),
		Text: r.p.Words.T("permit.out_of_hours.text", "from", from, "to", to), Action: f.Action}
	return f
}

// met refuses to pay for what may not be sold any more, and while the buyer's age is not known.
func (r *Register) met() error {
	for _, l := range r.basket.Lines {
		if err := r.inHours(max(l.Group, l.Kind), l.Hours, l.Name); err != nil {
			return err
		}
	}
	if age := r.ageWanted(); age > 0 {
		return refuse(codeAgeWanted, "age", age)
	}
	return nil
}

// ageWanted is the age that the buyer has to be asked for, 0 when none or when he was asked.
func (r *Register) ageWanted() int {
	age := 0
	if r.p.Terms.AskAge {
		for _, l := range r.basket.Lines {
			age = max(age, l.Age)
		}
	}
	if age <= r.basket.Adult {
		return 0
	}
	return age
}

// ConfirmAge answers the question for the buyer's age: he is old enough, or what he may not buy goes out of the basket. It is asked
// once a receipt and recorded.
func (r *Register) ConfirmAge(ctx context.Context, enough bool) error {
	return r.do(ctx, "age", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		age := r.ageWanted()
		if age == 0 {
			return nil
		}
		answer := store.AgeAnswer{Receipt: r.basket.ID, Age: age, Enough: enough, Cashier: r.user.Name}
		if enough {
			before := r.basket.Adult
			r.basket.Adult = age
			err := r.save(ctx, func(tx *store.Tx) error {
				if err := tx.PutAge(answer); err != nil {
					return err
				}
				return r.keep(tx)
			})
			if err != nil {
				r.basket.Adult = before
			}
			return err
		}
		with := func(tx *store.Tx) error { return tx.PutAge(answer) }
		for n := len(r.basket.Lines); n >= 1; n-- {
			if r.basket.Lines[n-1].Age <= r.basket.Adult {
				continue
			}
			if err := r.take(ctx, n, with); err != nil {
				return err
			}
			with = nil // once
		}
		return nil
	})
}

// plain is the line of goods that are sold without a code.
func (r *Register) plain(p goods.Product, gtin, barcode string, quantity money.Quantity) line {
	l := plainLine(p, gtin, barcode, quantity)
	l.conditions = r.conditionsOf(p)
	return l
}

// waitsForCode tells that a marked product was scanned by its barcode: the window takes nothing but a code then.
func (r *Register) waitsForCode() bool { return r.p.HoldOnForbid && r.permit.State == PermitNeedCode }

// turnAway counts a scan that is not taken now.
func (r *Register) turnAway() {
	r.refused++
	r.emit(Event{Kind: EventRefused})
}

// emergencySince is when this till first saw the emergency that the verdict speaks of.
func (r *Register) emergencySince(v checks.Verdict) time.Time {
	if r.emergency.IsZero() {
		r.emergency = v.At
	}
	return r.inZone(r.emergency)
}

// heed takes the emergency mode from the lamp of the operator's channel, which hears of its beginning and its end without a sale as well.
func (r *Register) heed(l Lamp) {
	if l.ID == "chz" {
		r.emergency = l.Emergency
	}
}

func (r *Register) inZone(t time.Time) time.Time {
	if r.p.Terms.Zone == nil {
		return t
	}
	return t.In(r.p.Terms.Zone)
}

// dayText writes a day as people do here.
func dayText(d goods.Day) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format("02.01.2006")
}

// leftover sells marked goods without their code while the owner's term for the leftovers lasts.
func (r *Register) leftover(p goods.Product) bool {
	return p.Marked() && p.SellsUnmarked(r.local())
}

// tooLate tells that leftovers could be sold without a code and cannot any more.
func (r *Register) tooLate(p goods.Product) bool {
	return p.Marked() && p.UnmarkedUntil != "" && !p.SellsUnmarked(r.local())
}

// putLeftover records that marked goods were sold without a code, and why.
func (r *Register) putLeftover(p goods.Product, gtin string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		l := store.Leftover{Receipt: r.basket.ID, GTIN: gtin, Name: p.Name, Until: string(p.UnmarkedUntil), Reason: p.UnmarkedReason}
		if r.user != nil {
			l.Cashier = r.user.Name
		}
		return tx.PutLeftover(l)
	}
}

// recheckOld asks again about the codes of a receipt taken back whose answer is older than it may be. A ban that came up meanwhile takes
// its line away; what cannot be checked now waits for a senior.
func (r *Register) recheckOld(ctx context.Context) error {
	if r.p.Terms.Recheck == 0 {
		return nil
	}
	var first error
	for n := len(r.basket.Lines); n >= 1; n-- {
		l := r.basket.Lines[n-1]
		if !l.Marked() || l.CheckID == "" {
			continue
		}
		c, err := r.p.Store.Check(ctx, l.CheckID)
		if err != nil {
			return because(codeStore, err)
		}
		if r.now().Sub(c.At) < r.p.Terms.Recheck {
			continue
		}
		if err := r.recheck(ctx, n, l.Part); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Codes of the faults of terms.
const (
	codeOutOfHours = "out_of_hours"
	codeAgeWanted  = "age_wanted"
)
