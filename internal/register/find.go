package register

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// QR is what stands in the QR code of a fiscal receipt: t=20261122T0910&s=199.80&fn=9999078900001234&i=12&fp=1234567890&n=1.
type QR struct {
	At  time.Time // to the minute or second, by the printer's clock, zone unknown
	Sum money.Kopecks
	FN  string
	FD  int64
	FP  string
	N   int // 1 sale, 2 its return, 3 purchase, 4 its return (tag 1054)
}

// maxQR bounds what is read as a QR code; real ones have about 70 characters.
const maxQR = 256

var errQR = errors.New("no QR code of a fiscal receipt")

// ParseQR reads the text of a receipt's QR code. Order of the fields is free; all of them are wanted.
func ParseQR(text string) (QR, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxQR {
		return QR{}, errQR
	}
	v, err := url.ParseQuery(text)
	if err != nil {
		return QR{}, errQR
	}
	for _, key := range []string{"t", "s", "fn", "i", "fp", "n"} {
		if len(v[key]) != 1 {
			return QR{}, errQR
		}
	}
	q := QR{FN: v.Get("fn"), FP: strings.TrimLeft(v.Get("fp"), "0")}
	for _, layout := range []string{"20060102T1504", "20060102T150405"} {
		if t, err := time.Parse(layout, v.Get("t")); err == nil {
			q.At = t
		}
	}
	q.Sum, err = money.Parse(v.Get("s"))
	if err != nil || q.Sum < 0 || q.At.IsZero() || !digits(q.FN) || !digits(q.FP) {
		return QR{}, errQR
	}
	if q.FD, err = strconv.ParseInt(v.Get("i"), 10, 64); err != nil || q.FD <= 0 {
		return QR{}, errQR
	}
	if q.N, err = strconv.Atoi(v.Get("n")); err != nil || q.N < 1 || q.N > 4 {
		return QR{}, errQR
	}
	return q, nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// IsReceiptQR tells whether a read is the QR code of a fiscal receipt, of this shop or of another.
func IsReceiptQR(text string) bool {
	_, err := ParseQR(text)
	return err == nil
}

// FindSale finds the fiscalised sale that a QR code, the number of a fiscal document or an ID names, however old, for the screen that
// gives money back. Its fault is unknown_receipt where this shop has none.
func (r *Register) FindSale(ctx context.Context, name string) (ReceiptView, error) {
	var found ReceiptView
	err := r.do(ctx, "return", func(ctx context.Context) error {
		rec, err := r.findSale(ctx, name)
		if err == nil {
			found, err = r.soldView(ctx, rec)
		}
		return err
	})
	return found, err
}

// FindSold finds the sale that sold a marked item, by its code, and the line. Its fault is never_sold where this shop did not sell
// it, or took it back.
func (r *Register) FindSold(ctx context.Context, raw string) (found ReceiptView, line int, err error) {
	err = r.do(ctx, "return", func(ctx context.Context) error {
		code, err := marking.ParseWith(raw, r.p.Reading)
		if err != nil {
			return because(codeNeverSold, err)
		}
		id, _, sold, err := r.p.Store.SoldHere(ctx, code.Cis)
		if err != nil {
			return because(codeStore, err)
		}
		if !sold {
			return refuse(codeNeverSold, "code", code.Cis)
		}
		rec, err := r.findSale(ctx, id)
		if err != nil {
			return err
		}
		line = 1 + slices.IndexFunc(rec.Lines, func(l store.Line) bool { return l.Cis == code.Cis })
		found, err = r.soldView(ctx, rec)
		return err
	})
	return found, line, err
}

// soldView is a sale with what came back of it, and what never may.
func (r *Register) soldView(ctx context.Context, rec store.Receipt) (ReceiptView, error) {
	former, err := r.p.Store.ReturnsOf(ctx, rec.ID)
	if err != nil {
		return ReceiptView{}, because(codeStore, err)
	}
	taken, _ := takenBack(former)
	v := receiptView(rec)
	for i := range v.Lines {
		v.Lines[i].Back, v.Lines[i].Final = taken[i+1], r.p.Groups.Final(rec.Lines[i].Group)
	}
	return v, nil
}

// findSale finds the fiscalised sale that somebody names: by ID, as the last of this run, by the number of its fiscal document, by
// its QR code. A receipt of another shop is refused.
func (r *Register) findSale(ctx context.Context, name string) (store.Receipt, error) {
	rec, err := r.findReceipt(ctx, strings.TrimSpace(name))
	if err != nil {
		return rec, err
	}
	if rec.Kind != sale.Sale || rec.State != sale.Fiscalized {
		return rec, refuse(codeUnknownReceipt)
	}
	return rec, nil
}

func (r *Register) findReceipt(ctx context.Context, name string) (store.Receipt, error) {
	if name == "last" && r.last != nil {
		name = r.last.ID
	}
	if fd, err := strconv.ParseInt(name, 10, 64); err == nil {
		return r.byDocument(ctx, "", fd, func(store.Receipt) bool { return true })
	}
	if strings.Contains(name, "fn=") {
		q, err := ParseQR(name)
		if err != nil {
			return store.Receipt{}, because(codeUnknownReceipt, err)
		}
		return r.byDocument(ctx, q.FN, q.FD, func(rec store.Receipt) bool {
			return strings.TrimLeft(rec.FP, "0") == q.FP && rec.Total == int64(q.Sum)
		})
	}
	rec, err := r.p.Store.Receipt(ctx, name)
	if errors.Is(err, store.ErrNone) {
		return rec, because(codeUnknownReceipt, err)
	}
	if err != nil {
		return rec, because(codeStore, err)
	}
	return rec, nil
}

// byDocument finds by the number of the document; of several drives the one at hand comes first.
func (r *Register) byDocument(ctx context.Context, fn string, fd int64, fits func(store.Receipt) bool) (store.Receipt, error) {
	list, err := r.p.Store.ReceiptByFD(ctx, fn, fd)
	if err != nil {
		return store.Receipt{}, because(codeStore, err)
	}
	found := -1
	for i, rec := range list {
		if fits(rec) && (found < 0 || rec.FN == r.fn) {
			found = i
		}
	}
	if found < 0 {
		return store.Receipt{}, refuse(codeUnknownReceipt)
	}
	return list[found], nil
}
