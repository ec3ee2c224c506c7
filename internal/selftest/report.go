package selftest

import (
	"fmt"
	"io"
	"strings"
	"time"

	"dobro/internal/journal"
	"dobro/internal/journal/paper"
	"dobro/internal/lang"
)

// About is what stands on the page beside the outcome.
type About struct {
	Shop      journal.Shop
	Zone      *time.Location
	Version   string // of the program
	Installer string
	Printer   string // model, "" when none answered
	Serial    string
	FN        string
	TSPIoT    string // its number in the register
	Module    string // inst of the local module
}

// Verdict is the sentence that says it all.
func (r Result) Verdict(w *lang.Catalogue) string {
	if r.Passed() {
		return w.T("selftest.passed", "held", r.Held(), "all", len(r.Bans))
	}
	return w.T("selftest.failed", "held", r.Held(), "all", len(r.Bans))
}

// WritePDF writes the page.
func (r Result) WritePDF(out io.Writer, f paper.Fonts, w *lang.Catalogue, a About) error {
	t := w.T
	when := r.At.In(a.Zone).Format("02.01.2006 15:04:05 -07:00")
	doc := paper.Protocol{Shop: a.Shop, Title: t("selftest.title"), Lead: r.Verdict(w), Facts: [][2]string{
		{t("selftest.at"), when}, {t("selftest.version"), a.Version}, {t("selftest.rules"), r.Rules},
		{t("selftest.printer"), strings.TrimSpace(a.Printer + "  " + a.Serial)}, {t("selftest.fn"), a.FN}, {t("selftest.tspiot"), a.TSPIoT},
		{t("selftest.module"), a.Module}, {t("selftest.installer"), a.Installer}}}
	for _, way := range []Way{ByTSPIoT, ByTrueAPI, ByRelay, ByModule, ByItself} {
		doc.Sections = append(doc.Sections, r.section(w, way))
	}
	if len(r.Real) > 0 {
		s := paper.Section{Title: t("selftest.real"), Note: t("selftest.real.note", "cis", r.Cis),
			Heads:  []string{t("selftest.head.service"), t("selftest.head.said"), t("selftest.head.stopped"), t("selftest.head.basket"), t("selftest.head.evidence")},
			Widths: []float64{42, 58, 22, 20, 38}}
		for _, o := range r.Real {
			s.Rows = append(s.Rows, []string{t("selftest.way."+string(o.Way)) + " " + o.Host, r.said(w, o.Seen), yesNo(w, o.Stopped), basket(w, o.Seen), o.Evidence})
		}
		doc.Sections = append(doc.Sections, s)
	}
	doc.Notes = []string{t("selftest.note"), t("selftest.took", "seconds", fmt.Sprintf("%.1f", r.Elapsed.Seconds()))}
	doc.Signed = []string{t("selftest.signed.installer"), t("selftest.signed.owner")}
	return paper.WriteProtocol(out, f, w, doc)
}

func (r Result) section(w *lang.Catalogue, way Way) paper.Section {
	t := w.T
	s := paper.Section{Title: t("selftest.way." + string(way)), Heads: []string{t("selftest.head.reason"), t("selftest.head.said"),
		t("selftest.head.stopped"), t("selftest.head.basket"), t("selftest.head.outcome")}, Widths: []float64{44, 68, 24, 22, 22}}
	for _, o := range r.Bans {
		if o.Way == way {
			s.Rows = append(s.Rows, []string{t("selftest.reason." + string(o.Want)), o.Text, yesNo(w, o.Stopped), basket(w, o.Seen), outcome(w, o.Good())})
		}
	}
	for _, o := range r.Sold {
		if o.Way == way {
			s.Rows = append(s.Rows, []string{t("selftest.good_code"), r.said(w, o.Seen), yesNo(w, o.Stopped), t("selftest.basket.line"), outcome(w, !o.Stopped)})
		}
	}
	return s
}

func (r Result) said(w *lang.Catalogue, s Seen) string {
	if s.Text != "" {
		return s.Text
	}
	return w.T("selftest.said." + string(s.Decision))
}

func yesNo(w *lang.Catalogue, yes bool) string {
	if yes {
		return w.T("selftest.stopped")
	}
	return w.T("selftest.through")
}

func basket(w *lang.Catalogue, s Seen) string {
	if s.Empty {
		return w.T("selftest.basket.empty")
	}
	return w.T("selftest.basket.line")
}

func outcome(w *lang.Catalogue, good bool) string {
	if good {
		return w.T("selftest.good")
	}
	return w.T("selftest.bad")
}

// Slip is the outcome for the tape of the fiscal printer, at most signs characters a line.
func (r Result) Slip(w *lang.Catalogue, a About, signs int) []string {
	var out []string
	add := func(text string) { out = append(out, wrap(text, signs)...) }
	add(w.T("selftest.title"))
	add(a.Shop.Name)
	add(r.At.In(a.Zone).Format("02.01.2006 15:04:05"))
	add(w.T("selftest.slip.version", "version", a.Version, "rules", r.Rules))
	add(w.T("selftest.slip.printer", "serial", a.Serial, "fn", a.FN))
	out = append(out, strings.Repeat("-", signs))
	for _, way := range []Way{ByTSPIoT, ByTrueAPI, ByRelay, ByModule, ByItself} {
		held, all := 0, 0
		for _, o := range r.Bans {
			if o.Way == way {
				all++
				if o.Good() {
					held++
				}
			}
		}
		add(fmt.Sprintf("%s: %d/%d", w.T("selftest.way."+string(way)), held, all))
	}
	for _, o := range r.Real {
		add(w.T("selftest.way."+string(o.Way)) + " " + o.Host + ": " + yesNo(w, o.Stopped))
	}
	out = append(out, strings.Repeat("-", signs))
	add(r.Verdict(w))
	if a.Installer != "" {
		add(w.T("selftest.installer") + ": " + a.Installer)
	}
	return out
}

// wrap breaks a text at spaces.
func wrap(text string, signs int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		for len([]rune(word)) > signs {
			if line != "" {
				out, line = append(out, line), ""
			}
			out, word = append(out, string([]rune(word)[:signs])), string([]rune(word)[signs:])
		}
		switch {
		case line == "":
			line = word
		case len([]rune(line+" "+word)) <= signs:
			line += " " + word
		default:
			out, line = append(out, line), word
		}
	}
	return append(out, line)
}
