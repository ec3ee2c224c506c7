package wire

import (
	"encoding/json"
	"strings"

	"dobro/checks"
)

// item mirrors the code object of codes/check (True API v4, ТС ПИоТ) and of outCheck (ЛМ ЧЗ).
type item struct {
	Cis              Text   `json:"cis"`
	PrintView        Text   `json:"printView"`
	GTIN             Text   `json:"gtin"`
	Groups           Ints   `json:"groupIds"`
	Found            Flag   `json:"found"`
	Valid            Flag   `json:"valid"`
	Verified         Flag   `json:"verified"`
	Utilised         Flag   `json:"utilised"`
	Realizable       Flag   `json:"realizable"`
	Sold             Flag   `json:"sold"`
	IsBlocked        Flag   `json:"isBlocked"`
	IsGreyGTIN       Flag   `json:"isGreyGtin"`
	IsOwner          Flag   `json:"isOwner"`
	IsTracking       Flag   `json:"isTracking"`
	GrayZone         Flag   `json:"grayZone"`
	Ogvs             Texts  `json:"ogvs"`
	ErrorCode        Int    `json:"errorCode"`
	Message          Text   `json:"message"`
	EliminationState Int    `json:"eliminationState"`
	ExpireDate       Moment `json:"expireDate"`
	MRP              Int    `json:"mrp"`
	SMP              Int    `json:"smp"`
	InnerUnits       Int    `json:"innerUnitCount"`
	SoldUnits        Int    `json:"soldUnitCount"`
	PackageType      Text   `json:"packageType"`
	PackageQuantity  Int    `json:"packageQuantity"`
	Parent           Text   `json:"parent"`
	ProducerINN      Text   `json:"producerInn"`

	// Some modules put them here, others beside reqId (permit-online 2.4).
	Inst    Text `json:"inst"`
	Version Text `json:"version"`
}

// decodeItem reads one code object; a value that is no object gives an empty item and false.
func decodeItem(raw json.RawMessage) (item, bool) {
	var it item
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &it) != nil {
		return item{}, false
	}
	return it, true
}

func (it item) checked() checks.Item {
	c := checks.Item{
		Cis: string(it.Cis), PrintView: string(it.PrintView), GTIN: gtin14(string(it.GTIN)), Groups: it.Groups,
		Found: it.Found.Said, Valid: it.Valid.Said, Verified: it.Verified.Said, Utilised: it.Utilised.Said,
		Realizable: it.Realizable.Said, Sold: it.Sold.Said, IsBlocked: it.IsBlocked.Said, IsGreyGTIN: it.IsGreyGTIN.Said,
		IsOwner: it.IsOwner.Said, IsTracking: it.IsTracking.Said, GrayZone: it.GrayZone.Said,
		Ogvs: it.Ogvs, ErrorCode: int(it.ErrorCode.N), Message: Clean(string(it.Message)),
		EliminationState: int(it.EliminationState.N), MRP: it.MRP.price(), SMP: it.SMP.price(),
		InnerUnits: it.InnerUnits.count(), SoldUnits: it.SoldUnits.count(), PackageQuantity: it.PackageQuantity.count(),
		PackageType: string(it.PackageType), Parent: string(it.Parent), ProducerINN: string(it.ProducerINN),
	}
	if !it.ExpireDate.IsZero() {
		c.ExpireDate = &it.ExpireDate.Time
	}
	return c
}

// price is kopecks above zero, else nothing was said: a maximum price of 0 would forbid every sale.
func (i Int) price() *int64 {
	if !i.Said || i.N <= 0 {
		return nil
	}
	return &i.N
}

func (i Int) count() int64 { return max(i.N, 0) }

// gtin14 pads a product code that lost its leading zeros on the way through a number.
func gtin14(s string) string {
	if len(s) == 0 || len(s) >= 14 || strings.Trim(s, "0123456789") != "" {
		return s
	}
	return strings.Repeat("0", 14-len(s)) + s
}
