package atol

import (
	"context"
	"time"
)

// shiftLength is how long a shift may stay open.
const shiftLength = 24 * time.Hour

// Abandon has nothing to send: the driver drops a receipt that hangs open before it begins the next document, and the
// vocabulary of the web server has no other way. It makes sure that the printer answers.
func (p *Printer) Abandon(ctx context.Context) error {
	_, err := p.one(ctx, simple{"getFnStatus"})
	return err
}

// ContinuePrint finishes paper that did not come out.
func (p *Printer) ContinuePrint(ctx context.Context) error {
	_, err := p.one(ctx, simple{"continuePrint"})
	return err
}

// OpenDrawer opens the cash drawer.
func (p *Printer) OpenDrawer(ctx context.Context) error {
	_, err := p.one(ctx, simple{"openCashDrawer"})
	return err
}

// PrintCopy prints a document of the drive, the last receipt for 0.
func (p *Printer) PrintCopy(ctx context.Context, fd int64) error {
	if fd == 0 {
		_, err := p.one(ctx, simple{"printLastReceiptCopy"})
		return err
	}
	_, err := p.one(ctx, documentTask{Type: "printFnDocument", Number: fd})
	return err
}

// PrintText prints lines without a document.
func (p *Printer) PrintText(ctx context.Context, lines []string) error {
	type text struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	task := struct {
		Type  string `json:"type"`
		Items []text `json:"items"`
	}{Type: "nonFiscal", Items: []text{}}
	for _, l := range lines {
		task.Items = append(task.Items, text{"text", clip(l, 256)})
	}
	_, err := p.one(ctx, task)
	return err
}

// SetClock sets the printer's clock to the wall clock of its zone.
func (p *Printer) SetClock(ctx context.Context, t time.Time) error {
	_, err := p.one(ctx, struct {
		Type string `json:"type"`
		At   string `json:"dateTime"`
	}{"setDateTime", t.In(p.p.Zone).Format("2006.01.02 15:04:05")})
	return err
}
