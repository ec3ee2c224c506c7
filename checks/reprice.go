package checks

import "time"

// Reprice judges a new unit price, in kopecks, of a code that was allowed before: the price rules are applied again at every change
// of a price, without asking anybody. It returns what speaks against the price, bans first, nothing when it fits.
func (e *Engine) Reprice(v Verdict, price int64) []Reason {
	return say(e.p.Words, e.p.Rules.Reprice(v, price, e.p.Clock.Now()))
}

// Reprice is what the rules say about a new unit price of a code with the limits of its verdict.
func (r *Rules) Reprice(v Verdict, price int64, at time.Time) []Finding {
	d := r.begin(Case{Request: Request{Group: v.Group, Price: price}, At: at})
	var fs []Finding
	switch {
	case d.over(v.MaxPrice):
		fs = append(fs, priceFinding(PriceAboveMax, Ban, "", v.MaxPrice))
	case d.under(v.MinPrice):
		words := ""
		if d.price == PriceTobacco {
			words = "price_below_min.common"
		}
		fs = append(fs, priceFinding(PriceBelowMin, Ban, words, v.MinPrice))
	case d.price == PriceTobacco && d.under(v.MaxPrice):
		fs = append(fs, by(r.policy.TobaccoBelowMRP, priceFinding(PriceBelowMin, Ban, "price_below_min.tobacco", v.MaxPrice))...)
	}
	if d.early {
		soften(fs)
	}
	return fs
}
