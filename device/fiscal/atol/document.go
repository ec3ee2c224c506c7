package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// Register fiscalises a receipt. The receipt's ID is the number of the request: a server that knows it already tells the
// fate of the earlier one instead of printing again. After a failure that is certain the next try gets a number of its own,
// derived from the ID.
func (p *Printer) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	if err := r.Check(); err != nil {
		return fiscal.Document{}, err
	}
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Document{}, err
	}
	defer leave()
	p.mu.Lock()
	checked := make(map[string]fiscal.MarkBits, len(p.checked))
	for code, bits := range p.checked {
		checked[code] = bits
	}
	p.mu.Unlock()
	task, refused := p.receiptTask(r, checked)
	if refused != nil {
		return fiscal.Document{}, refused
	}
	res, e := p.once(ctx, r.ID, task)
	p.forgetChecked() // a receipt empties the table, and so does the loss of power that may be behind a failure
	if e != nil {
		return fiscal.Document{}, e
	}
	doc, e := p.document(res, kindOf(r.Kind))
	if e != nil {
		return fiscal.Document{}, e
	}
	if doc.Total >= 0 && doc.Total != r.Total {
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Other, Unknown: true,
			Text: fmt.Sprintf("document %d is over %d kopecks, not %d", doc.FD, doc.Total, r.Total)}
	}
	doc.Total, doc.Mark, doc.Back = r.Total, r.Mark, r.Kind == sale.Return || r.Correction != nil && r.Correction.Back
	return doc, nil
}

func kindOf(k sale.Kind) string { return string(k) }

// once runs the task of a document under a number that belongs to id. A number is posted again only when nobody knows whether
// it arrived, so that a server which had it after all says so instead of doing it twice, however late it came; and the next
// number is taken only when the driver itself said that the one before it failed. A till that was restarted walks the same
// numbers again. Whoever comes back with a receipt after an unknown fate has settled it before (fiscal.Printer).
func (p *Printer) once(ctx context.Context, id string, task any) (result, error) {
	for try := p.triesOf(id); ; try++ {
		key := requestID(id, try)
		known, lost := p.link.post(ctx, key, []any{task})
		if lost != nil && !p.link.taken(ctx, key, lost) {
			return result{}, lost.fiscal(true)
		}
		if lost != nil {
			p.log.Warn().Str("request", key).AnErr("cause", lost.err).Msg("atol: answer to a document is lost, asking for its fate")
		}
		rs, failed := p.link.await(ctx, key, 1)
		if failed != nil {
			return result{}, failed.fiscal(true)
		}
		e := rs[0].trouble(true)
		if e == nil {
			return rs[0], nil
		}
		if rs[0].Status == statusBlocked || rs[0].Status == statusLost { // not final: it may yet be made
			return result{}, e
		}
		p.tried(id, try+1)
		if !known || e.Unknown || try > 200 {
			return result{}, e
		}
	}
}

// Trace tells whether the driver still holds a request of the receipt that has not failed: one in work, one whose queue
// stands, or one that has become a document.
func (p *Printer) Trace(ctx context.Context, receiptID string) (fd int64, waiting bool, err error) {
	for try := 0; try <= 200; try++ {
		rs, found, lost := p.link.look(ctx, requestID(receiptID, try))
		switch {
		case lost != nil:
			return 0, false, lost.fiscal(false)
		case !found && try >= p.triesOf(receiptID):
			return 0, false, nil
		case !found:
		case len(rs) == 0 || rs[0].Status == statusBlocked || rs[0].Status == statusLost:
			return 0, true, nil
		case rs[0].trouble(true) == nil:
			doc, err := p.document(rs[0], "")
			return doc.FD, false, err
		default:
			// The driver has done with it, and whoever asks has seen in the drive that it made nothing: the next try takes its own number.
			p.tried(receiptID, try+1)
		}
	}
	return 0, false, nil
}

// requestID is the number of the n-th try.
func requestID(id string, try int) string {
	if try == 0 {
		return id
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%s/%d", id, try)).String()
}

func (p *Printer) triesOf(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tries[id]
}

func (p *Printer) tried(id string, tries int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.tries) > 1000 { // a till prints some hundreds of receipts between two starts; old failures are of no use
		clear(p.tries)
	}
	p.tries[id] = tries
}

// fiscalAnswer is the result of a task that makes a document.
type fiscalAnswer struct {
	Params struct {
		FD      json.Number  `json:"fiscalDocumentNumber"`
		At      string       `json:"fiscalDocumentDateTime"`
		Sign    looseText    `json:"fiscalDocumentSign"`
		FN      looseText    `json:"fnNumber"`
		Shift   json.Number  `json:"shiftNumber"`
		Receipt json.Number  `json:"fiscalReceiptNumber"`
		Total   *json.Number `json:"total"`
	} `json:"fiscalParams"`
	Warnings struct {
		Recovered  bool `json:"recovered"`
		NonFiscal  bool `json:"nonFiscal"`
		NotPrinted bool `json:"notPrinted"`
	} `json:"warnings"`
}

// document reads the answer to a document's task. An answer that is ready but makes no sense leaves the fate open.
func (p *Printer) document(r result, kind string) (fiscal.Document, error) {
	var a fiscalAnswer
	if err := json.Unmarshal(r.Body, &a); err != nil {
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Other, Unknown: true, Err: fmt.Errorf("read the document's answer: %w", err)}
	}
	doc := fiscal.Document{
		Kind: kind, FD: whole(a.Params.FD), FP: string(a.Params.Sign), FN: string(a.Params.FN), At: p.time(a.Params.At), Total: -1,
		ShiftNumber: whole(a.Params.Shift), ReceiptNumber: whole(a.Params.Receipt), Printed: !a.Warnings.NotPrinted,
	}
	if doc.FD <= 0 {
		return doc, &fiscal.Error{Trouble: fiscal.Other, Unknown: true, Text: "the answer names no fiscal document"}
	}
	if a.Params.Total != nil {
		if k, ok := kopecks(*a.Params.Total); ok {
			doc.Total = k
		}
	}
	if a.Warnings.Recovered {
		doc.Warnings = append(doc.Warnings, "recovered")
	}
	if a.Warnings.NonFiscal {
		doc.Warnings = append(doc.Warnings, "non_fiscal")
	}
	if a.Warnings.NotPrinted {
		doc.Warnings = append(doc.Warnings, "not_printed")
	}
	p.mu.Lock()
	if p.fn == doc.FN {
		doc.Serial = p.serial
	}
	p.mu.Unlock()
	return doc, nil
}

// looseText is a string that some servers send as a number.
type looseText string

func (t *looseText) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = looseText(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("read text: %w", err)
	}
	*t = looseText(n)
	return nil
}

// time reads a time of the printer; the zero time when it cannot be read.
func (p *Printer) time(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006.01.02 15:04:05", "02.01.2006 15:04:05", "02.01.2006"} {
		if t, err := time.ParseInLocation(layout, s, p.p.Zone); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
