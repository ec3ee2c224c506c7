package wire

import (
	"encoding/json"
	"strings"

	"dobro/checks"
)

// item is the code object of codes/check (True API v4, ТС ПИоТ) and of outCheck (ЛМ ЧЗ); set names its fields.
type item struct {
	Cis              Text
	PrintView        Text
	GTIN             Text
	Groups           Ints
	Found            Flag
	Valid            Flag
	Verified         Flag
	Utilised         Flag
	Realizable       Flag
	Sold             Flag
	IsBlocked        Flag
	IsGreyGTIN       Flag
	IsOwner          Flag
	IsTracking       Flag
	GrayZone         Flag
	Ogvs             Texts
	ErrorCode        Int
	Message          Text
	EliminationState Int
	ExpireDate       Moment
	MRP              Int
	SMP              Int
	InnerUnits       Int
	SoldUnits        Int
	PackageType      Text
	PackageQuantity  Int
	Parent           Text
	ProducerINN      Text

	// Some modules put them here, others beside reqId (permit-online 2.4).
	Inst, Version Text
}

func (it *item) set(key, value []byte) {
	var field json.Unmarshaler
	switch string(key) {
	case "cis":
		field = &it.Cis
	case "printView":
		field = &it.PrintView
	case "gtin":
		field = &it.GTIN
	case "groupIds":
		field = &it.Groups
	case "found":
		field = &it.Found
	case "valid":
		field = &it.Valid
	case "verified":
		field = &it.Verified
	case "utilised":
		field = &it.Utilised
	case "realizable":
		field = &it.Realizable
	case "sold":
		field = &it.Sold
	case "isBlocked":
		field = &it.IsBlocked
	case "isGreyGtin":
		field = &it.IsGreyGTIN
	case "isOwner":
		field = &it.IsOwner
	case "isTracking":
		field = &it.IsTracking
	case "grayZone":
		field = &it.GrayZone
	case "ogvs":
		field = &it.Ogvs
	case "errorCode":
		field = &it.ErrorCode
	case "message":
		field = &it.Message
	case "eliminationState":
		field = &it.EliminationState
	case "expireDate":
		field = &it.ExpireDate
	case "mrp":
		field = &it.MRP
	case "smp":
		field = &it.SMP
	case "innerUnitCount":
		field = &it.InnerUnits
	case "soldUnitCount":
		field = &it.SoldUnits
	case "packageType":
		field = &it.PackageType
	case "packageQuantity":
		field = &it.PackageQuantity
	case "parent":
		field = &it.Parent
	case "producerInn":
		field = &it.ProducerINN
	case "inst":
		field = &it.Inst
	case "version":
		field = &it.Version
	default:
		return
	}
	_ = field.UnmarshalJSON(value) // lenient types never fail
}

// decodeItem reads one code object of a valid document; a value that is no object gives an empty item and false.
func decodeItem(raw json.RawMessage) (item, bool) {
	var it item
	if len(raw) == 0 || raw[0] != '{' {
		return it, false
	}
	members(raw, it.set)
	return it, true
}

func (it item) checked() checks.Item {
	c := checks.Item{
		Cis: string(it.Cis), PrintView: string(it.PrintView), GTIN: gtin14(string(it.GTIN)), Groups: it.Groups,
		Found: it.Found.Said, Valid: it.Valid.Said, Verified: it.Verified.Said, Utilised: it.Utilised.Said,
		Realizable: it.Realizable.Said, Sold: it.Sold.Said, IsBlocked: it.IsBlocked.Said, IsGreyGTIN: it.IsGreyGTIN.Said,
		IsOwner: it.IsOwner.Said, IsTracking: it.IsTracking.Said, GrayZone: it.GrayZone.Said,
		Ogvs: it.Ogvs, ErrorCode: int(it.ErrorCode.N), Message: string(it.Message),
		EliminationState: int(it.EliminationState.N), MRP: it.MRP.price(), SMP: it.SMP.price(),
		InnerUnits: it.InnerUnits.count(), SoldUnits: it.SoldUnits.count(), PackageQuantity: it.PackageQuantity.count(),
		PackageType: string(it.PackageType), Parent: string(it.Parent), ProducerINN: string(it.ProducerINN),
	}
	if !it.ExpireDate.IsZero() {
		c.ExpireDate = &it.ExpireDate.Time
	}
	return c
}

// says tells whether some flag was said.
func (it item) says() bool {
	for _, f := range []Flag{it.Found, it.Valid, it.Verified, it.Utilised, it.Realizable, it.Sold, it.IsBlocked, it.IsGreyGTIN} {
		if f.Said != nil {
			return true
		}
	}
	return false
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
