package atol

import (
	"slices"
	"time"

	"dobro/internal/sim/fault"
)

// query answers the tasks that read; nil when the task is none of them.
func (a *Printer) query(kind string, t reading) *outcome {
	switch kind {
	case "getShiftStatus":
		return result("shiftStatus", a.shiftStatus())
	case "getDeviceStatus":
		return result("deviceStatus", map[string]any{"blocked": a.blocked, "coverOpened": a.p.Board.Holds(Service, fault.Cover),
			"currentDateTime": iso(a.now()), "fiscal": true, "fnFiscal": true, "fnPresent": true,
			"paperPresent": !a.p.Board.Holds(Service, fault.NoPaper), "cashDrawerOpened": a.drawer, "shift": a.state.name(a.now())})
	case "getDeviceInfo":
		return result("deviceInfo", map[string]any{"configurationVersion": "5.1.4.0", "ffdVersion": a.ffd(), "firmwareVersion": "10.5.1",
			"fnFfdVersion": "1.2", "model": 69, "modelName": "АТОЛ 77Ф (симулятор)", "receiptLineLength": 48,
			"receiptLineLengthPix": 576, "serial": a.p.Serial})
	case "getFnStatus":
		return result("fnStatus", map[string]any{"fiscalDocumentNumber": a.memory.last, "fiscalReceiptNumber": a.state.receipts,
			"warnings": a.warnings()})
	case "getFnInfo":
		return result("fnInfo", map[string]any{"ffdVersion": a.ffd(), "fnFfdVersion": "1.2", "numberOfRegistrations": 1,
			"registrationsRemaining": 11, "validityDate": iso(a.driveExpires()), "serial": a.p.FN, "version": "fn_v_1_2",
			"execution": "Исполнение ФН-1.2", "fnContainsKeysUpdaterServerUri": true, "livePhase": "fiscalMode", "warnings": a.warnings()})
	case "getRegistrationInfo":
		return &outcome{result: a.registration()}
	case "getShiftTotals":
		return result("shiftTotals", a.totals())
	case "getOverallTotals":
		return result("overallTotals", map[string]any{"receipts": sums(a.state.overall, false)})
	case "getCashDrawerStatus":
		return &outcome{result: map[string]any{"cashDrawerOpened": a.drawer, "counters": map[string]any{"cashSum": number(a.state.cash)}}}
	case "ofdExchangeStatus":
		return &outcome{result: a.exchange()}
	case "ismExchangeStatus":
		return &outcome{result: map[string]any{"errors": noErrors("ism"), "status": map[string]any{"notSentCount": 0,
			"notSentFirstNoticeDateTime": iso(time.Unix(0, 0).UTC()), "notSentFirstNoticeNumber": 0}, "warnings": map[string]any{}}}
	case "setDateTime":
		return a.setClock(t.text("dateTime"))
	case "getFnDocument":
		return a.document(t.integer("fiscalDocumentNumber"), t.flag("withRawData"))
	}
	return nil
}

func result(name string, v any) *outcome { return &outcome{result: map[string]any{name: v}} }

func (a *Printer) warnings() map[string]any {
	out := map[string]any{}
	for _, name := range []string{"criticalError", "memoryOverflow", "needReplacement", "ofdTimeout", "resourceExhausted"} {
		out[name] = slices.Contains(a.drive.warnings, name)
	}
	return out
}

func (a *Printer) driveExpires() time.Time {
	if a.drive.expires.IsZero() {
		return a.now().AddDate(1, 3, 0)
	}
	return a.drive.expires.In(a.p.Zone)
}

func noErrors(server string) map[string]any {
	ok := map[string]any{"code": 0, "description": "Нет ошибок"}
	return map[string]any{"fn": ok, "network": ok, server: ok, "fnCommandCode": 0, "documentNumber": 0}
}

func (a *Printer) shiftStatus() map[string]any {
	name := a.state.name(a.now())
	out := map[string]any{"number": a.state.number, "state": name, "expiredTime": iso(a.state.opened.Add(dayOfShift))}
	if name == "closed" {
		out["expiredTime"], out["documentsCount"] = iso(time.Unix(0, 0).UTC()), a.state.docs
	}
	return out
}

func (a *Printer) registration() map[string]any {
	taxes := a.p.Taxations
	if len(taxes) == 0 {
		taxes = []string{"osn", "usnIncome", "usnIncomeOutcome", "esn", "patent"}
	}
	return map[string]any{"organization": map[string]any{"name": a.p.ShopName, "vatin": a.p.INN, "email": "noreply@ofd.example",
		"taxationTypes": taxes, "agents": []string{}, "address": a.p.Address},
		"device": map[string]any{"paymentsAddress": a.p.Address, "fnsUrl": "www.nalog.gov.ru", "registrationNumber": a.p.RNM,
			"offlineMode": false, "encryption": false, "autoMode": false, "machineNumber": "", "ffdVersion": a.ffd(), "marking": true},
		"ofd": map[string]any{"name": "ООО «ОФД»", "vatin": "7704211201", "host": "ofd.example", "port": 7777, "dns": "0.0.0.0"},
		"ism": map[string]any{"host": "ism.example", "port": 21701}}
}

func (a *Printer) totals() map[string]any {
	s := a.state
	moved := func(kind string) map[string]any {
		t := s.shift[kind]
		if t == nil {
			t = &total{}
		}
		return map[string]any{"count": t.count, "sum": number(t.sum)}
	}
	return map[string]any{"shiftNumber": s.number, "cashDrawer": map[string]any{"sum": number(s.cash)}, "income": moved("cashIn"),
		"outcome": moved("cashOut"), "receipts": sums(s.shift, true)}
}

func sums(of map[string]*total, count bool) map[string]any {
	out := map[string]any{}
	for kind := range receiptKinds {
		t := of[kind]
		if t == nil {
			t = &total{}
		}
		pay := map[string]any{}
		for name, i := range payments {
			pay[name] = number(t.payments[i])
		}
		one := map[string]any{"sum": number(t.sum), "payments": pay}
		if count {
			one["count"] = t.count
		}
		out[kind] = one
	}
	return out
}

// exchange with the ОФД: by default everything is taken at once, after TakenByOFD what came later waits.
func (a *Printer) exchange() map[string]any {
	status := map[string]any{"notSentCount": 0, "notSentFirstDocNumber": 0, "notSentFirstDocDateTime": iso(time.Unix(0, 0).UTC()),
		"lastSuccessKeysUpdate": iso(a.now().Add(-time.Hour))}
	if d, ok := a.memory.find(a.ofd + 1); a.ofd > 0 && ok {
		status["notSentCount"], status["notSentFirstDocNumber"] = a.memory.last-a.ofd, d.FD
		status["notSentFirstDocDateTime"] = iso(d.At)
	}
	errors := noErrors("ofd")
	errors["lastSuccessConnectionDateTime"] = iso(a.now())
	return map[string]any{"errors": errors, "status": status, "warnings": map[string]any{"dataForSendIsEmpty": status["notSentCount"] == 0}}
}

func (a *Printer) setClock(text string) *outcome {
	at, err := time.ParseInLocation("2006.01.02 15:04:05", text, a.p.Zone)
	if err != nil {
		return &outcome{err: badValue("dateTime", text)}
	}
	if a.state.open {
		return &outcome{err: fails(codeShiftOpened)}
	}
	a.offset = at.Sub(a.p.Now())
	return &outcome{}
}
