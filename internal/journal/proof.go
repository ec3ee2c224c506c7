package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Proof is everything that the journal knows about the checks behind a receipt, or about one code: what a shop sends to the operator
// when a «deviation» is disputed. Its JSON travels inside the PDF. Times are RFC 3339 with the shop's offset unless a field says UTC.
type Proof struct {
	Shop    Shop         `json:"shop"`
	MadeAt  string       `json:"madeAt"`
	Subject string       `json:"subject"` // "receipt", "code" or "list"
	ID      string       `json:"id"`      // receipt ID or code of identification; of a list: its file
	Items   []ProofItem  `json:"items"`
	Journal ProofJournal `json:"journal"`
	zone    *time.Location
}

// ProofItem is one check and what came of it. Outcome is one of the Outcome constants.
type ProofItem struct {
	Claim   *Claim        `json:"claim,omitempty"` // of a list: what the operator says
	Outcome Outcome       `json:"outcome"`
	Name    string        `json:"name"`
	Cis     string        `json:"cis"`
	Code    string        `json:"code"` // tag 2000 with its check part hidden
	GTIN    string        `json:"gtin"`
	Group   int           `json:"group"`
	Price   money.Kopecks `json:"price"`
	Check   *ProofCheck   `json:"check"`
	Receipt *ProofReceipt `json:"receipt"` // null: the code reached no receipt by this check
	Records []ProofRecord `json:"records"`
}

// Outcome says what came of a check.
type Outcome string

// Outcomes of a check.
const (
	OutcomeSold      Outcome = "sold"      // the line stands in a fiscalised sale
	OutcomeReturned  Outcome = "returned"  // the line of a fiscalised return
	OutcomeStopped   Outcome = "stopped"   // forbidden, and in no receipt
	OutcomeNotSold   Outcome = "not_sold"  // allowed or left to a senior, and in no fiscalised receipt
	OutcomeUnchecked Outcome = "unchecked" // sold without any check in the journal
)

// ProofCheck is the check itself.
type ProofCheck struct {
	ID         string          `json:"id"`
	At         string          `json:"at"`
	AtUTC      string          `json:"atUtc"`
	Decision   checks.Decision `json:"decision"`
	Reasons    []checks.Reason `json:"reasons"`
	Rules      string          `json:"rules"`
	Channel    checks.Channel  `json:"channel"`
	Host       string          `json:"host"` // that answered
	Offline    bool            `json:"offline"`
	Emergency  bool            `json:"emergency"`
	WhyOffline *ProofStep      `json:"whyOffline"` // the online request that brought no answer, null when online
	ReqID      string          `json:"reqId"`
	ReqMillis  int64           `json:"reqTimestamp"`
	ReqAt      string          `json:"reqAt"`
	ReqAtUTC   string          `json:"reqAtUtc"`
	Inst       string          `json:"inst"`
	Version    string          `json:"version"`
	ElapsedMs  float64         `json:"elapsedMs"`
	Trace      []ProofStep     `json:"trace"`
	Cashier    string          `json:"cashier"`
	Approved   string          `json:"approvedBy"`
	Approval   string          `json:"approvedBecause"`
	Answers    json.RawMessage `json:"answers"` // what every channel sent, as it came
}

