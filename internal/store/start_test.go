package store

import (
	"context"
	"strings"
	"testing"

	"dobro/internal/sale"

	"gorm.io/gorm"
)

// TestTheStartOfATillReadsNoTableOfYears asks the database how it would answer what a till asks before its window opens.
func TestTheStartOfATillReadsNoTableOfYears(t *testing.T) {
	s, err := Open(context.Background(), Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	dry := s.read.Session(&gorm.Session{DryRun: true})
	for _, c := range []struct {
		name, want string
		q          *gorm.DB
	}{
		{"paper that did not come out", "receipt_unprinted", dry.Where(unprinted, sale.Fiscalized).Order("opened_at, id").Find(&[]receiptRow{})},
		{"receipts in doubt", "receipt_state", dry.Where("state IN ?", []sale.State{sale.Sending, sale.Unknown}).Order("opened_at, id").Find(&[]receiptRow{})},
	} {
		t.Run(c.name, func(t *testing.T) {
			var plan []struct{ Detail string }
			if err := s.read.Raw("EXPLAIN QUERY PLAN "+c.q.Statement.SQL.String(), c.q.Statement.Vars...).Scan(&plan).Error; err != nil {
				t.Fatal(err)
			}
			if len(plan) == 0 || !strings.Contains(plan[0].Detail, "USING INDEX "+c.want) {
				t.Errorf("%s is answered by %v, want the index %s", c.q.Statement.SQL.String(), plan, c.want)
			}
		})
	}
}
