package checks

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

// ScheduleFile holds the product groups, in the folder of rules.
const ScheduleFile = "groups.json"

// PriceRule names how the price of a group is judged (rules of decree 1944, section on prices).
type PriceRule string

// Price rules.
const (
	PriceFree     PriceRule = ""         // no rule
	PriceTobacco  PriceRule = "tobacco"  // the maximum price of the pack is the price, and not below the common minimum
	PriceNicotine PriceRule = "nicotine" // the answer's mrp is a minimum
	PriceOTP      PriceRule = "otp"      // alternative tobacco: the meaning of mrp is a setting
	PriceAdvice   PriceRule = "advice"   // a price below mrp is worth a warning
)

// Day is a calendar day in no particular zone: a date of obligation begins at midnight where the shop is. The zero Day is
// "not known".
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// IsZero tells whether the day is not known.
func (d Day) IsZero() bool { return d == Day{} }

// In is the instant at which the day begins in the zone.
func (d Day) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, zone)
}

// String is the day as 2026-03-01, "" when it is not known.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Date)
}

// UnmarshalText reads 2026-03-01.
func (d *Day) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return fmt.Errorf("read date: %w", err)
	}
	d.Year, d.Month, d.Date = t.Date()
	return nil
}

// MarshalText writes 2026-03-01.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Dates are the days from which the online and the offline check are obligatory; zero is not known.
type Dates struct {
	Online  Day `json:"online,omitzero"`
	Offline Day `json:"offline,omitzero"`
}

// Subgroup is a part of a group with dates of its own. The answers of the operator do not name it.
type Subgroup struct {
	Code string `json:"code"`
	RU   string `json:"ru"`
	EN   string `json:"en"`
	Dates
	Chain Dates `json:"chain"`
}

// Group is a product group of the state system. Where its subgroups have different dates the group carries the latest of
// them: an answer does not tell the subgroup, and a ban before the day of a subgroup would hold up permitted goods.
type Group struct {
	ID    int       `json:"id"`
	Code  string    `json:"code"` // short name of the state system: milk, lp, ncp …
	RU    string    `json:"ru"`
	EN    string    `json:"en"`
	Dates           // for shops
	Chain Dates     `json:"chain"` // chains of 50 outlets and more; a zero day is the same as for shops
	Price PriceRule `json:"price,omitempty"`
	// Grounds are bans that came into force later than the group itself, by reason code.
	Grounds   map[ReasonCode]Day `json:"grounds,omitempty"`
	Excise    bool               `json:"excise,omitempty"` // excisable goods (tag 1212 is 31 or 33)
	Final     bool               `json:"final,omitempty"`  // never taken back: tobacco and its kin
	Age       int                `json:"age,omitempty"`    // sold from this age on, 0 is any
	Subgroups []Subgroup         `json:"subgroups,omitempty"`
	Source    string             `json:"source"`
}

// DatesFor are the group's days for a shop or for a chain.
func (g Group) DatesFor(chain bool) Dates {
	d := g.Dates
	if chain {
		if !g.Chain.Online.IsZero() {
			d.Online = g.Chain.Online
		}
		if !g.Chain.Offline.IsZero() {
			d.Offline = g.Chain.Offline
		}
	}
	return d
}

// Schedule is the table of product groups with the days of their obligations. It does not change after loading.
type Schedule struct {
	version string
	groups  []Group
	byID    map[int]int
	byCode  map[string]int
}

// LoadSchedule reads ScheduleFile of the folder of rules, or of the folder that holds it. A table that contradicts itself is
// refused.
func LoadSchedule(files fs.FS) (*Schedule, error) {
	b, err := fs.ReadFile(files, ScheduleFile)
	if errors.Is(err, fs.ErrNotExist) {
		b, err = fs.ReadFile(files, path.Join("rules", ScheduleFile))
	}
	if err != nil {
		return nil, fmt.Errorf("read product groups: %w", err)
	}
	var doc struct {
		Version string  `json:"version"`
		Source  string  `json:"source"`
		Groups  []Group `json:"groups"`
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("read product groups: %w", err)
	}
	s := &Schedule{version: doc.Version, groups: doc.Groups, byID: map[int]int{}, byCode: map[string]int{}}
	if s.version == "" || len(s.groups) == 0 {
		return nil, fmt.Errorf("read product groups: no version or no groups")
	}
	for i, g := range s.groups {
		if _, twice := s.byID[g.ID]; twice || g.ID <= 0 {
			return nil, fmt.Errorf("read product groups: id %d stands twice or is no id", g.ID)
		}
		if _, twice := s.byCode[g.Code]; twice || g.Code == "" {
			return nil, fmt.Errorf("read product groups: short name %q stands twice or is empty", g.Code)
		}
		switch g.Price {
		case PriceFree, PriceTobacco, PriceNicotine, PriceOTP, PriceAdvice:
		default:
			return nil, fmt.Errorf("read product groups: group %d has an unknown price rule %q", g.ID, g.Price)
		}
		s.byID[g.ID], s.byCode[g.Code] = i, i
	}
	return s, nil
}

// Version of the rules that every verdict names.
func (s *Schedule) Version() string { return s.version }

// Groups are all groups in the order of the table. The slice is a copy, its elements are shared: do not change them.
func (s *Schedule) Groups() []Group { return append([]Group(nil), s.groups...) }

// ByID finds a group by its number.
func (s *Schedule) ByID(id int) (Group, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Group{}, false
	}
	return s.groups[i], true
}

// Group finds a group by its number ("8") or its short name ("milk", in any case of letters).
func (s *Schedule) Group(idOrCode string) (Group, bool) {
	idOrCode = strings.TrimSpace(idOrCode)
	if id, err := strconv.Atoi(idOrCode); err == nil {
		return s.ByID(id)
	}
	i, ok := s.byCode[strings.ToLower(idOrCode)]
	if !ok {
		return Group{}, false
	}
	return s.groups[i], true
}
