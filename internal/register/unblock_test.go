package register

import (
	"context"
	"testing"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// standing is a drive behind a driver whose queue may stand.
type standing struct {
	*drive
	stands bool // until somebody sets it going
	away   bool // and the printer does not answer yet
}

func (s *standing) Status(ctx context.Context) (fiscal.Status, error) {
	if s.stands {
		return fiscal.Status{}, &fiscal.Error{Trouble: fiscal.Stopped}
	}
	return s.drive.Status(ctx)
}

func (s *standing) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	if !s.stands {
		return s.drive.Register(ctx, r)
	}
	if _, err := s.drive.Register(ctx, r); err != nil {
		return fiscal.Document{}, err
	}
	return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Stopped, Unknown: true}
}

func (s *standing) Unblock(context.Context) error {
	if s.away {
		return &fiscal.Error{Trouble: fiscal.Offline}
	}
	s.stands = false
	return nil
}

// stopping is standing whose queue stops with the first receipt.
type stopping struct{ *standing }

func (s stopping) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	s.stands = true
	return s.standing.Register(ctx, r)
}

func TestAQueueThatStandsIsShownAndSetGoing(t *testing.T) {
	driver := &standing{}
	s, ctx := selling(t, nil, func(p *Params) {
		driver.drive = p.Printer.(*drive)
		p.Printer = stopping{driver}
	})
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("receipt_unknown", s.till.Pay(ctx, cash("45.50")))
	if v := s.till.View(); !v.Stopped || !v.Settling {
		t.Fatalf("the till shows %+v", v)
	}
	driver.away = true
	s.must("printer_offline", s.till.Unblock(ctx))
	if !s.till.View().Stopped {
		t.Fatal("a printer that is away counts as going on")
	}
	driver.away = false
	s.must("", s.till.Unblock(ctx))
	v := s.till.View()
	if v.Stopped || v.Settling || v.Last == nil || v.Last.State != sale.Fiscalized || v.Last.Total != 4550 {
		t.Fatalf("the till shows %+v", v)
	}
	if n := len(s.drive.docs); n != 2 { // the shift and one receipt
		t.Errorf("%d documents in the drive", n)
	}
	s.must("", s.till.Unblock(ctx)) // with nothing to do
}

func TestAPrinterWithoutAQueueCannotBeSetGoing(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("printer_unsupported", s.till.Unblock(ctx))
}
