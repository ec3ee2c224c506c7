package store

import (
	"strings"
	"testing"

	"gorm.io/gorm"
)

// With two million lines in the journal a pack that is sold by parts must not be looked for in all of them.
func TestPartsOfAPackAreFoundByTheIndexOfCodes(t *testing.T) {
	s, err := Open(t.Context(), Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var rows []soldPart
	asked := sharesOf(s.read.Session(&gorm.Session{DryRun: true}), "0104670540176099215AAAAA").Find(&rows).Statement
	var plan []struct{ Detail string }
	if err := s.read.Raw("EXPLAIN QUERY PLAN "+asked.SQL.String(), asked.Vars...).Scan(&plan).Error; err != nil {
		t.Fatal(err)
	}
	found := false
	for _, step := range plan {
		found = found || strings.Contains(step.Detail, "receipt_line_cis")
	}
	if !found {
		t.Errorf("%q is answered by %+v", asked.SQL.String(), plan)
	}
}
