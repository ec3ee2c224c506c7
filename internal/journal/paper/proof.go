package paper

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/journal"

	"codeberg.org/go-pdf/fpdf"
)

// Attached is the name of the facts inside a proof.
const Attached = "proof.json"

// WriteProof writes the proof as a PDF for people, with the same facts as JSON attached.
func WriteProof(w io.Writer, f Fonts, words Words, proof journal.Proof) error {
	var facts bytes.Buffer
	e := json.NewEncoder(&facts)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(proof); err != nil {
		return fmt.Errorf("write facts of the proof: %w", err)
	}
	p := newPage(f, words, proof.Shop, words.T("proof.title"))
	letter := Letter(words, proof)
	p.pdf.SetAttachments([]fpdf.Attachment{{Content: facts.Bytes(), Filename: Attached, Description: words.T("proof.attached")},
		{Content: []byte(letter), Filename: LetterAttached, Description: words.T("letter.title")}})
	p.lead(p.summary(proof))
	p.pair(words.T("proof.made_at"), people(proof.MadeAt))
	for i, item := range proof.Items {
		p.item(i+1, item, proof)
	}
	p.section(words.T("proof.journal"))
	p.pair(words.T("proof.records"), fmt.Sprint(proof.Journal.Records))
	p.pair(words.T("proof.head"), proof.Journal.Head)
	p.note(words.T("proof.how_to_verify", "file", Attached))
	p.letter(letter)
	return p.write(w)
}

// summary is one sentence about the whole.
func (p *page) summary(proof journal.Proof) string {
	count := map[journal.Outcome]int{}
	offline := 0
	for _, i := range proof.Items {
		count[i.Outcome]++
		if i.Check != nil && i.Check.Offline {
			offline++
		}
	}
	all := len(proof.Items)
	if proof.Subject == "list" {
		text := p.words.N("proof.list", all, "file", proof.ID)
		for _, o := range []journal.Outcome{journal.OutcomeSold, journal.OutcomeStopped, journal.OutcomeReturned, journal.OutcomeNotSold, journal.OutcomeUnchecked} {
			if n := count[o]; n > 0 {
				text += " " + p.words.T("proof.list."+string(o), "n", n)
			}
		}
		if offline > 0 {
			text += " " + p.words.N("proof.of_them_offline", offline)
		}
		return text
	}
	if proof.Subject == "receipt" {
		r := proof.Items[0].Receipt
		text := p.words.T("proof.receipt", "fd", r.FD, "at", minute(r.At), "total", rubles(r.Total))
		switch {
		case count[journal.OutcomeUnchecked] > 0:
			text += " " + p.words.N("proof.some_unchecked", count[journal.OutcomeUnchecked])
		case count[journal.OutcomeSold] == all:
			text += " " + p.words.N("proof.all_checked", all)
		}
		if offline > 0 {
			text += " " + p.words.N("proof.of_them_offline", offline)
		}
		return text
	}
	text := p.words.T("proof.code", "cis", proof.ID) + " " + p.words.T("proof.outcome."+string(proof.Items[all-1].Outcome))
	if count[journal.OutcomeStopped]+count[journal.OutcomeNotSold] == all && proof.Journal.Receipts == 0 {
		text += " " + p.words.T("proof.in_no_receipt")
	}
	return text
}

func (p *page) item(n int, item journal.ProofItem, proof journal.Proof) {
	t := p.words.T
	name := item.Name
	if name == "" {
		name = item.Cis
	}
	p.section(fmt.Sprintf("%d. %s", n, name))
	p.font("B", 10)
	p.pdf.MultiCell(width, 5.4, clean(p.verdict(item)), "", "L", false)
	p.pdf.Ln(1)
	if c := item.Claim; c != nil {
		p.pair(t("proof.claim"), t("proof.claim_text", "line", c.Line, "at", minute(c.At), "kind", c.Kind, "sort", t("deviations.sort."+c.Sort)))
	}
	p.pair(t("proof.cis"), item.Cis)
	p.pair(t("proof.gtin"), item.GTIN)
	if item.Group > 0 {
		p.pair(t("proof.group"), fmt.Sprint(item.Group))
	}
	if item.Check != nil {
		p.check(*item.Check)
	}
	p.receipt(item, proof)
	p.records(item.Records)
}

// verdict is the bold line of an item.
func (p *page) verdict(item journal.ProofItem) string {
	t := p.words.T
	how := ""
	if c := item.Check; c != nil {
		switch {
		case c.Emergency:
			how = t("proof.how.emergency")
		case c.Channel == checks.ChannelNone || c.Channel == checks.ChannelCache:
			how = t("proof.how.none")
		case c.Offline:
			how = t("proof.how.offline")
		default:
			how = t("proof.how.online")
		}
	}
	return strings.TrimSpace(how + " " + t("proof.outcome."+string(item.Outcome)))
}

