package paper

import (
	"fmt"
	"strings"

	"dobro/checks"
	"dobro/internal/journal"
)

// LetterAttached is the name of the letter inside a proof.
const LetterAttached = "letter.txt"

// Letter is the text to send to the operator's support together with the proof: plain lines, so that it goes into any mail program.
func Letter(words Words, proof journal.Proof) string {
	t := words.T
	shop := proof.Shop
	var b strings.Builder
	line := func(text string) { b.WriteString(strings.TrimSpace(clean(text)) + "\n") }
	line(t("letter.to"))
	line(t("letter.subject", "inn", shop.INN))
	line("")
	line(t("letter.hello"))
	line("")
	line(t("letter.shop", "name", shop.Name, "inn", shop.INN, "address", shop.Address))
	line(words.N("letter.ask", len(proof.Items)))
	line("")
	for i, item := range proof.Items {
		for n, text := range letterItem(words, item) {
			if n == 0 {
				text = fmt.Sprintf("%d. %s", i+1, text)
			} else {
				text = "   " + text
			}
			b.WriteString(strings.TrimRight(clean(text), " ") + "\n")
		}
		line("")
	}
	line(t("letter.request"))
	line(t("letter.enclosed", "file", Attached))
	line(t("letter.chain", "count", proof.Journal.Records, "head", proof.Journal.Head))
	line("")
	line(t("letter.signature", "name", shop.Name))
	line(people(proof.MadeAt))
	return b.String()
}

// letterItem is what the letter says of one code.
func letterItem(words Words, item journal.ProofItem) []string {
	t := words.T
	name := item.Name
	if name != "" {
		name = "«" + name + "», "
	}
	out := []string{name + t("letter.code", "cis", item.Cis)}
	if c := item.Claim; c != nil && (c.At != "" || c.Kind != "") {
		out = append(out, t("letter.claim", "line", c.Line, "at", minute(c.At), "kind", c.Kind))
	}
	if c := item.Check; c != nil {
		key := "letter.online"
		switch {
		case c.Emergency:
			key = "letter.emergency"
		case c.Channel == checks.ChannelNone || c.Channel == checks.ChannelCache:
			key = "letter.no_answer"
		case c.Offline:
			key = "letter.offline"
		}
		out = append(out, t(key, "at", people(c.At), "req", c.ReqID, "ms", c.ReqMillis, "inst", c.Inst, "ver", c.Version))
		if c.WhyOffline != nil {
			s := c.WhyOffline
			out = append(out, t("letter.why_offline", "channel", t("channel."+string(s.Channel)), "start", people(s.Start), "end", people(s.End)))
		}
	}
	switch r := item.Receipt; {
	case item.Outcome == journal.OutcomeStopped:
		out = append(out, t("letter.stopped"))
	case r != nil && r.FD > 0:
		key := "letter.sold"
		if item.Outcome == journal.OutcomeReturned {
			key = "letter.returned"
		}
		out = append(out, t(key, "at", minute(r.At), "fn", r.FN, "fd", r.FD, "fp", r.FP))
		if tag := r.Tags["1265"]; tag != "" {
			out = append(out, t("letter.tag", "tag", tag))
		}
	case item.Outcome == journal.OutcomeNotSold:
		out = append(out, t("letter.not_sold"))
	}
	return out
}

// letter puts the letter on pages of its own.
func (p *page) letter(text string) {
	p.pdf.AddPage()
	p.font("B", 14)
	p.pdf.MultiCell(width, 7, clean(p.words.T("letter.title")), "", "L", false)
	p.pdf.Ln(1)
	p.note(p.words.T("letter.how", "file", LetterAttached))
	p.font("", 10)
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if line == "" {
			p.pdf.Ln(2.6)
			continue
		}
		indent := 0.0
		if strings.HasPrefix(line, "   ") {
			indent = 6
		}
		p.pdf.SetX(margin + indent)
		p.pdf.MultiCell(width-indent, 4.9, strings.TrimSpace(line), "", "L", false)
	}
}
