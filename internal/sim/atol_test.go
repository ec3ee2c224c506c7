package sim

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim/atol"
	"dobro/internal/sim/fault"
)

const milk = "0104670540176099215LnOjv\x1d93dGVz"

// plain is a sale of one unmarked item.
func plain(price float64, vat string) m {
	return m{"type": "sell", "items": []any{m{"type": "position", "name": "Хлеб", "price": price, "quantity": 1, "amount": price,
		"paymentObject": "commodity", "tax": m{"type": vat}}}, "payments": []any{m{"type": "cash", "sum": price}}, "total": price}
}

// change returns the task with one value replaced; the path's last element is the key. nil removes the key.
func change(t *testing.T, task m, value any, path ...any) m {
	t.Helper()
	raw, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	var out m
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	where, last := at(out, path[:len(path)-1]...).(m), path[len(path)-1].(string)
	if where[last] = value; value == nil {
		delete(where, last)
	}
	return out
}

func TestThePrinterIsStrictAboutTasks(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	task(t, w, openShift())
	item := func(key string, value any) m { return change(t, water(milk), value, "items", 0, key) }
	imc := func(key string, value any) m { return change(t, water(milk), value, "items", 0, "imcParams", key) }
	info := func(key string, value any) m {
		return change(t, water(milk), value, "items", 0, "industryInfo", 0, key)
	}
	for name, c := range map[string]struct {
		task any
		want int
	}{
		"the sample of the document":      {water(milk), 0},
		"no type":                         {m{}, 501},
		"a type that is none":             {m{"type": "printNonFiscal"}, 503},
		"an unknown field":                {change(t, water(milk), 1, "industryReceiptInfo"), 501},
		"an unknown field of an item":     {item("sum", 50), 501},
		"an unknown kind of item":         {item("type", "goods"), 501},
		"no name":                         {item("name", nil), 501},
		"a price as a string":             {item("price", "50.00"), 501},
		"a price with three decimals":     {item("price", 50.001), 501},
		"a negative amount":               {item("amount", -50), 501},
		"a quantity of zero":              {item("quantity", 0), 501},
		"two pieces of one code":          {change(t, item("quantity", 2), 100, "items", 0, "amount"), 17},
		"an amount that is not the sum":   {item("amount", 47), 16},
		"a rate that does not exist":      {item("tax", m{"type": "vat21"}), 501},
		"a tax that is wrong":             {item("tax", m{"type": "vat22", "sum": 8.33}), 243},
		"a tax that is right":             {item("tax", m{"type": "vat22", "sum": 9.02}), 0},
		"marked goods as plain ones":      {item("paymentObject", "commodity"), 217},
		"marked goods without a code":     {item("imcParams", nil), 217},
		"a payment object that is none":   {item("paymentObject", "goods"), 501},
		"a unit by number":                {item("measurementUnit", 0), 0},
		"a unit that is none":             {item("measurementUnit", "шт"), 501},
		"a name of 129 signs":             {item("name", strings.Repeat("я", 129)), 501},
		"a code not in base64":            {imc("imc", "0104670540176099215'W9Um"), 501},
		"a code that is no code":          {imc("imc", b64("hello")), 409},
		"a type of code that is none":     {imc("imcType", "datamatrix"), 501},
		"a status by number":              {imc("itemEstimatedStatus", 1), 0},
		"a status that is none":           {imc("itemEstimatedStatus", "sold"), 501},
		"flags that are not all there":    {imc("itemInfoCheckResult", m{"imcCheckFlag": true}), 501},
		"a date in the other order":       {info("date", "21.11.2023"), 501},
		"a document number as a number":   {info("number", 1944), 501},
		"no fois":                         {info("fois", nil), 501},
		"an attribute of 257 signs":       {info("industryAttribute", strings.Repeat("x", 257)), 501},
		"a mark of 17 signs":              {water(milk, m{"type": "additionalAttribute", "value": "12345678901234567"}), 501},
		"a user attribute":                {water(milk, m{"type": "userAttribute", "name": "Касса", "value": "1"}), 0},
		"a line of text":                  {water(milk, m{"type": "text", "text": "Спасибо", "alignment": "center"}), 0},
		"a cashier with a wrong INN":      {change(t, water(milk), "12345", "operator", "vatin"), 501},
		"a cashier without a name":        {change(t, water(milk), nil, "operator", "name"), 501},
		"a taxation that is none":         {change(t, water(milk), "usn", "taxationType"), 501},
		"a payment that is none":          {change(t, water(milk), "card", "payments", 0, "type"), 501},
		"a payment by number":             {change(t, water(milk), "0", "payments", 0, "type"), 0},
		"too little money":                {change(t, water(milk), 49.99, "payments", 0, "sum"), 66},
		"more by card than the receipt":   {change(t, water(milk), "electronically", "payments", 0, "type"), 52},
		"a total above the items":         {change(t, water(milk), 50.01, "total"), 227},
		"a total rounded down":            {change(t, water(milk), 49.50, "total"), 0},
		"a total rounded by a ruble":      {change(t, water(milk), 49.00, "total"), 227},
		"items that are no list":          {change(t, water(milk), m{}, "items"), 501},
		"no items":                        {change(t, water(milk), []any{}, "items"), 227},
		"a flag as a string":              {change(t, water(milk), "false", "electronically"), 501},
		"a correction without its base":   {change(t, water(milk), "sellCorrection", "type"), 501},
		"a task that is too long":         {change(t, water(milk), m{"emailOrPhone": "a@b.c", "address": strings.Repeat("я", 30000)}, "clientInfo"), 501},
		"a clock in the wrong form":       {m{"type": "setDateTime", "dateTime": "2026-11-22 10:00:00"}, 501},
		"a document without a number":     {m{"type": "getFnDocument"}, 501},
		"a document that does not exist":  {m{"type": "getFnDocument", "fiscalDocumentNumber": 100000}, 123},
		"a query with a field it has not": {m{"type": "getShiftStatus", "x": 1}, 501},
		"a text that is a number":         {m{"type": "nonFiscal", "items": []any{m{"type": "text", "text": 1}}}, 501},
		"a free text":                     {m{"type": "nonFiscal", "items": []any{m{"type": "text", "text": "Проба"}}}, 0},
		"a position in a free text":       {m{"type": "nonFiscal", "items": []any{m{"type": "position"}}}, 501},
		"price and quantity that round":   {change(t, change(t, change(t, plain(100, "none"), 3, "items", 0, "quantity"), 33.33, "items", 0, "price"), 100, "items", 0, "amount"), 0},
		"weight":                          {change(t, change(t, change(t, plain(100, "vat10"), 0.355, "items", 0, "quantity"), 281.69, "items", 0, "price"), "kilogram", "items", 0, "measurementUnit"), 0},
		"cash out of what is not there":   {m{"type": "cashOut", "cashSum": 1000000}, 80},
		"cash in of nothing":              {m{"type": "cashIn", "cashSum": 0}, 16},
		"cash in as a string":             {m{"type": "cashIn", "cashSum": "1"}, 501},
	} {
		got := task(t, w, c.task)
		if code := fmt.Sprint(at(got, 0, "error", "code")); code != fmt.Sprint(c.want) {
			t.Errorf("%s: %v\n got %v want error %d", name, c.task, got, c.want)
		}
	}
}

