package ui

import (
	"fyne.io/fyne/v2"

	"dobro/internal/register"
	"dobro/ui/help"
	"dobro/ui/look"
	"dobro/ui/verdicts"
)

// keyHistory opens the last verdicts.
const keyHistory = fyne.KeyHome

// openHistory shows the last verdicts: what was green a minute ago and why the one before was not.
func (w *window) openHistory() {
	if !w.selling() {
		return
	}
	var p *verdicts.Panel
	p = verdicts.New(verdicts.Params{Words: w.words, Past: w.past, Close: func() { w.shut(p) }, Choose: func(r verdicts.Row) { w.explain(r.Permit) }})
	w.open(p)
}

// details shows what the operator said about the code of the banner, in words that can be read out to support. Where the code itself
// was not read it leads to the scan doctor.
func (w *window) details() {
	if !w.unread() {
		w.explain(w.view.Permit)
		return
	}
	w.explain(w.view.Permit, &look.Button{Label: w.words.T("ui.banner.scanner"), Key: w.words.T("ui.key.end"), Icon: "scan", Kind: look.Primary, Large: 20,
		OnTap: w.openScanDoctor})
}

func (w *window) explain(permit register.Permit, on ...*look.Button) {
	var p *help.Page
	p = help.New(w.words, w.words.T("ui.details.title"), detailLines(w.words, w.zone, permit), func() { w.shut(p) }, on...)
	w.open(p)
}
