package config

import (
	"slices"
	"strings"
)

// PolicyTable is the plainest PolicyValidator: each key with the values it takes.
type PolicyTable map[string][]string

// Keys lists the keys in no order.
func (t PolicyTable) Keys() []string {
	keys := make([]string, 0, len(t))
	for k := range t {
		keys = append(keys, k)
	}
	return keys
}

// Accept tells whether value is one of those listed for key.
func (t PolicyTable) Accept(key, value string) (allowed string, ok bool) {
	return strings.Join(t[key], " | "), slices.Contains(t[key], value)
}