func TestThePrinterKeepsTheRulesOfTheShift(t *testing.T) {
	clock := &hand{now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	w := world(t, Config{Only: []string{ATOL}, Now: clock.Now})
	code := func(v any) string { return fmt.Sprint(at(task(t, w, v), 0, "error", "code")) }
	state := func() any { return at(task(t, w, m{"type": "getShiftStatus"}), 0, "result", "shiftStatus", "state") }
	expect(t, "sale in a closed shift", code(plain(10, "none")), 73)
	expect(t, "cash in a closed shift", code(m{"type": "cashIn", "cashSum": 1}), 73)
	expect(t, "closing a closed shift", code(m{"type": "closeShift"}), 73)
	expect(t, "state", state(), "closed")
	expect(t, "opening", code(openShift()), 0)
	expect(t, "opening again", code(openShift()), 83)
	expect(t, "state", state(), "opened")
	expect(t, "sale", code(plain(10, "none")), 0)
	clock.move(24*time.Hour + time.Second)
	expect(t, "state after 24 hours", state(), "expired")
	expect(t, "sale after 24 hours", code(plain(10, "none")), 68)
	expect(t, "X report after 24 hours", code(m{"type": "reportX"}), 0)
	expect(t, "clock in an open shift", code(m{"type": "setDateTime", "dateTime": "2026.11.24 10:00:00"}), 83)
	got := task(t, w, m{"type": "closeShift"})
	expect(t, "closing", at(got, 0, "error", "code"), 0)
	expect(t, "receipts of the shift", at(got, 0, "result", "fiscalParams", "receiptsCount"), 1)
	expect(t, "clock", code(m{"type": "setDateTime", "dateTime": "2026.11.24 10:00:00"}), 0)
	expect(t, "next shift", at(task(t, w, openShift()), 0, "result", "fiscalParams", "shiftNumber"), 2)
}

func TestADocumentReadBackIsTheOneThatWasMade(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	sale := water(milk, m{"type": "additionalAttribute", "value": "D-42"}, m{"type": "position", "name": "Пакет", "price": 7.00,
		"quantity": 2, "amount": 14.00, "tax": m{"type": "vat10"}})
	sale["total"] = 64
	sale["clientInfo"] = m{"emailOrPhone": "a@b.ru"}
	sale["payments"] = []any{m{"type": "electronically", "sum": 24.00}, m{"type": "cash", "sum": 50.00}}
	got := task(t, w, openShift(), sale)
	fd := at(got, 1, "result", "fiscalParams", "fiscalDocumentNumber")
	tlv := at(task(t, w, m{"type": "getFnDocument", "fiscalDocumentNumber": fd}), 0, "result", "documentTLV")
	for tag, want := range map[string]any{"1020": "64.00", "1031": "40.00", "1081": "24.00", "1054": 1, "1192": "D-42", "1008": "a@b.ru",
		"1021": "Кассир Иванова", "1203": "123456789047", "1055": 1, "1041": FN, "1042": 1, "1038": 1, "1103": "1.27",
		"fiscalDocumentType": "receipt"} {
		expect(t, "tag "+tag, at(tlv, tag), want)
	}
	line := at(tlv, "1059", 0)
	expect(t, "1199 of water", at(line, "1199"), 11)
	expect(t, "1212", at(line, "1212"), 33)
	expect(t, "1263", at(line, "1260", 0, "1263"), "21.11.2023")
	expect(t, "1265", at(line, "1260", 0, "1265"), "UUID=a&Time=1773404760587")
	expect(t, "1163", at(line, "1163", "1305"), "0104670540176099215LnOjv")
	expect(t, "2106", at(line, "2106"), 15)
	expect(t, "sign", len(fmt.Sprint(at(tlv, "1077"))), 12)
	totals := at(task(t, w, m{"type": "getShiftTotals"}), 0, "result", "shiftTotals")
	expect(t, "sales of the shift", at(totals, "receipts", "sell", "sum"), "64.00")
	expect(t, "cash of the shift", at(totals, "cashDrawer", "sum"), "40.00")
}

func TestVATIsComputedForEveryRate(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	task(t, w, openShift())
	for rate, want := range map[string]string{"none": "0.00", "vat0": "0.00", "vat5": "4.76", "vat7": "6.54", "vat10": "9.09",
		"vat20": "16.67", "vat22": "18.03", "vat105": "4.76", "vat107": "6.54", "vat110": "9.09", "vat120": "16.67", "vat122": "18.03"} {
		task(t, w, plain(100, rate))
		docs := w.ATOL.Documents()
		expect(t, rate+" of 100.00", docs[len(docs)-1].VAT, "[{"+rate+" "+want+"}]")
	}
}

func TestReturnsCorrectionsAndCashAreKept(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	kinds := []any{openShift(), m{"type": "cashIn", "cashSum": 500}, plain(100, "none"),
		change(t, plain(30, "none"), "sellReturn", "type"), change(t, plain(20, "none"), "buy", "type"),
		change(t, change(t, change(t, plain(15, "none"), "sellCorrection", "type"), "self", "correctionType"), "2026.11.01", "correctionBaseDate"),
		m{"type": "cashOut", "cashSum": 65.50}, m{"type": "closeShift"}}
	for i, r := range task(t, w, kinds...) {
		expect(t, fmt.Sprint("task ", i, " ", at(r, "error")), at(r, "status"), "ready")
	}
	docs := w.ATOL.Documents()
	if len(docs) != len(kinds) {
		t.Fatalf("documents: got %d, want %d", len(docs), len(kinds))
	}
	expect(t, "cash in has no ФД", docs[1].FD, 0)
	expect(t, "last ФД", docs[7].FD, 6)
	expect(t, "base of the correction", docs[5].Correction.Date, "2026.11.01")
	got := task(t, w, m{"type": "getCashDrawerStatus"})
	expect(t, "cash 500+100-30-20+15-65.50", at(got, 0, "result", "counters", "cashSum"), "499.50")
}

func TestEveryQueryAnswers(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	task(t, w, openShift(), plain(1, "none"))
	for kind, path := range map[string][]any{"getDeviceStatus": {"deviceStatus", "shift"}, "getDeviceInfo": {"deviceInfo", "serial"},
		"getFnInfo": {"fnInfo", "serial"}, "getFnStatus": {"fnStatus", "fiscalDocumentNumber"}, "getShiftStatus": {"shiftStatus", "number"},
		"getRegistrationInfo": {"organization", "vatin"}, "getShiftTotals": {"shiftTotals", "receipts", "sell", "count"},
		"getOverallTotals": {"overallTotals", "receipts", "sell", "sum"}, "getCashDrawerStatus": {"counters", "cashSum"},
		"ofdExchangeStatus": {"status", "notSentCount"}, "ismExchangeStatus": {"status", "notSentCount"}, "checkImcWorkState": {"fm", "status"},
		"pingIsm": {"ready"}, "checkMarkingCodeValidationsReady": {"ready"}} {
		got := task(t, w, m{"type": kind})
		if at(got, 0, "status") != "ready" || at(got, 0, "result") == nil || at(at(got, 0, "result"), path...) == nil {
			t.Errorf("%s: got %v, want a result with %v", kind, got, path)
		}
	}
	for _, kind := range []string{"printLastReceiptCopy", "openCashDrawer", "continuePrint", "reportX", "clearMarkingCodeValidationResult"} {
		expect(t, kind, at(task(t, w, m{"type": kind}), 0, "status"), "ready")
	}
	expect(t, "copies", w.ATOL.Copies(), 1)
	w.ATOL.SetDriveHealth(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), "needReplacement")
	got := at(task(t, w, m{"type": "getFnInfo"}), 0, "result", "fnInfo")
	expect(t, "drive expires", at(got, "validityDate"), "2027-01-01T03:00:00+03:00")
	expect(t, "drive warns", at(got, "warnings", "needReplacement"), true)
	w.ATOL.TakenByOFD(1)
	expect(t, "one document waits for the ОФД", at(task(t, w, m{"type": "ofdExchangeStatus"}), 0, "result", "status", "notSentCount"), 1)
}

