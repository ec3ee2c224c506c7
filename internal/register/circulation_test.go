package register

import (
	"testing"

	"dobro/checks"
)

// The service is asked about every code that comes back; what it says of goods that were never sold is told, wants a reason or stops
// the return, and nothing else of its answer does.
func TestGoodsThatComeBackAreAskedAbout(t *testing.T) {
	for _, c := range []struct {
		name, serial, reason, want string
		told                       bool
	}{
		{"sold, as it should be", "5AAAAA", "", "", false},
		{"never sold, the policy warns", "5NAAAA", "", "", true},
		{"never sold, the policy asks and nobody says why", "5MAAAA", " ", "back_not_sold", true},
		{"never sold, the policy asks and a senior says why", "5MAAAA", "офлайн-чек", "", true},
		{"never sold, the policy forbids", "5LAAAA", "видно", "back_not_sold", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ctx := selling(t, nil, nil)
			s.must("", s.till.Login(ctx, "2222"))
			s.must("", s.till.Scan(ctx, code(c.serial)))
			s.must("", s.till.Scan(ctx, "4600000000015"))
			s.must("", s.till.Pay(ctx, cash("1000")))
			s.must(c.want, s.till.ReturnWith(ctx, Return{Receipt: "last", Reason: c.reason}))
			told := 0
			for _, e := range s.heard {
				if e.Kind == EventVerdict && e.Verdict.Has(checks.NotSold) && e.View.Permit.State != PermitReady {
					told++
				}
			}
			if (told == 1) != c.told {
				t.Errorf("told %d times, want %v", told, c.told)
			}
			documents := 2
			if c.want != "" {
				documents = 1
			}
			if got := s.drive.sales(); len(got) != documents {
				t.Errorf("%d documents, want %d", len(got), documents)
			}
			all, err := s.store.Checks(ctx, day1.AddDate(0, 0, -1), day1.AddDate(0, 0, 1))
			if err != nil || len(all) != 2 || all[1].Receipt == "" || all[1].Receipt == all[0].Receipt {
				t.Errorf("the check of the return is not kept under it: %+v, %v", all, err)
			}
		})
	}
}
