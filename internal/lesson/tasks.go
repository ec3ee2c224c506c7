package lesson

import (
	"slices"
	"time"

	"dobro/internal/register"
	"dobro/internal/sale"
)

// Count of the tasks.
const Count = 10

type task struct {
	id    string
	norm  time.Duration // what it takes somebody who knows the till, reading the task included
	scene Scene
	steps []step
	own   []string // codes of faults that belong to the task and are nobody's mistake
}

type step struct {
	id   string
	seen func(m *memory, e Seen) bool
}

// Task names, which are keys of the words too.
const (
	OpenShift  = "open"
	Plain      = "plain"
	Marked     = "marked"
	Banned     = "ban"
	ByBarcode  = "ean"
	Change     = "change"
	CardNoNet  = "card"
	SetAside   = "hold"
	GiveBack   = "return"
	CloseShift = "close"
)

var tasks = [Count]task{
	{id: OpenShift, norm: 60 * time.Second, steps: []step{
		{"open", func(_ *memory, e Seen) bool { return e.View.Shift.Open && !e.View.Shift.Expired }}}},
	{id: Plain, norm: 60 * time.Second, steps: []step{
		{"basket", func(_ *memory, e Seen) bool { return basket(e, func(l register.LineView) bool { return l.Cis == "" }) }},
		{"pay", func(_ *memory, e Seen) bool { return sold(e, func(l register.LineView) bool { return l.Cis == "" }) }}}},
	{id: Marked, norm: 60 * time.Second, steps: []step{
		{"code", func(_ *memory, e Seen) bool { return basket(e, permitted) }},
		{"pay", func(_ *memory, e Seen) bool { return sold(e, permitted) }}}},
	{id: Banned, norm: 90 * time.Second, steps: []step{
		{"red", func(m *memory, e Seen) bool {
			v := e.View.Permit.Verdict
			if e.View.Permit.State != register.PermitForbidden || v == nil || v.GTIN == "" {
				return false
			}
			m.gtin = v.GTIN
			return true
		}},
		{"dismiss", func(_ *memory, e Seen) bool { return e.View.Permit.State != register.PermitForbidden }},
		{"other", func(m *memory, e Seen) bool { return basket(e, m.sameProduct) }},
		{"pay", func(m *memory, e Seen) bool { return sold(e, m.sameProduct) }}}},
	{id: ByBarcode, norm: 75 * time.Second, steps: []step{
		{"barcode", func(_ *memory, e Seen) bool { return e.View.Permit.State == register.PermitNeedCode }},
		{"code", func(_ *memory, e Seen) bool { return basket(e, permitted) }},
		{"pay", func(_ *memory, e Seen) bool { return sold(e, permitted) }}}},
	{id: Change, norm: 120 * time.Second, scene: NoPaper, own: []string{"printer_no_paper"}, steps: []step{
		{"basket", func(_ *memory, e Seen) bool { return basket(e, func(register.LineView) bool { return true }) }},
		{"money", func(_ *memory, e Seen) bool { return e.Fault != nil && e.Fault.Code == "printer_no_paper" }},
		{"pay", func(_ *memory, e Seen) bool {
			return sold(e, func(register.LineView) bool { return true }) && e.Receipt.Change > 0
		}}}},
	{id: CardNoNet, norm: 75 * time.Second, scene: Offline, steps: []step{
		{"code", func(_ *memory, e Seen) bool { return basket(e, offline) }},
		{"pay", func(_ *memory, e Seen) bool { // that it was checked offline was seen in the basket: a finished receipt does not tell
			return sold(e, permitted) && slices.ContainsFunc(e.Paid, func(p sale.Payment) bool { return p.Type == sale.Card })
		}}}},
	{id: SetAside, norm: 120 * time.Second, steps: []step{
		{"hold", func(_ *memory, e Seen) bool { return len(e.View.Held) > 0 }},
		{"other", func(_ *memory, e Seen) bool {
			return sold(e, func(register.LineView) bool { return true }) && len(e.View.Held) > 0
		}},
		{"resume", func(_ *memory, e Seen) bool { return len(e.View.Held) == 0 && len(e.View.Receipt.Lines) > 0 }},
		{"pay", func(_ *memory, e Seen) bool { return sold(e, func(register.LineView) bool { return true }) }}}},
	{id: GiveBack, norm: 90 * time.Second, steps: []step{
		{"return", func(_ *memory, e Seen) bool {
			return e.Kind == register.EventReceipt && e.Receipt != nil && e.Receipt.Kind == sale.Return && e.Receipt.State == sale.Fiscalized
		}}}},
	{id: CloseShift, norm: 60 * time.Second, steps: []step{
		{"x", func(_ *memory, e Seen) bool { return e.Kind == register.EventReport && e.Report == "x" }},
		{"z", func(_ *memory, e Seen) bool { return e.Kind == register.EventShift && !e.View.Shift.Open }}}},
}

// Tasks are the names in order.
func Tasks() []string {
	var names []string
	for _, t := range tasks {
		names = append(names, t.id)
	}
	return names
}

// basket tells whether a line of the open receipt is so.
func basket(e Seen, so func(register.LineView) bool) bool {
	return slices.ContainsFunc(e.View.Receipt.Lines, so)
}

// sold tells whether the event is a finished sale with a line that is so.
func sold(e Seen, so func(register.LineView) bool) bool {
	return finishedSale(e) && slices.ContainsFunc(e.Receipt.Lines, so)
}

func finishedSale(e Seen) bool {
	return e.Kind == register.EventReceipt && e.Receipt != nil && e.Receipt.Kind == sale.Sale && e.Receipt.State == sale.Fiscalized
}

// permitted is a marked line that «Честный ЗНАК» let through.
func permitted(l register.LineView) bool {
	return l.Cis != "" && (l.State == register.LineAllowed || l.State == register.LineWarning)
}

func offline(l register.LineView) bool { return permitted(l) && l.Offline }

// sameProduct is another package of what was refused: a cis is 01, the GTIN, 21, the serial.
func (m *memory) sameProduct(l register.LineView) bool {
	return permitted(l) && m.gtin != "" && len(l.Cis) >= 16 && l.Cis[2:16] == m.gtin
}

// Mistakes that are told; the code of a fault of the till is one as well.
const (
	WrongReceipt = "wrong_receipt" // a receipt was made that the task did not want
	WhileRed     = "while_red"     // something was scanned while the banner was red
)

// blameless are faults that say nothing about who is at the till.
var blameless = []string{"no_right", "wrong_pin", "too_many_attempts", "not_logged_in", "internal", "stopped", "busy"}

// mistakeOf names what was done wrong, "" when nothing was.
func mistakeOf(t task, e Seen) string {
	switch {
	case e.Kind == register.EventRefused:
		return WhileRed
	case e.Kind == register.EventFault && e.Fault != nil && !slices.Contains(blameless, e.Fault.Code) && !slices.Contains(t.own, e.Fault.Code):
		return e.Fault.Code
	case finishedSale(e) && !t.takes(e):
		return WrongReceipt
	}
	return ""
}

// takes tells whether a finished sale is what some step of the task asks for.
func (t task) takes(e Seen) bool {
	return t.id == SetAside && len(e.View.Held) > 0 // the other buyer may have more than one receipt
}
