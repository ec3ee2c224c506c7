package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/help"
	"dobro/ui/receipts"
)

// detailLines is a verdict for whoever calls support: code without its check part, reasons, operator's own words, request, times.
func detailLines(w *lang.Catalogue, zone *time.Location, p register.Permit) []help.Line {
	var lines []help.Line
	add := func(key, text string) {
		if text != "" {
			lines = append(lines, help.Line{Head: w.T("ui.details." + key), Text: text})
		}
	}
	add("product", p.Product)
	v := p.Verdict
	if v == nil {
		add("reason", p.Text)
		return lines
	}
	for _, r := range v.Reasons {
		add("reason", r.Text)
		add("operator", r.Detail)
	}
	add("code", v.Cis)
	add("channel", w.T("ui.channel."+string(v.Channel)))
	add("request", v.Evidence.ReqID)
	add("at", v.At.In(zone).Format("02.01.2006 15:04:05"))
	add("elapsed", w.T("ui.details.seconds", "s", strings.Replace(fmt.Sprintf("%.2f", v.ElapsedMs/1000), ".", w.T("ui.decimal"), 1)))
	for _, s := range v.Trace {
		text := s.Host + "  ·  " + w.T("ui.outcome."+string(s.Outcome))
		if s.Status != 0 && s.Outcome != checks.OutcomeOK {
			text += fmt.Sprintf(" (%d)", s.Status)
		}
		add("step", text+fmt.Sprintf("  ·  %.0f", s.ElapsedMs)+w.T("ui.details.ms"))
	}
	return lines
}

func newestFirst(list []register.ReceiptView) {
	slices.SortStableFunc(list, func(a, b register.ReceiptView) int { return receipts.MadeAt(b).Compare(receipts.MadeAt(a)) })
}
