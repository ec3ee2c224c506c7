package hours

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"
)

// File holds the rules, in the folder of rules.
const File = "hours.json"

// Rule says when goods of some groups may be sold.
type Rule struct {
	Name    string   `json:"name"`
	RU      string   `json:"ru"`
	EN      string   `json:"en"`
	Groups  []string `json:"groups"` // short names of the state system; a product may name the rule as well
	Hours   string   `json:"hours"`
	Source  string   `json:"source"`
	Regions []Region `json:"regions"`
}

// Region has hours of its own.
type Region struct {
	Name   string `json:"name"`
	Hours  string `json:"hours"`
	Source string `json:"source"`
}

// Table is all rules.
type Table struct {
	Version string
	Rules   []Rule
}

// Load reads File of the folder of rules, or of the folder that holds it. A table with a mistake is refused.
func Load(files fs.FS) (Table, error) {
	b, err := fs.ReadFile(files, File)
	if err != nil {
		b, err = fs.ReadFile(files, "rules/"+File)
	}
	if err != nil {
		return Table{}, fmt.Errorf("read hours of sale: %w", err)
	}
	return Read(b)
}

// Read reads a table.
func Read(b []byte) (Table, error) {
	var doc struct {
		Version string `json:"version"`
		Source  string `json:"source"`
		Rules   []Rule `json:"rules"`
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return Table{}, fmt.Errorf("read hours of sale: %w", err)
	}
	for _, r := range doc.Rules {
		for _, text := range append([]Region{{Name: r.Name, Hours: r.Hours}}, r.Regions...) {
			if _, err := Parse(text.Hours); err != nil || r.Name == "" || text.Name == "" {
				return Table{}, fmt.Errorf("read hours of sale: rule %q, %q: %w", r.Name, text.Name, ErrBad)
			}
		}
	}
	return Table{Version: doc.Version, Rules: doc.Rules}, nil
}

// Regions are the names that a shop may give.
func (t Table) Regions() []string {
	var names []string
	for _, r := range t.Rules {
		for _, region := range r.Regions {
			if !slices.Contains(names, region.Name) {
				names = append(names, region.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Clock tells what may be sold now in one shop.
type Clock struct {
	zone  *time.Location
	rules []rule
}

type rule struct {
	name   string
	groups []int
	week   Week
}

// Shop is the rules as they hold in one shop: those of its region, over which its own go, by name of the rule.
type Shop struct {
	Region string
	Own    map[string]string // rule → hours
	Groups map[string]string // short name or number of a group → hours that hold besides the rules
	Zone   *time.Location
	Group  func(code string) (int, bool) // ID of a group by its short name
}

// For makes the clock of a shop. A region that no rule knows and hours that cannot be read are refused.
func (t Table) For(s Shop) (*Clock, error) {
	if s.Region != "" && !slices.Contains(t.Regions(), s.Region) {
		return nil, fmt.Errorf("region %q: %w", s.Region, ErrBad)
	}
	c := &Clock{zone: s.Zone}
	for _, r := range t.Rules {
		text := r.Hours
		for _, region := range r.Regions {
			if region.Name == s.Region {
				text = region.Hours
			}
		}
		if own := s.Own[r.Name]; own != "" {
			text = own
		}
		week, err := Parse(text)
		if err != nil {
			return nil, fmt.Errorf("hours of %s: %w", r.Name, err)
		}
		one := rule{name: r.Name, week: week}
		for _, code := range r.Groups {
			if id, ok := s.Group(code); ok {
				one.groups = append(one.groups, id)
			}
		}
		c.rules = append(c.rules, one)
	}
	for _, code := range slices.Sorted(maps.Keys(s.Groups)) {
		id, ok := s.Group(code)
		week, err := Parse(s.Groups[code])
		if !ok || err != nil {
			return nil, fmt.Errorf("hours of group %q: %w", code, ErrBad)
		}
		c.rules = append(c.rules, rule{groups: []int{id}, week: week})
	}
	return c, nil
}

// Closed tells whether goods of the group, or whose product names the rule or has hours of its own, may not be sold at the instant, and when
// they may on that day. A rule that nobody knows closes nothing.
func (c *Clock) Closed(group int, name string, at time.Time) (from, to string, closed bool) {
	at = at.In(c.zone)
	if Literal(name) {
		if from, to, closed = shut(name, at); closed {
			return from, to, true
		}
	}
	for _, r := range c.rules {
		if (name != "" && name == r.name || group != 0 && slices.Contains(r.groups, group)) && !r.week.Open(at) {
			from, to = r.week.On(at.Weekday())
			return from, to, true
		}
	}
	return "", "", false
}
