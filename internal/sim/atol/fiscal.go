package atol

import (
	"fmt"
	"hash/fnv"
	"time"

	"dobro/internal/money"
)

// commit gives a document its numbers and puts it into the memory. Only here documents come to be.
func (a *Printer) commit(d Document, paper bool) (Document, *taskError) {
	now := a.now()
	d.Moment, d.At = now, now.Truncate(time.Minute)
	d.FN, d.RNM, d.Serial, d.Printed = a.p.FN, a.p.RNM, a.p.Serial, paper || d.Electronic
	if d.Kind != "cashIn" && d.Kind != "cashOut" {
		d.FD = a.memory.last + 1
		d.FP = sign(d)
	}
	if receiptKinds[d.Kind] != 0 {
		d.Receipt = a.state.receipts + 1
	}
	if d.Shift == 0 {
		d.Shift = a.state.number
	}
	if err := a.memory.add(record{Document: d}); err != nil {
		return Document{}, &taskError{codeInternal, err.Error()}
	}
	a.state.apply(d)
	if !d.Printed {
		a.wait = append(a.wait, d.FD)
	}
	return d, nil
}

// sign makes the fiscal sign: ten digits that depend on what they sign.
func sign(d Document) string {
	h := fnv.New32a()
	fmt.Fprint(h, d.FN, d.FD, d.Kind, d.Total, d.At.Unix())
	return fmt.Sprintf("%010d", h.Sum32())
}

// answer of a task that made a document.
func (a *Printer) answer(d Document) map[string]any {
	params := map[string]any{"fiscalDocumentNumber": d.FD, "fiscalDocumentDateTime": iso(d.At), "fiscalDocumentSign": d.FP,
		"fnNumber": d.FN, "registrationNumber": d.RNM, "fnsUrl": "www.nalog.gov.ru", "shiftNumber": d.Shift}
	if d.IsReceipt() {
		params["fiscalReceiptNumber"], params["total"] = d.Receipt, number(d.Total)
	}
	out := map[string]any{"fiscalParams": params}
	if !d.Printed {
		out["warnings"] = map[string]any{"notPrinted": true}
	}
	return out
}

func iso(t time.Time) string { return t.Format("2006-01-02T15:04:05-07:00") }

// number writes kopecks as the JSON number of rubles that the driver gives.
func number(k money.Kopecks) rubleNumber { return rubleNumber(k.String()) }

// rubleNumber is a JSON number with two decimals.
type rubleNumber string

// MarshalJSON writes the number without quotes.
func (n rubleNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }

func (a *Printer) shift(uuid, kind string, task reading, paper bool) (any, *taskError) {
	d := Document{Kind: kind, UUID: uuid, Electronic: task.flag("electronically")}
	d.Operator, d.OperatorINN = task.in("operator").text("name"), task.in("operator").text("vatin")
	receipts := a.state.receipts
	switch {
	case kind == "openShift" && a.state.open:
		return nil, fails(codeShiftOpened)
	case kind == "closeShift" && !a.state.open:
		return nil, fails(codeShiftClosed)
	case kind == "openShift":
		d.Shift = a.state.number + 1
	}
	d, err := a.commit(d, paper)
	if err != nil {
		return nil, err
	}
	out := a.answer(d)
	if kind == "closeShift" {
		out["fiscalParams"].(map[string]any)["receiptsCount"] = receipts
	}
	return out, nil
}

func (a *Printer) cash(uuid, kind string, task reading) (any, *taskError) {
	sum := task.money("cashSum")
	d := Document{Kind: kind, UUID: uuid, Total: sum, Payments: []Payment{{Type: 0, Sum: sum}}}
	d.Operator, d.OperatorINN = task.in("operator").text("name"), task.in("operator").text("vatin")
	switch name := a.state.name(a.now()); {
	case name == "closed":
		return nil, fails(codeShiftClosed)
	case name == "expired":
		return nil, fails(codeShiftExpired)
	case sum <= 0:
		return nil, fails(codeInvalidSum)
	case kind == "cashOut" && sum > a.state.cash:
		return nil, fails(codeNoCash)
	}
	if _, err := a.commit(d, true); err != nil {
		return nil, err
	}
	return map[string]any{"counters": map[string]any{"cashSum": number(a.state.cash)}}, nil
}

// paper runs the tasks that only print.
func (a *Printer) paper(kind string, task reading, paper bool) (any, *taskError) {
	if !paper {
		return nil, fails(codeNoPaper)
	}
	switch kind {
	case "continuePrint":
		if len(a.wait) == 0 {
			return nil, nil
		}
		if err := a.memory.add(record{NowPrinted: a.wait}); err != nil {
			return nil, &taskError{codeInternal, err.Error()}
		}
		a.wait = nil
	case "printLastReceiptCopy":
		if a.memory.last == 0 {
			return nil, fails(codeFNNoData)
		}
		a.copies++
	case "printFnDocument":
		if _, ok := a.memory.find(task.integer("fiscalDocumentNumber")); !ok {
			return nil, fails(codeFNNoData)
		}
		a.copies++
	case "openCashDrawer":
		a.drawer = true
		return map[string]any{"counters": map[string]any{"cashSum": number(a.state.cash)}}, nil
	}
	return nil, nil
}

// Copies counts the copies of documents that came out.
func (a *Printer) Copies() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.copies
}
