package shtrih

import (
	"context"
	"fmt"
	"time"

	"dobro/device/fiscal"
)

// Types of documents in the drive.
const (
	docOpenShift  = 2
	docReceipt    = 3
	docForm       = 4
	docCloseShift = 5
	docCorrection = 31
	docFormFixed  = 41
)

// Find reads a document of the drive by its number, with our mark where the drive still has all its tags.
func (p *Printer) Find(ctx context.Context, fd int64) (fiscal.Document, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Document{}, err
	}
	defer leave()
	d, e := p.drive(ctx)
	if e != nil {
		return fiscal.Document{}, e
	}
	doc, err := p.find(ctx, fd)
	if err != nil {
		return fiscal.Document{}, err
	}
	doc.FN = d.fn
	p.mu.Lock()
	doc.Serial = p.serial
	p.mu.Unlock()
	return doc, nil
}

func (p *Printer) find(ctx context.Context, fd int64) (fiscal.Document, error) {
	r, e := p.steady(ctx, cmdFind, func(o *out) { o.u(fd, 4) })
	if e != nil && e.Code == errNoData {
		return fiscal.Document{}, fmt.Errorf("read document %d: %w", fd, fiscal.ErrNoDocument)
	}
	if e != nil {
		return fiscal.Document{}, e
	}
	doc, e := readFound(r, p.p.Zone)
	if e != nil {
		return doc, e
	}
	if doc.Kind == "other" || doc.Kind == "shift_open" || doc.Kind == "shift_close" {
		return doc, nil
	}
	tags, e := p.tags(ctx, fd)
	switch {
	case e != nil && e.Trouble == fiscal.Offline:
		return fiscal.Document{}, e
	case e != nil:
		p.log.Debug().Int64("fd", fd).Str("text", e.Text).Msg("shtrih: tags of a document cannot be read")
	}
	for _, f := range tags {
		switch f.number {
		case tagMark:
			doc.Mark = trimmed([]byte(decode866(f.value)))
		case tagShift:
			doc.ShiftNumber = vln(f.value)
		case tagReceipt:
			doc.ReceiptNumber = vln(f.value)
		}
	}
	return doc, nil
}

// readFound reads the answer to FF0A.
func readFound(r *in, zone *time.Location) (fiscal.Document, *fiscal.Error) {
	doc := fiscal.Document{Kind: "other", Printed: true}
	kind := r.u8()
	r.u8()
	doc.At, doc.FD, doc.FP = r.minute(zone), r.u(4), sign(r.u(4))
	switch kind {
	case docOpenShift:
		doc.Kind, doc.ShiftNumber = "shift_open", r.u(2)
	case docCloseShift:
		doc.Kind, doc.ShiftNumber = "shift_close", r.u(2)
	case docReceipt, docForm, docCorrection, docFormFixed:
		operation := r.u8()
		doc.Total, doc.Back = r.u(5), operation == 2
		switch {
		case operation > 2: // purchases
		case kind == docCorrection || kind == docFormFixed:
			doc.Kind = "correction"
		case doc.Back:
			doc.Kind = "return"
		default:
			doc.Kind = "sale"
		}
	}
	return doc, broken(r)
}

// tags reads a document whole: FF3A opens it, FF3B gives it piece by piece.
func (p *Printer) tags(ctx context.Context, fd int64) ([]field, *fiscal.Error) {
	r, e := p.steady(ctx, cmdReadDoc, func(o *out) { o.u(fd, 4) })
	if e != nil {
		return nil, e
	}
	r.u(2)
	size := int(r.u(2))
	if e := broken(r); e != nil {
		return nil, e
	}
	var all []byte
	for len(all) < size {
		r, e := p.do(ctx, cmdReadBlock, nil)
		if e != nil && e.Code == errNoData {
			break
		}
		if e != nil {
			return nil, e
		}
		if len(r.b) == 0 {
			break
		}
		all = append(all, r.b...)
	}
	fields, err := parseTLV(all)
	if err != nil && len(fields) == 0 {
		return nil, &fiscal.Error{Trouble: fiscal.Other, Err: err}
	}
	return fields, nil
}

// sign is the fiscal sign as paper shows it, ten digits.
func sign(v int64) string { return fmt.Sprintf("%010d", v) }
