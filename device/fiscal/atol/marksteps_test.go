package atol_test

import (
	"fmt"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/internal/sale"
	sim "dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

func older(p *atol.Params, s *sim.Params) { s.OldDriver, s.RequireMarks = true, true }

func (s *served) code(known bool) string {
	code := fmt.Sprintf("0104670540176099215%06d\x1d93test", time.Now().UnixNano()%1_000_000)
	if known {
		if err := s.table.Add(codes.Entry{Code: code, Group: 8}); err != nil {
			s.Fatal(err)
		}
	}
	return code
}

func TestCodesAreCheckedStepByStepWhereTheDriverKnowsNoOtherWay(t *testing.T) {
	s, ctx := serve(t, older), t.Context()
	good, strange := s.code(true), s.code(false)
	sell := func(code string) error {
		_, err := s.printer.Register(ctx, s.receipt(fiscal.Line{Name: "Молоко", Price: 9990, Quantity: sale.One, Sum: 9990, Unit: sale.Piece, VAT: sale.VAT10, Code: code}))
		return err
	}
	got, err := s.printer.CheckMarks(ctx, []fiscal.Mark{{Code: good}, {Code: strange}})
	if err != nil || len(got) != 2 || !got[0].Accepted || !got[0].Bits.Confirmed() || !got[0].Asked || got[0].Answer != fiscal.MarkAnswerCorrect {
		t.Fatalf("%+v %v", got, err)
	}
	if got[1].Accepted || !got[1].Bits.Denied() || got[1].Answer != fiscal.MarkAnswerWrong {
		t.Errorf("a strange code: %+v", got[1])
	}
	if err := sell(good); err != nil {
		t.Errorf("an accepted code does not wait in the drive's table: %v", err)
	}
	if err := sell(strange); err == nil {
		t.Error("a declined code waits in the drive's table")
	}
}

func TestAStepwiseCheckHasItsTime(t *testing.T) {
	s, ctx := serve(t, func(p *atol.Params, sp *sim.Params) { older(p, sp); p.MarkTimeout = 150 * time.Millisecond }), t.Context()
	if err := s.board.Set(sim.ServiceISM, fault.Fault{Kind: fault.Delay, DelayMs: 60_000, Count: 1}); err != nil {
		t.Fatal(err)
	}
	slow, quick := s.code(true), s.code(true)
	got, err := s.printer.CheckMarks(ctx, []fiscal.Mark{{Code: slow}, {Code: quick}})
	if err != nil || len(got) != 2 || got[0].Accepted || got[0].Code != 421 || got[0].Bits.Denied() {
		t.Fatalf("nobody's answer is no denial: %+v %v", got, err)
	}
	if !got[1].Accepted {
		t.Errorf("the next code: %+v", got[1])
	}
	// The operator cannot be reached: the drive's own word stays.
	if err := s.board.Set(sim.ServiceISM, fault.Fault{Kind: fault.Cut}); err != nil {
		t.Fatal(err)
	}
	got, err = s.printer.CheckMarks(ctx, []fiscal.Mark{{Code: s.code(true)}})
	if err != nil || got[0].Accepted || got[0].Asked || got[0].Bits&fiscal.MarkGood == 0 || got[0].Code != 402 {
		t.Errorf("without the operator: %+v %v", got, err)
	}
}

func TestACheckThatAnEarlierTillLeftIsDropped(t *testing.T) {
	s, ctx := serve(t, older), t.Context()
	if _, code, text := s.device.Execute(ctx, "", []byte(`{"type":"beginMarkingCodeValidation","params":{"imcType":"auto","imc":"MDEwNDY3MDU0MDE3NjA5OTIxNSdXOVVtHTkzZEdWeg==","itemEstimatedStatus":"itemPieceSold","imcModeProcessing":0}}`)); code != 0 {
		t.Fatal(text)
	}
	got, err := s.printer.CheckMarks(ctx, []fiscal.Mark{{Code: s.code(true)}})
	if err != nil || !got[0].Accepted {
		t.Fatalf("%+v %v", got, err)
	}
}
