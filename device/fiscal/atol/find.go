package atol

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"dobro/device/fiscal"
)

type documentTask struct {
	Type   string `json:"type"`
	Number int64  `json:"fiscalDocumentNumber"`
	Raw    *bool  `json:"withRawData,omitempty"`
}

// Find reads a document of the drive by its number.
func (p *Printer) Find(ctx context.Context, fd int64) (fiscal.Document, error) {
	raw := false
	r, err := p.one(ctx, documentTask{"getFnDocument", fd, &raw})
	if code, _ := r.code(); code == codeNoMoreData || code == codeDriveNoMoreData {
		return fiscal.Document{}, fmt.Errorf("read document %d: %w", fd, fiscal.ErrNoDocument)
	}
	if err != nil {
		return fiscal.Document{}, err
	}
	doc, err := p.readTLV(r.Body)
	if err != nil {
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Other, Err: fmt.Errorf("read document %d: %w", fd, err)}
	}
	p.mu.Lock()
	if doc.FN == "" || doc.FN == p.fn {
		doc.FN, doc.Serial = p.fn, p.serial
	}
	p.mu.Unlock()
	if doc.FD == 0 {
		doc.FD = fd
	}
	return doc, nil
}

// kinds of documents, as the driver names them.
var kinds = map[string]string{
	"receipt": "sale", "bso": "sale", "receiptCorrection": "correction", "bsoCorrection": "correction", "openShift": "shift_open", "closeShift": "shift_close",
}

// readTLV makes a document of the driver's rendering of its tags: sums in rubles, the sign (1077) in hex with two leading
// bytes that are not part of the number on paper. Of an old document the drive gives an outline ("short") whose sum comes
// as a whole number.
func (p *Printer) readTLV(body []byte) (fiscal.Document, error) {
	var a struct {
		TLV struct {
			Type    string      `json:"fiscalDocumentType"`
			Short   bool        `json:"short"`
			At      string      `json:"1012"`
			Total   json.Number `json:"1020"`
			Shift   json.Number `json:"1038"`
			FD      json.Number `json:"1040"`
			FN      looseText   `json:"1041"`
			Receipt json.Number `json:"1042"`
			Sign    json.Number `json:"1054"`
			FP      looseText   `json:"1077"`
			Mark    looseText   `json:"1192"`
			Base    *int        `json:"1173"`
		} `json:"documentTLV"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fiscal.Document{}, fmt.Errorf("read the document's tags: %w", err)
	}
	t := a.TLV
	doc := fiscal.Document{
		Kind: kinds[t.Type], FD: whole(t.FD), FN: strings.TrimSpace(string(t.FN)), FP: sign(string(t.FP)), At: p.time(t.At), ShiftNumber: whole(t.Shift),
		ReceiptNumber: whole(t.Receipt), Mark: strings.TrimSpace(string(t.Mark)), Printed: true, Short: t.Short,
	}
	direction := whole(t.Sign) // tag 1054: 2 is money given back
	doc.Back = direction == 2
	if doc.Kind == "" && t.Type == "" && direction > 0 {
		doc.Kind = "sale" // a driver that does not name the type: 1054 stands in receipts and corrections only, 1173 in the latter
		if t.Base != nil {
			doc.Kind = "correction"
		}
	}
	switch {
	case doc.Kind == "":
		doc.Kind = "other"
	case doc.Kind == "sale" && direction == 2:
		doc.Kind = "return"
	case doc.Kind == "sale" && direction > 2:
		doc.Kind = "other" // purchases
	}
	if t.Total != "" {
		k, ok := kopecks(t.Total)
		if !ok {
			return doc, fmt.Errorf("total %q: %w", t.Total, strconv.ErrRange)
		}
		doc.Total = k
	}
	return doc, nil
}

// sign is the fiscal sign as paper shows it: the last four of its bytes as a number of ten digits. A sign that is no hex of
// six bytes stays as it came.
func sign(s string) string {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 6 {
		return s
	}
	return fmt.Sprintf("%010d", binary.BigEndian.Uint32(b[2:]))
}