// ProofStep is one request of the check with its start and end on the shop's clock.
type ProofStep struct {
	Channel   checks.Channel `json:"channel"`
	Host      string         `json:"host"`
	Start     string         `json:"start"`
	End       string         `json:"end"`
	ElapsedMs float64        `json:"elapsedMs"`
	Outcome   checks.Outcome `json:"outcome"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
}

// ProofReceipt is the fiscal document. Tags are those of the line, 1262 to 1265 inside 1260, as they were printed.
type ProofReceipt struct {
	ID      string            `json:"id"`
	Kind    sale.Kind         `json:"kind"`
	State   sale.State        `json:"state"`
	Number  int64             `json:"number"`
	Shift   int64             `json:"shift"`
	FD      int64             `json:"fd"`
	FP      string            `json:"fp"`
	FN      string            `json:"fn"`
	At      string            `json:"at"`
	Line    int               `json:"line"`
	Cashier string            `json:"cashier"`
	Total   money.Kopecks     `json:"total"`
	Tags    map[string]string `json:"tags"`
}

// ProofRecord is a link of the chain that speaks of the item.
type ProofRecord struct {
	Kind string `json:"kind"`
	Seq  int64  `json:"seq"`
	At   string `json:"at"`
	Hash string `json:"hash"`
	Prev string `json:"prev"`
	Seal string `json:"seal"` // code on the Z-report that covers it, "" when no shift was closed since
}

// ProofJournal is the chain as it stood. Receipts counts the receipts of any kind that hold the code of a proof by code.
type ProofJournal struct {
	Records  int64  `json:"records"`
	Head     string `json:"head"`
	Receipts int    `json:"receiptsWithCode"`
}

// ErrNothing says that the journal knows nothing of what a proof was asked for.
var ErrNothing = errors.New("the journal knows nothing of it")

// ProveReceipt gathers the proof of every marked line of a receipt.
func (l Log) ProveReceipt(ctx context.Context, shop Shop, id string, zone *time.Location, now time.Time) (Proof, error) {
	rec, err := l.Store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return Proof{}, fmt.Errorf("prove receipt %s: %w", id, ErrNothing)
	}
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Shop: shop, MadeAt: clock(zone)(now), Subject: "receipt", ID: id, Items: []ProofItem{}, zone: zone}
	for n, line := range rec.Lines {
		if line.Code == "" && line.Cis == "" {
			continue
		}
		if err := l.addLine(ctx, &p, rec, n); err != nil {
			return Proof{}, err
		}
	}
	if len(p.Items) == 0 {
		return Proof{}, fmt.Errorf("prove receipt %s: no marked goods in it: %w", id, ErrNothing)
	}
	return p, l.close(ctx, &p)
}

// ProveCode gathers the proof of everything that was ever done with a code here: each check, and each sale or return without one. cis
// is the code without its check part.
func (l Log) ProveCode(ctx context.Context, shop Shop, cis string, zone *time.Location, now time.Time) (Proof, error) {
	p := Proof{Shop: shop, MadeAt: clock(zone)(now), Subject: "code", ID: cis, Items: []ProofItem{}, zone: zone}
	made, err := l.Store.ChecksOf(ctx, cis)
	if err != nil {
		return Proof{}, err
	}
	receipts, err := l.Store.ReceiptsWith(ctx, cis)
	if err != nil {
		return Proof{}, err
	}
	reached := map[string]bool{}
	for _, rec := range receipts {
		for n, line := range rec.Lines {
			if line.Cis != cis {
				continue
			}
			reached[line.CheckID] = true
			if err := l.addLine(ctx, &p, rec, n); err != nil {
				return Proof{}, err
			}
		}
	}
	for _, c := range made {
		if reached[c.ID] {
			continue
		}
		item := ProofItem{Outcome: OutcomeNotSold, Name: c.Name, Cis: c.Cis, GTIN: c.GTIN, Group: c.Group}
		if c.Decision == string(checks.Forbid) {
			item.Outcome = OutcomeStopped
		}
		if err := l.addCheck(ctx, &p, &item, c); err != nil {
			return Proof{}, err
		}
		p.Items = append(p.Items, item)
	}
	if len(p.Items) == 0 {
		return Proof{}, fmt.Errorf("prove code: %w", ErrNothing)
	}
	p.Journal.Receipts = len(receipts)
	p.sort()
	return p, l.close(ctx, &p)
}

// addLine adds the line n, counted from 0, of a receipt.
func (l Log) addLine(ctx context.Context, p *Proof, rec store.Receipt, n int) error {
	line := rec.Lines[n]
	item := ProofItem{Outcome: OutcomeSold, Name: line.Name, Cis: line.Cis, Code: masked(line.Code, line.Cis), GTIN: line.GTIN, Group: line.Group,
		Price: money.Kopecks(line.Price), Receipt: proofReceipt(rec, n, clock(p.zone))}
	switch {
	case rec.State != sale.Fiscalized:
		item.Outcome = OutcomeNotSold
	case rec.Kind == sale.Return:
		item.Outcome = OutcomeReturned
	case line.CheckID == "":
		item.Outcome = OutcomeUnchecked
	}
	if line.CheckID != "" {
		c, err := l.Store.Check(ctx, line.CheckID)
		switch {
		case err == nil:
			if err := l.addCheck(ctx, p, &item, c); err != nil {
				return err
			}
		case !errors.Is(err, store.ErrNone):
			return err
		case item.Outcome == OutcomeSold:
			item.Outcome = OutcomeUnchecked
		}
	}
	if err := l.addRecords(ctx, p, &item, "receipt", rec.ID); err != nil {
		return err
	}
	p.Items = append(p.Items, item)
	return nil
}

func (l Log) close(ctx context.Context, p *Proof) error {
	head, err := l.Store.Head(ctx)
	if err != nil {
		return err
	}
	p.Journal.Records, p.Journal.Head = head.Seq, head.Hash
	return nil
}

func proofReceipt(rec store.Receipt, n int, at func(time.Time) string) *ProofReceipt {
	out := &ProofReceipt{ID: rec.ID, Kind: rec.Kind, State: rec.State, Number: rec.Number, Shift: rec.Shift, FD: rec.FD, FP: rec.FP, FN: rec.FN, At: at(when(rec)),
		Line: n + 1, Cashier: rec.Cashier, Total: money.Kopecks(rec.Total), Tags: map[string]string{}}
	line := rec.Lines[n]
	if line.Tag1265 != "" {
		// Constants of tag 1260 for checks under decree 1944: federal body 030, its date and number.
		out.Tags["1262"], out.Tags["1263"], out.Tags["1264"], out.Tags["1265"] = "030", "21.11.2023", "1944", line.Tag1265
	}
	if line.Code != "" {
		out.Tags["2000"] = masked(line.Code, line.Cis)
	}
	return out
}