func TestTheQueueBehavesLikeTheDriversServer(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}, ATOL: atol.Params{Devices: []string{"kkt-1"}}})
	id := uuid.NewString()
	post := func(path string, body any) (int, any) {
		status, raw := do(t, call{method: "POST", url: w.URLs.ATOL + path, body: body})
		return status, decode(t, raw)
	}
	status, answer := post("/api/v2/requests", m{"uuid": id, "request": openShift()})
	expect(t, "one object is a request", status, 201)
	expect(t, "uuid comes back", at(answer, "uuid"), id)
	await(t, w, id)
	status, _ = post("/api/v2/requests", m{"uuid": id, "request": openShift()})
	expect(t, "the same uuid again", status, 409)
	for name, body := range map[string]any{"no uuid": m{"request": openShift()}, "a uuid that is none": m{"uuid": "1", "request": openShift()},
		"no tasks": m{"uuid": uuid.NewString(), "request": []any{}}, "an unknown key": m{"uuid": uuid.NewString(), "request": openShift(), "x": 1},
		"half of a body": `{"uuid":`, "a task that is a string": m{"uuid": uuid.NewString(), "request": "sell"}} {
		status, _ = post("/api/v2/requests", body)
		expect(t, name, status, 400)
	}
	got := task(t, w, m{"type": "nothing"}, plain(1, "none"))
	expect(t, "after an error", at(got, 1, "status"), "interrupted")
	expect(t, "after an error", at(got, 1, "error", "code"), 502)
	status, _ = do(t, call{method: "GET", url: w.URLs.ATOL + "/api/v2/requests/" + uuid.NewString()})
	expect(t, "a uuid that nobody sent", status, 404)
	_, raw := do(t, call{method: "GET", url: w.URLs.ATOL + "/requests/" + id})
	expect(t, "v1 has its own shape", at(decode(t, raw), "results", 0, "errorCode"), 0)
	status, _ = post("/api/v2/requests?deviceID=kkt-2", m{"uuid": uuid.NewString(), "request": openShift()})
	expect(t, "a device that is not there", status, 404)
	status, _ = post("/api/v2/devices", m{"id": "kkt-1"})
	expect(t, "a device that is there", status, 409)
	status, _ = post("/api/v2/devices", m{"id": "kkt-2"})
	expect(t, "a new device", status, 200)
	status, answer = post("/api/v2/operations/queryShiftStatus?deviceID=kkt-2", m{})
	expect(t, "a synchronous call", fmt.Sprint(status, " ", at(answer, "shiftStatus", "state")), "200 opened")
	w.ATOL.SetLogin("cashier", "secret")
	status, answer = post("/api/v2/requests", m{"uuid": uuid.NewString(), "request": openShift()})
	expect(t, "without a password", fmt.Sprint(status, " ", at(answer, "error", "code")), "401 505")
}

