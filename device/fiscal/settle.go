package fiscal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dobro/internal/sale"
)

// Intent is what the till writes to disk before the first byte of a receipt goes to the printer, and all that it needs to
// learn the receipt's fate afterwards. Serial, FN and LastFD come from Status (or Glance) right before sending. A receipt that
// is paid again keeps the LastFD and At of its first try: whichever try made the document, it lies behind them.
type Intent struct {
	ReceiptID string    `json:"receiptId"`
	Mark      string    `json:"mark"` // what goes into tag 1192
	Serial    string    `json:"serial"`
	FN        string    `json:"fn"`
	LastFD    int64     `json:"lastFd"`
	Total     int64     `json:"total"` // kopecks
	Kind      sale.Kind `json:"kind"`
	At        time.Time `json:"at"`
}

// Result is what became of an intent. The numbers are stored and never change.
type Result uint8

// Results of settling.
const (
	Undecided     Result = 0 // ask again: something could not be read
	NotRegistered Result = 1 // no such document: paying again is safe
	Registered    Result = 2 // the document is in the drive
	Replaced      Result = 3 // another printer or drive answers: a person decides
	Manual        Result = 4 // the documents are ambiguous: a person decides
	HangsOpen     Result = 5 // a document is open: Abandon it, then settle again
)

var resultNames = [...]string{"undecided", "not_registered", "registered", "replaced", "manual", "hangs_open"}

func (r Result) String() string {
	if int(r) < len(resultNames) {
		return resultNames[r]
	}
	return fmt.Sprintf("result(%d)", uint8(r))
}

// ParseResult reads what String wrote.
func ParseResult(s string) (Result, error) {
	for i, n := range resultNames {
		if n == s {
			return Result(i), nil
		}
	}
	return 0, fmt.Errorf("settling result %q is not known", s)
}

// Outcome of settling. Document is filled for Registered. Why is a stable word for the log and for the person who decides;
// Seen are the documents that were compared.
type Outcome struct {
	Result   Result
	Document Document
	Why      string
	Seen     []Document
}

// clockSlack is how far the clocks of till and printer may differ; a document older than the intent by more is not its own.
const clockSlack = 30 * time.Minute

// maxGap is how many documents settling reads; a till that is one receipt behind sees one or two.
const maxGap = 300

// Gap lists the numbers of the documents that came after the intent and have to be read before Settle.
func Gap(in Intent, st Status) []int64 {
	var out []int64
	for fd := in.LastFD + 1; fd <= st.LastFD && len(out) < maxGap; fd++ {
		out = append(out, fd)
	}
	return out
}

// Settle compares an intent with what the printer holds: st is its Status now, docs are the documents of Gap that could be
// read. It is pure. A printer answers Status only after whatever it was doing, so that a last document equal to that of the
// intent proves that nothing was made.
//
// The sale mark decides where the drive gives it back. Without it a single document of the same kind, sum and time is ours;
// anything less clear is left to a person. Source: "Recovery algorithm", which the makers' own programs agree on.
func Settle(in Intent, st Status, docs []Document) Outcome {
	switch {
	case st.FN == "" || st.FN != in.FN:
		return Outcome{Result: Replaced, Why: "other_drive"}
	case in.Serial != "" && st.Serial != "" && st.Serial != in.Serial:
		return Outcome{Result: Replaced, Why: "other_printer"}
	case st.LastFD < in.LastFD:
		return Outcome{Result: Manual, Why: "numbers_went_back"}
	case st.DocumentOpen:
		return Outcome{Result: HangsOpen, Why: "document_open"}
	case st.LastFD == in.LastFD:
		return Outcome{Result: NotRegistered, Why: "no_new_document"}
	}
	read := make(map[int64]bool)
	var seen, marked, alike, strangers []Document
	for _, d := range docs {
		if d.FD <= in.LastFD || d.FD > st.LastFD || read[d.FD] {
			continue
		}
		read[d.FD] = true
		seen = append(seen, d)
		switch {
		case d.Kind == "shift_open" || d.Kind == "shift_close" || d.Kind == "other":
		case d.Mark != "" && d.Mark == in.Mark:
			marked = append(marked, d)
		case d.Mark != "" && in.Mark != "":
			// another receipt of ours or of a neighbour
		case in.matches(d):
			alike = append(alike, d)
		default:
			strangers = append(strangers, d)
		}
	}
	all := int64(len(read)) == st.LastFD-in.LastFD
	out := Outcome{Result: Manual, Seen: seen}
	switch {
	case len(marked) > 1:
		out.Why = "mark_twice"
	case len(marked) == 1 && !in.same(marked[0]):
		out.Why = "mark_with_other_sum"
	case len(marked) == 1:
		out.Result, out.Document, out.Why = Registered, marked[0], "mark"
	case !all:
		out.Result, out.Why = Undecided, "document_unread"
		if st.LastFD-in.LastFD > maxGap {
			out.Result, out.Why = Manual, "too_many_documents"
		}
	case len(alike) == 1:
		out.Result, out.Document, out.Why = Registered, alike[0], "kind_sum_time"
	case len(alike) > 1:
		out.Why = "several_alike"
	case len(strangers) > 0:
		out.Why = "strange_documents"
	default:
		out.Result, out.Why = NotRegistered, "other_documents"
	}
	return out
}

