package register

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/device/fiscal"
)

// torn is a printer whose next document does not come out, and which continues when there is paper again.
type torn struct {
	*drive
	tear      bool
	continued int
	refuses   error
}

func (p *torn) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	doc, err := p.drive.Register(ctx, r)
	if err == nil && p.tear {
		p.tear, p.paper = false, false
		doc.Printed = false
	}
	return doc, err
}

func (p *torn) ContinuePrint(context.Context) error {
	p.continued++
	return p.refuses
}

func sellingOn(t *testing.T, p *torn) (*shop, context.Context) {
	t.Helper()
	return selling(t, nil, func(params *Params) {
		p.drive = params.Printer.(*drive)
		params.Printer = p
	})
}

func TestPaperIsFinishedByItselfWhenARollIsIn(t *testing.T) {
	p := &torn{}
	s, ctx := sellingOn(t, p)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	p.tear = true
	s.must("", s.till.Pay(ctx, cash("45.50")))
	if v := s.till.View(); !v.Last.NotPrinted || v.Unprinted != 1 {
		t.Fatalf("view %+v", v)
	}
	if s.till.Mind(ctx) || p.continued != 0 {
		t.Fatal("printing was continued without paper")
	}
	p.paper = true
	if !s.till.Mind(ctx) || p.continued != 1 {
		t.Fatalf("printing was continued %d times", p.continued)
	}
	if v := s.till.View(); v.Last.NotPrinted || v.Unprinted != 0 {
		t.Fatalf("view %+v", v)
	}
	if !s.till.Mind(ctx) || p.continued != 1 || len(p.sales()) != 1 {
		t.Fatalf("continued %d times, %d documents", p.continued, len(p.sales()))
	}
	s.restart()
	if v := s.till.View(); v.Unprinted != 0 {
		t.Fatalf("after a restart %+v", v)
	}
}

func TestPaperIsFinishedBeforeTheNextDocumentAndAfterARestart(t *testing.T) {
	p := &torn{}
	s, ctx := sellingOn(t, p)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	p.tear = true
	s.must("", s.till.Pay(ctx, cash("45.50")))
	s.restart()
	if v := s.till.View(); v.Unprinted != 1 {
		t.Fatalf("after a restart %+v", v)
	}
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("printer_no_paper", s.till.Pay(ctx, cash("45.50")))
	p.paper = true
	s.must("", s.till.Pay(ctx, cash("45.50")))
	if p.continued != 1 || len(p.sales()) != 2 || s.till.View().Unprinted != 0 {
		t.Fatalf("continued %d times, %d documents, %d waiting", p.continued, len(p.sales()), s.till.View().Unprinted)
	}
}

func TestAPrinterThatCannotContinueIsNotAskedForEver(t *testing.T) {
	p := &torn{refuses: &fiscal.Error{Trouble: fiscal.Unsupported}}
	s, ctx := sellingOn(t, p)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	p.tear = true
	s.must("", s.till.Pay(ctx, cash("45.50")))
	p.paper = true
	for range 3 {
		s.till.Mind(ctx)
	}
	if v := s.till.View(); p.continued != 1 || !v.Last.NotPrinted || v.Unprinted != 0 {
		t.Fatalf("continued %d times, view %+v", p.continued, v)
	}
}

func TestAReceiptInDoubtIsSettledWhileNobodyDoesAnything(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseAfter, s.drive.quiet = 1, true
	s.must("receipt_unknown", s.till.Pay(ctx, cash("45.50")))
	if s.till.Mind(ctx) || !s.till.View().Settling {
		t.Fatal("a silent printer settled a receipt")
	}
	s.drive.mu.Lock()
	s.drive.quiet = false
	s.drive.mu.Unlock()
	if v := s.till.View(); !s.till.Mind(ctx) || s.till.View().Settling || s.till.View().Last == nil {
		t.Fatalf("view %+v", v)
	}
}

func TestMinderWorksUntilItIsStopped(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.loseAfter, s.drive.quiet = 1, true
	s.must("receipt_unknown", s.till.Pay(ctx, cash("45.50")))
	ctx, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	settled := make(chan struct{})
	var once sync.Once
	s.till.Listen(func(e Event) {
		if e.Kind == EventRecovered {
			once.Do(func() { close(settled) })
		}
	})
	work.Go(func() { Minder{Till: s.till, Every: time.Millisecond, Most: 5 * time.Millisecond}.Serve(ctx) })
	s.drive.mu.Lock()
	s.drive.quiet = false
	s.drive.mu.Unlock()
	select {
	case <-settled:
	case <-time.After(20 * time.Second):
		t.Error("the receipt was not settled")
	}
	stop()
	work.Wait()
}

// slowPrinter tells its stages and answers when it is let go.
type slowPrinter struct {
	*drive
	stages []fiscal.Stage
	told   chan struct{}
	goOn   chan struct{}
}

func (p *slowPrinter) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	for _, s := range p.stages {
		fiscal.Progress(ctx, s)
	}
	close(p.told)
	select {
	case <-p.goOn:
	case <-ctx.Done():
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Offline, Unknown: true, Err: ctx.Err()}
	}
	return p.drive.Register(ctx, r)
}

func TestASlowPrinterIsToldOfInWordsByStage(t *testing.T) {
	p := &slowPrinter{stages: []fiscal.Stage{fiscal.StageSending, fiscal.StageWorking}, told: make(chan struct{}), goOn: make(chan struct{})}
	s, ctx := selling(t, nil, func(params *Params) {
		p.drive = params.Printer.(*drive)
		params.Printer = p
	})
	var mu sync.Mutex
	var seen []string
	waits := make(chan struct{})
	var once sync.Once
	s.till.Listen(func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		if line := e.View.Stage + " " + e.View.Busy; len(seen) == 0 || seen[len(seen)-1] != line {
			seen = append(seen, line)
		}
		if strings.HasPrefix(e.View.Busy, "printer.stage.working") {
			once.Do(func() { close(waits) })
		}
	})
	s.must("", s.till.Scan(ctx, "4600000000015"))
	paid := make(chan error, 1)
	go func() { paid <- s.till.Pay(ctx, cash("45.50")) }()
	<-p.told
	select {
	case <-waits:
	case <-time.After(20 * time.Second):
		t.Error("nobody told that the printer is slow")
	}
	close(p.goOn)
	if err := <-paid; err != nil {
		t.Error(err)
	}
	mu.Lock()
	defer mu.Unlock()
	all := strings.Join(seen, "\n")
	for _, want := range []string{"sending printer.receipt", "working printer.receipt", "working printer.stage.working"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	if v := s.till.View(); v.Busy != "" || v.Stage != "" {
		t.Errorf("busy %q, stage %q after the end", v.Busy, v.Stage)
	}
}

func TestStagesAreReadBack(t *testing.T) {
	for s := fiscal.StageSending; s <= fiscal.StageAsking; s++ {
		if s.String() == "" || fiscal.ParseStage(s.String()) != s {
			t.Errorf("stage %d is %q", s, s)
		}
	}
	if fiscal.ParseStage("x") != 0 {
		t.Error("a stage was made of nothing")
	}
}