func TestCodesAreCheckedByThePrinter(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}, ATOL: atol.Params{RequireMarks: true}})
	good := MakeCode(8, "4600000000015", 3)
	if err := w.Codes.Product(Product{GTIN: "4600000000015", Group: 8}); err != nil {
		t.Fatal(err)
	}
	params := func(code string) m {
		return m{"imcType": "auto", "imc": b64(code), "itemEstimatedStatus": "itemPieceSold", "imcModeProcessing": 0}
	}
	task(t, w, openShift())
	expect(t, "a sale of a code that was not checked", at(task(t, w, water(good)), 0, "error", "code"), 422)
	check := m{"type": "validateMarks", "timeout": 5000, "waitForResult": true, "params": []any{params(good), params(milk)}}
	got := at(task(t, w, check), 0, "result")
	expect(t, "a good code", at(got, 0, "itemInfoCheckResult", "imcEstimatedStatusCorrect"), true)
	expect(t, "a code not in circulation", at(got, 1, "onlineValidation", "markOperatorResponseResult"), "incorrect")
	expect(t, "a code not in circulation is not kept", at(got, 1, "itemInfoCheckResult"), nil)
	expect(t, "two codes, one kept", at(task(t, w, m{"type": "checkImcWorkState"}), 0, "result", "fm", "checkingCount"), 1)
	expect(t, "a sale of the checked one", at(task(t, w, water(good)), 0, "error", "code"), 0)
	expect(t, "the table is empty after a receipt", at(task(t, w, m{"type": "checkImcWorkState"}), 0, "result", "fm", "checkingCount"), 0)
	begin := m{"type": "beginMarkingCodeValidation", "params": params(good)}
	got = task(t, w, begin, m{"type": "getMarkingCodeValidationStatus"}, m{"type": "acceptMarkingCode"})
	expect(t, "sold codes are told", at(got, 1, "result", "onlineValidation", "itemInfoCheckResult", "imcEstimatedStatusCorrect"), false)
	expect(t, "accepted all the same", at(got, 2, "status"), "ready")
	expect(t, "accept without begin", at(task(t, w, m{"type": "acceptMarkingCode"}), 0, "error", "code"), 404)
	expect(t, "begin twice", at(task(t, w, begin, begin), 1, "error", "code"), 401)
	expect(t, "cancel", at(task(t, w, m{"type": "cancelMarkingCodeValidation"}), 0, "status"), "ready")
	if err := w.Faults.Set(ISM, Fault{Kind: fault.Refuse}); err != nil {
		t.Fatal(err)
	}
	got = at(task(t, w, m{"type": "validateMarks", "params": []any{params(good)}}), 0, "result")
	expect(t, "no marking server", at(got, 0, "driverError", "code"), 402)
	if err := w.Faults.Set(ISM, Fault{Kind: fault.Delay, DelayMs: 5000}); err != nil {
		t.Fatal(err)
	}
	got = at(task(t, w, m{"type": "validateMarks", "timeout": 20, "params": []any{params(good)}}), 0, "result")
	expect(t, "a slow marking server", at(got, 0, "driverError", "error"), "responseTimeout")
}

func TestAReturnPutsTheCodeBack(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	code := MakeCode(8, "4600000000015", 3)
	if err := w.Codes.Product(Product{GTIN: "4600000000015", Group: 8}); err != nil {
		t.Fatal(err)
	}
	task(t, w, openShift(), water(code))
	expect(t, "after the sale", w.Codes.Sold(code), true)
	back := change(t, change(t, water(code), "sellReturn", "type"), "itemPieceReturn", "items", 0, "imcParams", "itemEstimatedStatus")
	expect(t, "return", at(task(t, w, back), 0, "status"), "ready")
	expect(t, "after the return", w.Codes.Sold(code), false)
	kept := world(t, Config{Only: []string{ATOL}, KeepSales: true})
	if err := kept.Codes.Product(Product{GTIN: "4600000000015", Group: 8}); err != nil {
		t.Fatal(err)
	}
	task(t, kept, openShift(), water(code))
	expect(t, "with the link off", kept.Codes.Sold(code), false)
}
