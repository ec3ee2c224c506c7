package goods

import (
	"slices"
	"strings"
)

// names of columns as programs of trade write them, by field, the surest first.
var names = words["columns"]

var nameSigns = strings.NewReplacer(".", " ", ",", " ", "-", " ", "_", " ", ":", " ", "*", " ", "(", " ", ")", " ", "/", " ", "\u0451", "\u0435", "\u00A0", " ", "\u20BD", " ")

// plainName is the name of a column as the table above has it.
func plainName(s string) string {
	return strings.Join(strings.Fields(nameSigns.Replace(strings.ToLower(s))), " ")
}

// Fields are all fields that a column may hold, in the order of the contract.
func Fields() []string { return append(slices.Clone(Columns), MoreColumns...) }

// recognise finds the fields among the names of a header. Where several columns could be a field the surest name wins, of the same name
// the first.
func recognise(header []string) map[string]int {
	column, taken := map[string]int{}, map[int]bool{}
	for _, field := range Fields() {
		best := len(names[field])
		for i, h := range header {
			if at := slices.Index(names[field], plainName(h)); at >= 0 && at < best && !taken[i] {
				best, column[field] = at, i
			}
		}
		if at, there := column[field]; there {
			taken[at] = true
		}
	}
	return column
}
