package codes

import (
	"fmt"
	"maps"
	"time"
)

// Entry is one known code. A plain entry is a good item of its group: everything an owner may sell. Set and Drop change the
// online answer, Online and Offline say how the services behave when they are asked for it.
type Entry struct {
	Code    string         `json:"code"` // full code with real GS bytes; the same identification with another check part is not verified
	Group   int            `json:"group"`
	Set     map[string]any `json:"set,omitempty"`  // keys of the code object with other values, of any type
	Drop    []string       `json:"drop,omitempty"` // keys that are left out
	Online  Online         `json:"online,omitzero"`
	Offline Offline        `json:"offline,omitzero"`
	Fixed   bool           `json:"fixed,omitempty"` // sales do not change it: some certification cases share an identification
}

// Online is how ГИС МТ behaves when it is asked for the code; the zero value is a prompt answer.
type Online struct {
	NoAnswer bool `json:"noAnswer,omitempty"` // it never answers: the local module of ТС ПИоТ does
	NoModule bool `json:"noModule,omitempty"` // the local module of ТС ПИоТ does not answer either: 514
	DelayMs  int  `json:"delayMs,omitempty"`
	Status   int  `json:"status,omitempty"`   // HTTP status instead of an answer: 203, 500, 504 …
	BodyCode int  `json:"bodyCode,omitempty"` // code in the body of such a status: 5000
	Code     int  `json:"code,omitempty"`     // code other than 0 inside a 200
}

// Offline is what the local module knows about the code. Blocked holds by itself when Set says isBlocked.
type Offline struct {
	Blocked bool `json:"blocked,omitempty"`
	Grey    bool `json:"grey,omitempty"` // only the GTIN is listed: isBlocked with isGreyGtin
	Sold    bool `json:"sold,omitempty"`
}

// Product makes every well-formed code of a GTIN with the test key a good item.
type Product struct {
	GTIN      string         `json:"gtin"`
	Group     int            `json:"group"`
	MRP       int64          `json:"mrp,omitempty"` // kopecks; packs of tobacco take theirs from the code
	SMP       int64          `json:"smp,omitempty"` // kopecks
	ShelfDays int            `json:"shelfDays,omitempty"`
	Package   string         `json:"package,omitempty"` // packageType, UNIT by default
	AnyCheck  bool           `json:"anyCheck,omitempty"`
	Set       map[string]any `json:"set,omitempty"`
}

// dateForm is how the operator writes instants.
const dateForm = "2006-01-02T15:04:05.000Z"

// shelf is the shelf life in days that goods of a group get by default.
var shelf = map[int]int{8: 20, 13: 365, 15: 180, 17: 540, 20: 365, 21: 90, 22: 180, 23: 270, 25: 10, 26: 540, 32: 720, 33: 365,
	37: 365, 45: 180, 52: 120}

// item is the code object of a good item.
func item(full string, parts Parts, p Product, now time.Time) map[string]any {
	out := map[string]any{"cis": full, "printView": parts.Cis, "gtin": parts.GTIN, "groupIds": []int{p.Group}, "found": true,
		"valid": true, "verified": true, "utilised": true, "realizable": true, "sold": false, "isBlocked": false,
		"ogvs": []string{}, "errorCode": 0, "isTracking": false, "isOwner": true, "grayZone": false, "packageType": "UNIT",
		"producerInn": "7731376812"}
	day := now.UTC().Truncate(24 * time.Hour)
	days := p.ShelfDays
	if days == 0 {
		days = shelf[p.Group]
	}
	if days != 0 {
		out["productionDate"] = day.AddDate(0, 0, -1).Format(dateForm)
		out["expireDate"] = day.AddDate(0, 0, days).Format(dateForm)
	}
	if p.Package != "" {
		out["packageType"] = p.Package
	}
	if p.Group == 3 {
		tobacco(out, parts)
	}
	if p.MRP != 0 {
		out["mrp"] = p.MRP
	}
	if p.SMP != 0 {
		out["smp"] = p.SMP
	}
	maps.Copy(out, p.Set)
	return out
}

func tobacco(out map[string]any, parts Parts) {
	if parts.Price != 0 {
		out["mrp"] = parts.Price
	}
	if !parts.Pack {
		out["packageType"], out["packageQuantity"] = "GROUP", 10
	}
}

// unknown is what the operator says about a code that it does not have.
func unknown(full string, parts Parts) map[string]any {
	out := map[string]any{"cis": full, "printView": parts.Cis, "gtin": parts.GTIN, "valid": parts.Good, "found": false,
		"verified": false, "errorCode": 10, "message": "Код не найден в ГИС МТ"}
	if !parts.Good {
		out["errorCode"], out["message"] = 1, "Ошибка валидации КМ"
	}
	return out
}

func (e Entry) check() error {
	parts := Split(e.Code)
	if parts.Cis == "" {
		return fmt.Errorf("entry without a code")
	}
	return nil
}

func (e Entry) clone() Entry {
	e.Set, e.Drop = maps.Clone(e.Set), append([]string(nil), e.Drop...)
	return e
}
