package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/store"
)

// addCheck fills in the check of an item and the records that speak of it.
func (l Log) addCheck(ctx context.Context, p *Proof, item *ProofItem, c store.Check) error {
	var v checks.Verdict
	if err := json.Unmarshal(c.Verdict, &v); err != nil {
		return fmt.Errorf("read verdict of check %s: %w", c.ID, err)
	}
	at, utc := clock(p.zone), clock(time.UTC)
	out := &ProofCheck{ID: c.ID, At: at(c.At), AtUTC: utc(c.At), Decision: v.Decision, Reasons: v.Reasons, Rules: v.Rules, Channel: v.Channel, Offline: c.Offline,
		Emergency: c.Emergency, ReqID: v.Evidence.ReqID, ReqMillis: v.Evidence.ReqTimestamp, Inst: v.Evidence.Inst, Version: v.Evidence.Version, ElapsedMs: v.ElapsedMs,
		Trace: []ProofStep{}, Cashier: c.Cashier, Approved: c.Approved, Approval: c.Approval, Answers: hidden(c.Raw, v.Code, c.Cis)}
	if out.Reasons == nil {
		out.Reasons = []checks.Reason{}
	}
	if v.Evidence.ReqTimestamp > 0 {
		t := time.UnixMilli(v.Evidence.ReqTimestamp)
		out.ReqAt, out.ReqAtUTC = at(t), utc(t)
	}
	for _, s := range v.Trace {
		start := c.At.Add(time.Duration(s.StartMs * float64(time.Millisecond)))
		step := ProofStep{Channel: s.Channel, Host: s.Host, Start: at(start), End: at(start.Add(time.Duration(s.ElapsedMs * float64(time.Millisecond)))),
			ElapsedMs: s.ElapsedMs, Outcome: s.Outcome, Status: s.Status, Detail: s.Detail}
		out.Trace = append(out.Trace, step)
		if s.Outcome == checks.OutcomeOK && s.Channel == v.Channel {
			out.Host = s.Host
		}
	}
	if c.Offline || v.Channel == checks.ChannelCache || v.Channel == checks.ChannelNone {
		out.WhyOffline = whyOffline(out.Trace)
	}
	if item.Code == "" {
		item.Code = masked(v.Code, c.Cis)
	}
	item.Check = out
	if err := l.addRecords(ctx, p, item, "check", c.ID); err != nil {
		return err
	}
	if c.Approved == "" {
		return nil
	}
	return l.addRecords(ctx, p, item, "approval", c.ID)
}

// whyOffline is the online request that failed, the longest awaited one; nil when ТС ПИоТ itself said that it had checked offline.
func whyOffline(trace []ProofStep) *ProofStep {
	var why *ProofStep
	for i, s := range trace {
		online := s.Channel == checks.ChannelTSPIoT || s.Channel == checks.ChannelTrueAPI
		if online && s.Outcome != checks.OutcomeOK && (why == nil || s.ElapsedMs > why.ElapsedMs) {
			why = &trace[i]
		}
	}
	return why
}

func (l Log) addRecords(ctx context.Context, p *Proof, item *ProofItem, kind, subject string) error {
	list, err := l.Store.Records(ctx, kind, subject)
	if err != nil {
		return err
	}
	for _, r := range list {
		seal, err := l.Store.SealAfter(ctx, time.UnixMilli(r.At), r.Seq)
		if err != nil {
			return err
		}
		item.Records = append(item.Records, ProofRecord{Kind: r.Kind, Seq: r.Seq, At: clock(p.zone)(time.UnixMilli(r.At)), Hash: r.Hash, Prev: r.Prev, Seal: seal.Code})
	}
	slices.SortFunc(item.Records, func(a, b ProofRecord) int { return int(a.Seq - b.Seq) })
	return nil
}

// sort puts the items in the order of the journal.
func (p *Proof) sort() {
	first := func(i ProofItem) int64 {
		if len(i.Records) == 0 {
			return 0
		}
		return i.Records[0].Seq
	}
	slices.SortStableFunc(p.Items, func(a, b ProofItem) int { return int(first(a) - first(b)) })
}

// masked is a code with its check part hidden: the proof leaves the shop.
func masked(code, cis string) string {
	switch {
	case code == "":
		return ""
	case cis != "" && strings.HasPrefix(code, cis):
		if len(code) == len(cis) {
			return code
		}
		return cis + "…"
	}
	if before, _, cut := strings.Cut(code, "\x1d"); cut {
		return before + "…"
	}
	if cis != "" {
		return cis + "…"
	}
	return code[:min(len(code), 4)] + "…"
}

// hidden takes the full code out of the answers as well.
func hidden(answers json.RawMessage, code, cis string) json.RawMessage {
	if len(answers) == 0 || !json.Valid(answers) {
		return json.RawMessage("[]")
	}
	if code == "" || code == cis {
		return answers
	}
	quoted, err := json.Marshal(code)
	if err != nil {
		return answers
	}
	mask, err := json.Marshal(masked(code, cis))
	if err != nil {
		return answers
	}
	text := string(answers)
	// Twice: an answer that was no JSON is kept as a string, where the quotes and the separator are escaped once more.
	inner, outer := string(quoted[1:len(quoted)-1]), string(mask[1:len(mask)-1])
	text = strings.ReplaceAll(text, inner, outer)
	text = strings.ReplaceAll(text, strings.ReplaceAll(inner, `\`, `\\`), outer)
	// However deep it was quoted, the check part behind the separator needs no escape itself.
	if _, tail, cut := strings.Cut(code, "\x1d"); cut {
		for _, part := range strings.Split(tail, "\x1d") {
			if len(part) > 4 && strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == "" {
				text = strings.ReplaceAll(text, part, "…")
			}
		}
	}
	if !json.Valid([]byte(text)) {
		return json.RawMessage("[]")
	}
	return json.RawMessage(text)
}
