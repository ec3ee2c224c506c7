package hours

import (
	"strings"
	"time"
)

// A shop may have hours of its own for any group, and a product hours of its own. They come on top of the rules: both have to be open.

// maxGroups bounds a list of groups with hours.
const maxGroups = 64

// ParseGroups reads hours for groups, "tobacco 08:00-22:00 | beer 10:00-22:00; sat,sun 09:00-21:00", and gives them by the group's short
// name or number.
func ParseGroups(text string) (map[string]string, error) {
	all := map[string]string{}
	if strings.TrimSpace(text) == "" {
		return all, nil
	}
	parts := strings.Split(text, "|")
	if len(parts) > maxGroups {
		return nil, ErrBad
	}
	for _, part := range parts {
		name, span, _ := strings.Cut(strings.TrimSpace(part), " ")
		span = strings.TrimSpace(span)
		if _, err := Parse(span); err != nil || !plain(name) || all[name] != "" {
			return nil, ErrBad
		}
		all[name] = span
	}
	return all, nil
}

// plain tells whether a text may be the short name or the number of a group.
func plain(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return name != "" && len(name) <= 32
}

// Literal tells whether what a product names is hours themselves, not a rule: "10:00-20:00".
func Literal(name string) bool { return strings.Contains(name, ":") }

// shut tells when goods with hours of their own may be sold that day, if they may not now. Hours that cannot be read close nothing: they are
// refused where they are entered.
func shut(text string, at time.Time) (from, to string, closed bool) {
	week, err := Parse(text)
	if err != nil || week.Open(at) {
		return "", "", false
	}
	from, to = week.On(at.Weekday())
	return from, to, true
}