// same tells whether kind and sum are those of the intent. An outline of a document has whole rubles only.
func (in Intent) same(d Document) bool {
	if d.Kind != string(in.Kind) {
		return false
	}
	return d.Total == in.Total || d.Short && (d.Total == in.Total/100*100 || d.Total*100 == in.Total)
}

func (in Intent) matches(d Document) bool {
	return in.same(d) && (d.At.IsZero() || in.At.IsZero() || d.At.After(in.At.Add(-clockSlack)))
}

// Ask settles an intent against a living printer: reads its status, drops what hangs open, reads the documents in between.
// It prints nothing and may be repeated. An error means that the printer could not be asked; the fate stays open.
func Ask(ctx context.Context, p Printer, in Intent) (Outcome, error) {
	for range 2 {
		st, err := look(ctx, p)
		if err != nil {
			return Outcome{}, fmt.Errorf("settle receipt %s: %w", in.ReceiptID, err)
		}
		var docs []Document
		if st.FN == in.FN && !st.DocumentOpen {
			for _, fd := range Gap(in, st) {
				d, err := p.Find(ctx, fd)
				if errors.Is(err, ErrNoDocument) {
					continue
				}
				if err != nil {
					return Outcome{}, fmt.Errorf("settle receipt %s by document %d: %w", in.ReceiptID, fd, err)
				}
				docs = append(docs, d)
			}
		}
		out := Settle(in, st, docs)
		if out.Result == Registered {
			out.Document = complete(out.Document, st)
		}
		if out.Result == NotRegistered {
			return trace(ctx, p, in, out)
		}
		if out.Result != HangsOpen {
			return out, nil
		}
		if err := p.Abandon(ctx); err != nil {
			return Outcome{}, fmt.Errorf("settle receipt %s: drop the open document: %w", in.ReceiptID, err)
		}
	}
	return Outcome{Result: Undecided, Why: "document_open"}, nil
}

// trace asks the driver's own queue before a receipt is called not registered: the document may be on its way, or may have
// been made before the intent was written, by a request that was believed lost.
func trace(ctx context.Context, p Printer, in Intent, out Outcome) (Outcome, error) {
	t, ok := p.(Tracer)
	if !ok {
		return out, nil
	}
	fd, waiting, err := t.Trace(ctx, in.ReceiptID)
	if err != nil {
		return Outcome{}, fmt.Errorf("settle receipt %s: %w", in.ReceiptID, err)
	}
	switch {
	case waiting:
		return Outcome{Result: Undecided, Why: "under_way", Seen: out.Seen}, nil
	case fd == 0:
		return out, nil
	}
	d, err := p.Find(ctx, fd)
	switch {
	case errors.Is(err, ErrNoDocument):
		return Outcome{Result: Manual, Why: "request_without_document", Seen: out.Seen}, nil
	case err != nil:
		return Outcome{}, fmt.Errorf("settle receipt %s by document %d: %w", in.ReceiptID, fd, err)
	case !in.same(d) || d.Mark != "" && d.Mark != in.Mark:
		return Outcome{Result: Manual, Why: "request_with_other_document", Seen: append(out.Seen, d)}, nil
	}
	return Outcome{Result: Registered, Document: d, Why: "request", Seen: append(out.Seen, d)}, nil
}

// look reads what settling needs, the quick way where there is one.
func look(ctx context.Context, p Printer) (Status, error) {
	if g, ok := p.(Glancer); ok {
		return g.Glance(ctx)
	}
	return p.Status(ctx)
}

func complete(d Document, st Status) Document {
	if d.FN == "" {
		d.FN = st.FN
	}
	if d.Serial == "" {
		d.Serial = st.Serial
	}
	return d
}
