package register

import (
	"context"
	"slices"
	"testing"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// doubtful is a till whose receipt got lost while another program printed two receipts of the same sum: nobody can tell which is whose.
func doubtful(t *testing.T) (*shop, context.Context) {
	t.Helper()
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseFirst = 1
	s.drive.strangers = []fiscal.Document{{Kind: "sale", Total: 4550, At: day1}, {Kind: "sale", Total: 4550, At: day1}}
	s.must("needs_senior", s.till.Pay(ctx, cash("45.50")))
	return s, ctx
}

func TestWhatThePrinterCannotTellGoesToASeniorWithTheFacts(t *testing.T) {
	s, ctx := doubtful(t)
	v := s.till.View()
	if !v.Settling || !v.Doubtful || len(v.Receipt.Lines) != 1 {
		t.Fatalf("till shows %+v", v)
	}
	d, err := s.till.Doubt(ctx)
	s.must("", err)
	if d.Result != fiscal.Manual || d.Why != "several_alike" || len(d.Documents) != 2 || d.Intent.Total != 4550 || d.Intent.LastFD != 1 || d.Receipt.State != sale.Unknown {
		t.Fatalf("facts %+v", d)
	}
	s.must("needs_senior", s.till.Pay(ctx, cash("45.50")))
	s.must("receipt_unknown", s.till.Cancel(ctx))
	s.must("no_right", s.till.Decide(ctx, "1111", NotMade, 0))
	s.must("wrong_pin", s.till.Decide(ctx, "9999", NotMade, 0))
	s.must("bad_decision", s.till.Decide(ctx, "2222", "maybe", 0))
	s.must("", s.till.Decide(ctx, "2222", NotMade, 0))
	if v := s.till.View(); v.Settling || v.Doubtful || len(v.Receipt.Lines) != 1 {
		t.Fatalf("till shows %+v", v)
	}
	s.must("no_doubt", s.till.Decide(ctx, "2222", NotMade, 0))
	s.drive.strangers = nil
	s.must("", s.till.Pay(ctx, cash("45.50")))
	if got := s.states(); !slices.Equal(got, []sale.State{sale.Fiscalized}) {
		t.Fatalf("states %v", got)
	}
}

func TestSeniorNamesTheDocumentOnce(t *testing.T) {
	s, ctx := doubtful(t)
	for _, fd := range []int64{0, -1, 1} {
		s.must("unknown_document", s.till.Decide(ctx, "2222", Made, fd))
	}
	s.must("", s.till.Decide(ctx, "2222", Made, 3))
	v := s.till.View()
	if v.Last == nil || v.Last.FD != 3 || v.Last.State != sale.Fiscalized || v.Last.DecidedBy != "Борис" || len(v.Receipt.Lines) != 0 {
		t.Fatalf("last %+v", v.Last)
	}
	rec, err := s.store.Receipt(ctx, v.Last.ID)
	if err != nil || rec.DecidedBy != "Борис" || rec.FP == "" {
		t.Fatalf("journal %+v, %v", rec, err)
	}
	// The same document cannot be another receipt too.
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseFirst = 1
	s.drive.strangers = []fiscal.Document{{Kind: "sale", Total: 4550, At: day1}, {Kind: "sale", Total: 4550, At: day1}}
	s.must("needs_senior", s.till.Pay(ctx, cash("45.50")))
	s.must("unknown_document", s.till.Decide(ctx, "2222", Made, 3))
	s.must("", s.till.Decide(ctx, "2222", Made, 4))
}

func TestReplacedPrinterIsDecidedByAPerson(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseAfter, s.drive.fn = 1, "9999078900009999"
	s.must("printer_replaced", s.till.Pay(ctx, cash("45.50")))
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("printer_replaced", s.till.XReport(ctx))
	s.must("", s.till.Decide(ctx, "2222", Made, 2))
	if v := s.till.View(); v.Last == nil || v.Last.FN != "9999078900001234" || v.Last.FD != 2 {
		t.Fatalf("last %+v", v.Last)
	}
}

func TestWhatThePrinterTellsGoesBeforeWhatAPersonSays(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseAfter, s.drive.quiet = 1, true
	s.must("receipt_unknown", s.till.Pay(ctx, cash("45.50")))
	d, err := s.till.Doubt(ctx)
	if s.must("", err); d.Why != "silent" || d.Documents != nil {
		t.Fatalf("facts %+v", d)
	}
	s.drive.quiet = false
	s.must("", s.till.Decide(ctx, "2222", NotMade, 0))
	if v := s.till.View(); v.Last == nil || v.Last.State != sale.Fiscalized || v.Last.FD != 2 || v.Last.DecidedBy != "" {
		t.Fatalf("last %+v", v.Last)
	}
}

func TestSilentPrinterForGoodIsDecidedByAPerson(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseFirst, s.drive.quiet = 1, true
	s.must("receipt_unknown", s.till.Pay(ctx, cash("45.50")))
	s.must("", s.till.Decide(ctx, "2222", NotMade, 0))
	if v := s.till.View(); v.Settling || len(v.Receipt.Lines) != 1 {
		t.Fatalf("till %+v", v)
	}
}
