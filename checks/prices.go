package checks

import "dobro/internal/marking"

// packsInBlock is how many packs a tobacco block holds when the answer does not say.
const packsInBlock = 10

// judgePrice is section 2 of the rules for an online answer: the unit price after discounts against the prices of the answer and
// of the code. An unknown price breaks no rule, except that a maximum price below the common minimum is wrong by itself.
func (d *deciding) judgePrice(it Item) []Finding {
	switch d.price {
	case PriceTobacco:
		return d.tobaccoPrice(it)
	case PriceNicotine:
		return d.nicotinePrice(it)
	case PriceOTP:
		return d.otpPrice(it)
	case PriceAdvice:
		if mrp := amount(it.MRP); d.under(mrp) {
			return []Finding{priceFinding(PriceBelowMin, Warning, "price_below_min.advice", mrp)}
		}
	}
	return nil
}

// judgeOfflinePrice is what an offline answer, or none, lets one say about the price: groups 3 and 16 only. The local module 2.6
// sends smp with every code, and reading it for other groups was a false ban.
func (d *deciding) judgeOfflinePrice(it Item) []Finding {
	switch d.price {
	case PriceTobacco:
		return d.tobaccoPrice(it)
	case PriceNicotine:
		return d.nicotinePrice(it)
	}
	return nil
}

func (d *deciding) tobaccoPrice(it Item) []Finding {
	least := amount(it.SMP)
	most := d.c.Request.Code.MaxPrice
	if isBlock(d.c.Request, it) {
		packs := it.PackageQuantity
		if packs <= 0 {
			packs = packsInBlock
		}
		least *= packs
	} else if most == 0 {
		most = amount(it.MRP)
	}
	d.MaxPrice, d.MinPrice = most, least
	var fs []Finding
	if d.over(most) {
		fs = append(fs, priceFinding(PriceAboveMax, Ban, "", most))
	}
	switch {
	case most > 0 && least > 0 && most < least:
		fs = append(fs, priceFinding(PriceBelowMin, Ban, "price_below_min.printed", least))
	case d.under(least):
		fs = append(fs, priceFinding(PriceBelowMin, Ban, "price_below_min.common", least))
	case d.under(most):
		fs = append(fs, by(d.rules.policy.TobaccoBelowMRP, priceFinding(PriceBelowMin, Ban, "price_below_min.tobacco", most))...)
	}
	return fs
}

func (d *deciding) nicotinePrice(it Item) []Finding {
	if it.PackageType == packageGroup {
		return by(d.rules.policy.NicotineGroup, Finding{Code: NoPriceRule})
	}
	d.MinPrice = max(amount(it.MRP), amount(it.SMP))
	if d.under(d.MinPrice) {
		return []Finding{priceFinding(PriceBelowMin, Ban, "", d.MinPrice)}
	}
	return nil
}

func (d *deciding) otpPrice(it Item) []Finding {
	mrp := amount(it.MRP)
	meaning := d.rules.policy.OTPMRP
	if it.PackageType == packageGroup || meaning == OTPNone {
		return nil
	}
	if meaning == OTPMaximum {
		d.MaxPrice = mrp
		if d.over(mrp) {
			return []Finding{priceFinding(PriceAboveMax, Ban, "", mrp)}
		}
		return nil
	}
	d.MinPrice = mrp
	switch {
	case d.under(mrp):
		return []Finding{priceFinding(PriceBelowMin, Ban, "", mrp)}
	case meaning == OTPMinimumWarnAbove && d.over(mrp):
		return []Finding{priceFinding(PriceAboveMax, Warning, "price_above_max.otp", mrp)}
	}
	return nil
}

// packageGroup is packageType of a block or another group pack.
const packageGroup = "GROUP"

func isBlock(req Request, it Item) bool {
	return it.PackageType == packageGroup || req.Code.Kind == marking.KindTobaccoBlock
}

func (d *deciding) under(limit int64) bool {
	return limit > 0 && d.c.Request.Price > 0 && d.c.Request.Price < limit
}

func (d *deciding) over(limit int64) bool {
	return limit > 0 && d.c.Request.Price > limit
}

func amount(kopecks *int64) int64 {
	if kopecks == nil {
		return 0
	}
	return max(*kopecks, 0)
}

func priceFinding(code ReasonCode, s Severity, words string, kopecks int64) Finding {
	return Finding{Code: code, Severity: s, Words: words, Args: map[string]string{"price": rubles(kopecks)}}
}