func (p *page) check(c journal.ProofCheck) {
	t := p.words.T
	p.pair(t("proof.check_at"), both(c.At, c.AtUTC))
	if c.ReqAt != "" {
		p.pair(t("proof.req_at"), both(c.ReqAt, c.ReqAtUTC)+fmt.Sprintf(" (%d)", c.ReqMillis))
	}
	p.pair(t("proof.req_id"), c.ReqID)
	p.pair(t("proof.answered"), strings.TrimSuffix(t("channel."+string(c.Channel))+", "+c.Host, ", "))
	if c.Offline {
		p.pair("Inst", c.Inst)
		p.pair("Ver", c.Version)
	}
	p.pair(t("proof.why_offline"), p.whyOffline(c))
	p.pair(t("proof.decision"), t("export.decision."+string(c.Decision)))
	for _, r := range c.Reasons {
		p.pair(t("proof.reason"), strings.TrimSpace(r.Text+" ("+string(r.Code)+") "+r.Detail))
	}
	p.pair(t("proof.rules"), c.Rules)
	p.pair(t("proof.cashier"), c.Cashier)
	if c.Approved != "" {
		p.pair(t("proof.approved"), c.Approved+": "+c.Approval)
	}
	p.pair(t("proof.check_id"), c.ID)
	p.steps(c.Trace)
}

// whyOffline says why there is no online answer; "" when there is one.
func (p *page) whyOffline(c journal.ProofCheck) string {
	switch {
	case c.WhyOffline == nil && !c.Offline:
		return ""
	case c.WhyOffline == nil:
		return p.words.T("proof.why.module_said_so")
	}
	s := *c.WhyOffline
	pairs := []any{"channel", p.words.T("channel." + string(s.Channel)), "host", s.Host, "seconds", seconds(s.ElapsedMs), "start", people(s.Start), "end", people(s.End),
		"outcome", p.outcome(s)}
	if s.Outcome == checks.OutcomeTimeout {
		return p.words.T("proof.why.timeout", pairs...)
	}
	return p.words.T("proof.why.other", pairs...)
}

func (p *page) outcome(s journal.ProofStep) string {
	text := p.words.T("channels.outcome." + string(s.Outcome))
	if strings.HasPrefix(text, "channels.") {
		text = p.words.T("proof.step." + string(s.Outcome))
	}
	if s.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", s.Status)
	}
	return text
}

func (p *page) steps(list []journal.ProofStep) {
	if len(list) == 0 {
		return
	}
	t := p.words.T
	cols := []column{{t("proof.step.who"), 58, "L"}, {t("proof.step.start"), 30, "L"}, {t("proof.step.end"), 30, "L"}, {t("proof.step.what"), width - 118, "L"}}
	p.pdf.Ln(1.5)
	p.room(14)
	p.head(cols)
	for _, s := range list {
		p.row(cols, strings.TrimSuffix(t("channel."+string(s.Channel))+", "+s.Host, ", "), hour(s.Start), hour(s.End), p.outcome(s))
	}
	p.pdf.Ln(1.5)
}

func (p *page) receipt(item journal.ProofItem, proof journal.Proof) {
	t := p.words.T
	r := item.Receipt
	if r == nil {
		if proof.Journal.Receipts == 0 {
			p.pair(t("proof.document"), t("proof.in_no_receipt"))
		} else {
			p.pair(t("proof.document"), t("proof.not_by_this_check"))
		}
		return
	}
	p.pair(t("proof.document"), t("proof.document_text", "kind", t("export.kind."+string(r.Kind)), "state", t("export.state."+string(r.State)), "number", r.Number, "shift", r.Shift,
		"at", minute(r.At), "line", r.Line, "total", rubles(r.Total)))
	if r.FD > 0 {
		p.pair(t("proof.fiscal"), t("proof.fiscal_text", "fn", r.FN, "fd", r.FD, "fp", r.FP))
	}
	p.pair(t("proof.receipt_id"), r.ID)
	var tags []string
	for _, tag := range []string{"1262", "1263", "1264", "1265", "2000"} {
		if v := r.Tags[tag]; v != "" {
			tags = append(tags, tag+": "+v)
		}
	}
	if r.Tags["1265"] == "" {
		tags = append(tags, t("proof.no_tag_1260"))
	}
	for i, text := range tags {
		name := ""
		if i == 0 {
			name = t("proof.tags")
		}
		p.pair(name, text)
	}
}

func (p *page) records(list []journal.ProofRecord) {
	t := p.words.T
	cols := []column{{t("proof.record"), 17, "L"}, {t("proof.record_kind"), 25, "L"}, {t("proof.hashes"), width - 69, "L"}, {t("proof.seal"), 27, "L"}}
	p.pdf.Ln(1.5)
	p.room(14)
	p.head(cols)
	for _, r := range list {
		seal := r.Seal
		if seal == "" {
			seal = t("proof.not_sealed")
		}
		p.row(cols, fmt.Sprint(r.Seq), t("proof.record."+r.Kind)+"\n"+hour(r.At), r.Hash+"\n"+r.Prev, seal)
	}
}

func both(local, utc string) string {
	return people(local) + "  =  " + strings.TrimSuffix(people(utc), " +00:00") + " UTC"
}

// hour is the time of day of an instant, to the millisecond.
func hour(rfc string) string {
	t, err := time.Parse(time.RFC3339Nano, rfc)
	if err != nil {
		return rfc
	}
	return t.Format("15:04:05,000")
}

func seconds(ms float64) string {
	return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", ms/1000), ".0"), ".", ",", 1)
}
