package atol

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

func TestReceiptIsWrittenAsTheDriverWantsIt(t *testing.T) {
	d := &driver{answer: say(soldAnswer)}
	p := start(t, d)
	doc, err := p.Register(background(t), receipt())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"uuid":"5b0a1c7e-5ea1-4d3c-9d4e-0a6a3d1f0001","request":[{"type":"sell","taxationType":"usnIncome","electronically":false,` +
		`"ignoreNonFiscalPrintErrors":true,"operator":{"name":"Ivanova","vatin":"123456789047"},"clientInfo":{"emailOrPhone":"+79990000000"},"items":[` +
		`{"type":"position","name":"Water","price":50.00,"quantity":1,"amount":50.00,"measurementUnit":"piece","paymentMethod":"fullPayment",` +
		`"paymentObject":"commodityWithMarking","tax":{"type":"vat22"},"imcParams":{"imcType":"auto","imc":"MDEwNDYwMTIzNDU2Nzg5MzIxNWFiYx05M3Rlc3Q=",` +
		`"itemEstimatedStatus":"itemPieceSold","imcModeProcessing":0},"industryInfo":[{"fois":"030","date":"2023.11.21","number":"1944","industryAttribute":"UUID=u\u0026Time=1"}]},` +
		`{"type":"position","name":"Cheese","price":283.10,"quantity":0.355,"amount":100.50,"measurementUnit":"kilogram","paymentMethod":"fullPayment",` +
		`"paymentObject":"commodity","tax":{"type":"vat10"}},{"type":"additionalAttribute","value":"D-000000000042","print":false}],` +
		`"payments":[{"type":"electronically","sum":50.00},{"type":"cash","sum":101.00}],"total":150.50}]}`
	if got := d.posts[0].raw; got != want {
		t.Errorf("request\n got %s\nwant %s", got, want)
	}
	at := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	if doc.FD != 42 || doc.FP != "1234567890" || doc.FN != "9999078900001111" || doc.Total != 15050 || doc.ShiftNumber != 7 || doc.ReceiptNumber != 3 ||
		!doc.At.Equal(at) || !doc.Printed || doc.Kind != "sale" || doc.Mark != "D-000000000042" {
		t.Errorf("document %+v", doc)
	}
}

func TestReturnsAndCorrections(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fiscal.Receipt)
		want   []string
	}{
		{"a return of a sale of 2025 keeps its 20 %", func(r *fiscal.Receipt) { r.Kind, r.Lines[0].VAT = sale.Return, sale.VAT20 },
			[]string{`"type":"sellReturn"`, `"type":"vat20"`, `"itemEstimatedStatus":"itemPieceReturn"`}},
		{"goods that have to carry a code, without it", func(r *fiscal.Receipt) { r.Lines[0].Code, r.Lines[0].NoCode = "", true }, []string{`"paymentObject":"commodityWithoutMarking"`}},
		{"excisable goods without their code", func(r *fiscal.Receipt) { r.Lines[0].Code, r.Lines[0].NoCode, r.Lines[0].Excise = "", true, true }, []string{`"paymentObject":"exciseWithoutMarking"`}},
		{"tobacco is excise with marking", func(r *fiscal.Receipt) { r.Lines[0].Excise = true }, []string{`"paymentObject":"exciseWithMarking"`}},
		{"an electronic receipt", func(r *fiscal.Receipt) { r.Electronic = true }, []string{`"electronically":true`}},
		{"own correction", func(r *fiscal.Receipt) {
			r.Kind, r.Correction = sale.Correction, &fiscal.Base{Date: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)}
		}, []string{`"type":"sellCorrection"`, `"correctionType":"self"`, `"correctionBaseDate":"2026.05.04"`}},
		{"correction of a return by order", func(r *fiscal.Receipt) {
			r.Kind, r.Correction = sale.Correction, &fiscal.Base{Instruction: true, Number: "12-3", Back: true}
		}, []string{`"type":"sellReturnCorrection"`, `"correctionType":"instruction"`, `"correctionBaseNumber":"12-3"`}},
		{"a discount that does not divide makes two positions", func(r *fiscal.Receipt) {
			r.Lines[1] = fiscal.Line{Name: "Screws", Price: 101, Quantity: 100_000, Sum: 10050, Discount: 50, Unit: sale.Piece, VAT: sale.VATNone}
		}, []string{`"price":1.01,"quantity":50,"amount":50.50,"infoDiscountAmount":0.50`, `"price":1.00,"quantity":50,"amount":50.00,"measurementUnit"`}},
		{"a name of 300 letters and control characters", func(r *fiscal.Receipt) { r.Lines[0].Name = "a\x00b\n" + strings.Repeat("ж", 300) },
			[]string{`"name":"a b ` + strings.Repeat("ж", 124) + `"`}},
	} {
		d := &driver{answer: say(soldAnswer)}
		r := receipt()
		c.change(&r)
		if _, err := start(t, d).Register(background(t), r); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(d.posts[0].raw, w) {
				t.Errorf("%s:\n got %s\nwant %s in it", c.name, d.posts[0].raw, w)
			}
		}
	}
}

func hijack(w http.ResponseWriter) bool {
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
	}
	return true
}

func status(code int) func(http.ResponseWriter, int) bool {
	return func(w http.ResponseWriter, _ int) bool { w.WriteHeader(code); return true }
}

// What the till hears of a receipt for everything that may happen on the way, and how many times the document was posted.
func TestFateOfAReceipt(t *testing.T) {
	blocked := `{"status":"blocked","error":{"code":0,"description":""}}`
	for _, c := range []struct {
		name    string
		d       *driver
		trouble fiscal.Trouble // "" is success
		unknown bool
		posts   int
	}{
		{"all is well", &driver{answer: say(soldAnswer)}, "", false, 1},
		{"the answer to POST is cut after the server took it on", &driver{answer: say(soldAnswer), onTaken: func(w http.ResponseWriter, _ int) bool { return hijack(w) }}, "", false, 1},
		{"POST says 500 although the server took it on", &driver{answer: say(soldAnswer), onTaken: status(500)}, "", false, 1},
		{"POST is cut and the server knows nothing", &driver{answer: say(soldAnswer), onPost: func(w http.ResponseWriter, _ int, _ request) bool { return hijack(w) }}, fiscal.Offline, true, 1},
		{"three answers to GET are cut", &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, n int) bool { return n <= 3 && hijack(w) }}, "", false, 1},
		{"every answer to GET is cut", &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, _ int) bool { return hijack(w) }}, fiscal.Offline, true, 1},
		{"GET answers garbage at first", &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, n int) bool {
			if n < 3 {
				w.Write([]byte("<html>"))
			}
			return n < 3
		}}, "", false, 1},
		{"GET answers garbage for ever", &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, _ int) bool { w.Write([]byte("{]")); return true }}, fiscal.Other, true, 1},
		{"in work for ever", &driver{answer: say(`{"status":"inProgress"}`)}, fiscal.Busy, true, 1},
		{"the server says that it does not know", &driver{answer: say(blocked)}, fiscal.Stopped, true, 1},
		{"bad request", &driver{onPost: func(w http.ResponseWriter, _ int, _ request) bool { w.WriteHeader(400); return true }}, fiscal.Other, false, 1},
		{"wrong password", &driver{onPost: func(w http.ResponseWriter, _ int, _ request) bool {
			w.WriteHeader(401)
			w.Write([]byte(`{"error":{"code":505,"description":"unauthorized"}}`))
			return true
		}}, fiscal.Denied, false, 1},
		{"no paper", &driver{answer: say(errorAnswer(44))}, fiscal.NoPaper, false, 1},
		{"cover open", &driver{answer: say(errorAnswer(45))}, fiscal.CoverOpen, false, 1},
		{"shift of more than 24 hours", &driver{answer: say(errorAnswer(68))}, fiscal.ShiftTooLong, false, 1},
		{"shift closed", &driver{answer: say(errorAnswer(73))}, fiscal.ShiftShut, false, 1},
		{"the printer refuses the code", &driver{answer: say(errorAnswer(409))}, fiscal.BadMark, false, 1},
		{"not paid", &driver{answer: say(errorAnswer(66))}, fiscal.NotPaid, false, 1},
		{"connection lost at closing", &driver{answer: say(errorAnswer(241))}, fiscal.Offline, true, 1},
		{"closing interrupted", &driver{answer: say(errorAnswer(177))}, fiscal.Other, true, 1},
		{"the drive is silent", &driver{answer: say(errorAnswer(140))}, fiscal.DriveFault, true, 1},
		{"interrupted before it began", &driver{answer: say(`{"status":"interrupted","error":{"code":502,"description":""}}`)}, fiscal.Other, false, 1},
		{"ready, but over another sum", &driver{answer: say(strings.Replace(soldAnswer, "150.5", "150.4", 1))}, fiscal.Other, true, 1},
		{"ready without a document", &driver{answer: say(`{"status":"ready","error":{"code":0},"result":{}}`)}, fiscal.Other, true, 1},
		{"in the drive, not on paper", &driver{answer: say(strings.Replace(soldAnswer, `"warnings":{}`, `"warnings":{"notPrinted":true}`, 1))}, "", false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := c.d
			doc, err := start(t, d).Register(background(t), receipt())
			var e *fiscal.Error
			switch {
			case c.trouble == "" && (err != nil || doc.FD != 42):
				t.Errorf("got %+v, %v; want document 42", doc, err)
			case c.trouble != "" && (!errors.As(err, &e) || e.Trouble != c.trouble || e.Unknown != c.unknown):
				t.Errorf("got %#v; want %s, unknown %v", err, c.trouble, c.unknown)
			}
			if len(d.posts) != c.posts {
				t.Errorf("posted %d times, want %d", len(d.posts), c.posts)
			}
			if strings.Contains(c.name, "not on paper") == doc.Printed && err == nil {
				t.Errorf("printed %v", doc.Printed)
			}
		})
	}
}

func TestNothingListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	p, err := New(Params{URL: "http://" + addr})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Register(background(t), receipt())
	var e *fiscal.Error
	if !errors.As(err, &e) || e.Trouble != fiscal.Offline || e.Unknown {
		t.Errorf("got %#v, want offline with a certain fate", err)
	}
}

func TestRepeatAfterACertainFailureGetsItsOwnNumber(t *testing.T) {
	d := &driver{answer: say(errorAnswer(44), errorAnswer(45), soldAnswer), conflict: true}
	p := start(t, d)
	for i, want := range []fiscal.Trouble{fiscal.NoPaper, fiscal.CoverOpen, ""} {
		_, err := p.Register(background(t), receipt())
		var e *fiscal.Error
		if errors.As(err, &e) != (want != "") || e != nil && e.Trouble != want {
			t.Errorf("try %d: got %v, want %q", i+1, err, want)
		}
	}
	if d.posts[0].UUID == d.posts[1].UUID || d.posts[1].UUID == d.posts[2].UUID || d.posts[0].UUID != receipt().ID {
		t.Errorf("numbers %s %s %s", d.posts[0].UUID, d.posts[1].UUID, d.posts[2].UUID)
	}
}

func TestAfterARestartTheServerTellsTheFateOfTheSameReceipt(t *testing.T) {
	d := &driver{answer: say(errorAnswer(44), soldAnswer, errorAnswer(66)), conflict: true}
	first := start(t, d)
	first.Register(background(t), receipt())
	if _, err := first.Register(background(t), receipt()); err != nil {
		t.Fatal(err)
	}
	doc, err := start(t, d).Register(background(t), receipt()) // a new program over the same server
	if err != nil || doc.FD != 42 {
		t.Errorf("got %+v, %v; want document 42, the one that exists", doc, err)
	}
}

func TestARequestThatWasLostOnceIsPostedAgainUnderItsNumber(t *testing.T) {
	d := &driver{answer: say(soldAnswer), conflict: true}
	d.onPost = func(w http.ResponseWriter, n int, _ request) bool { return n == 1 && hijack(w) }
	p := start(t, d)
	var e *fiscal.Error
	if _, err := p.Register(background(t), receipt()); !errors.As(err, &e) || !e.Unknown {
		t.Fatalf("got %v, want an unknown fate", err)
	}
	if doc, err := p.Register(background(t), receipt()); err != nil || doc.FD != 42 {
		t.Errorf("after settling: %+v, %v", doc, err)
	}
	if d.posts[0].UUID != d.posts[1].UUID { // the first may still arrive: only its own number makes it harmless
		t.Errorf("posted under %s, then under %s", d.posts[0].UUID, d.posts[1].UUID)
	}
}

func TestTrace(t *testing.T) {
	id := receipt().ID
	for _, c := range []struct {
		name  string
		known map[string][]string
		fd    int64
		want  bool
	}{
		{"never heard of", nil, 0, false},
		{"in work", map[string][]string{id: {`{"status":"inProgress"}`}}, 0, true},
		{"waits", map[string][]string{id: {`{"status":"wait"}`}}, 0, true},
		{"the queue stands", map[string][]string{id: {`{"status":"blocked"}`}}, 0, true},
		{"made", map[string][]string{id: {soldAnswer}}, 42, false},
		{"failed", map[string][]string{id: {errorAnswer(44)}}, 0, false},
		{"failed, the second try is in work", map[string][]string{id: {errorAnswer(44)}, requestID(id, 1): {`{"status":"inProgress"}`}}, 0, true},
		{"failed twice", map[string][]string{id: {errorAnswer(44)}, requestID(id, 1): {errorAnswer(45)}}, 0, false},
		{"an answer without results", map[string][]string{id: {}}, 0, false},
	} {
		fd, waiting, err := start(t, &driver{known: c.known}).Trace(background(t), id)
		if err != nil || fd != c.fd || waiting != c.want {
			t.Errorf("%s: got document %d, waiting %v, %v; want %d, %v", c.name, fd, waiting, err, c.fd, c.want)
		}
	}
}

func TestOldServerAndSeveralDevices(t *testing.T) {
	old := strings.Replace(soldAnswer, `"error":{"code":0,"description":""}`, `"errorCode":0,"errorDescription":""`, 1)
	d := &driver{answer: say(old), oldOnly: true}
	if doc, err := start(t, d).Register(background(t), receipt()); err != nil || doc.FD != 42 || len(d.posts) != 1 {
		t.Errorf("v1: got %+v, %v after %d posts", doc, err, len(d.posts))
	}
	d = &driver{answer: say(`{"status":"error","errorCode":44,"errorDescription":"paper"}`), oldOnly: true}
	var e *fiscal.Error
	if _, err := start(t, d).Register(background(t), receipt()); !errors.As(err, &e) || e.Trouble != fiscal.NoPaper || e.Text != "paper" {
		t.Errorf("v1 error: got %v", err)
	}
	d = &driver{answer: say(soldAnswer)}
	p := start(t, d, func(p *Params) { p.DeviceID, p.Login, p.Password = "left", "till", "secret" })
	if _, err := p.Register(background(t), receipt()); err != nil {
		t.Fatal(err)
	}
	for i, q := range d.queries {
		if q != "deviceID=left" || d.headers[i].Get("Authorization") != "Basic dGlsbDpzZWNyZXQ=" {
			t.Errorf("request %d: query %q, headers %v", i, q, d.headers[i])
		}
	}
}

func TestCancelledContext(t *testing.T) {
	d := &driver{answer: say(`{"status":"inProgress"}`)}
	ctx, cancel := context.WithCancel(background(t))
	d.onGet = func(http.ResponseWriter, int) bool { cancel(); return false }
	_, err := start(t, d).Register(ctx, receipt())
	var e *fiscal.Error
	if !errors.As(err, &e) || !e.Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while in work: got %#v, want unknown", err)
	}
	_, err = start(t, d).Register(ctx, receipt())
	if !errors.As(err, &e) || e.Unknown {
		t.Errorf("cancelled before: got %#v, want a certain failure", err)
	}
}

func TestStatusWithAndWithoutItsParts(t *testing.T) {
	full := map[string]string{
		"getFnInfo":           `{"fnInfo":{"serial":"9999078900001111","ffdVersion":"1.2","validityDate":"2027-05-01T00:00:00+03:00"}}`,
		"getFnStatus":         `{"fnStatus":{"fiscalDocumentNumber":41,"fiscalReceiptNumber":2,"warnings":{"ofdTimeout":true}}}`,
		"getDeviceInfo":       `{"deviceInfo":{"modelName":"ATOL 30F","serial":"00106900000017","firmwareVersion":"5.8.26","ffdVersion":"1.2"}}`,
		"getShiftStatus":      `{"shiftStatus":{"number":7,"expiredTime":"2026-11-23T08:00:00+03:00","state":"opened"}}`,
		"getDeviceStatus":     `{"deviceStatus":{"blocked":false,"coverOpened":true,"currentDateTime":"2026-11-22T10:00:00+03:00","paperPresent":false,"shift":"opened"}}`,
		"getRegistrationInfo": `{"organization":{"vatin":"7700000009  "},"device":{"registrationNumber":"0000000001002292    "}}`,
		"ofdExchangeStatus":   `{"status":{"notSentCount":3,"notSentFirstDocDateTime":"2026-11-20T10:00:00+03:00"}}`,
		"getCashDrawerStatus": `{"counters":{"cashSum":1234.56}}`,
	}
	var broken string
	failed := false
	d := &driver{answer: func(task map[string]any) string {
		name := task["type"].(string)
		switch {
		case failed:
			return `{"status":"interrupted","error":{"code":502}}`
		case name == broken:
			failed = true
			return errorAnswer(11)
		}
		return `{"status":"ready","error":{"code":0},"result":` + full[name] + `}`
	}}
	d.onPost = func(http.ResponseWriter, int, request) bool { failed = false; return false }
	p := start(t, d)
	st, err := p.Status(background(t))
	if err != nil {
		t.Fatal(err)
	}
	opened := time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)
	if st.FN != "9999078900001111" || st.Serial != "00106900000017" || st.LastFD != 41 || st.Shift != fiscal.ShiftOpen || st.ShiftNumber != 7 || st.Paper ||
		!st.CoverOpen || st.INN != "7700000009" || st.RNM != "0000000001002292" || st.OFDQueue != 3 || st.CashInDrawer != 123456 || st.FNWarning != "ofd_timeout" ||
		!st.ShiftOpenedAt.Equal(opened) || st.FFD != "1.2" {
		t.Errorf("status %+v", st)
	}
	if len(d.posts) != 1 {
		t.Errorf("a whole status took %d requests", len(d.posts))
	}
	for _, broken = range []string{"getDeviceInfo", "getRegistrationInfo", "getCashDrawerStatus"} {
		st, err = p.Status(background(t))
		if err != nil || st.LastFD != 41 || st.Shift != fiscal.ShiftOpen {
			t.Errorf("without %s: %+v, %v", broken, st, err)
		}
	}
	broken = "getFnStatus"
	if _, err = p.Status(background(t)); err == nil {
		t.Error("a status without the drive's last document was accepted")
	}
}

func TestFind(t *testing.T) {
	tlv := func(s string) string {
		return `{"status":"ready","error":{"code":0},"result":{"documentTLV":` + s + `}}`
	}
	for _, c := range []struct {
		name, answer string
		want         fiscal.Document
		err          error
	}{
		{"a sale with our mark", tlv(`{"fiscalDocumentType":"receipt","short":false,"1012":"2026-11-22T10:00:00+03:00","1020":150.5,"1038":7,"1040":42,"1041":"9999078900001111","1042":3,"1054":1,"1077":"3104499602D2","1192":"D-000000000042"}`),
			fiscal.Document{Kind: "sale", FD: 42, Total: 15050, FP: "1234567890", Mark: "D-000000000042"}, nil},
		{"a return in doubles of the driver", tlv(`{"fiscalDocumentType":"receipt","1020":150.10000000000002,"1040":42,"1054":2}`), fiscal.Document{Kind: "return", FD: 42, Total: 15010, Back: true}, nil},
		{"a correction", tlv(`{"fiscalDocumentType":"receiptCorrection","1020":1,"1040":42,"1054":1}`), fiscal.Document{Kind: "correction", FD: 42, Total: 100}, nil},
		{"opening of a shift", tlv(`{"fiscalDocumentType":"openShift","1040":42,"1038":7}`), fiscal.Document{Kind: "shift_open", FD: 42}, nil},
		{"an outline", tlv(`{"fiscalDocumentType":"receipt","short":true,"1020":150,"1040":42,"1054":1}`), fiscal.Document{Kind: "sale", FD: 42, Total: 15000, Short: true}, nil},
		{"a driver that names no type", tlv(`{"1020":1,"1040":42,"1054":1}`), fiscal.Document{Kind: "sale", FD: 42, Total: 100}, nil},
		{"no such document", errorAnswer(123), fiscal.Document{}, fiscal.ErrNoDocument},
	} {
		doc, err := start(t, &driver{answer: say(c.answer)}).Find(background(t), 42)
		if !errors.Is(err, c.err) || doc.Kind != c.want.Kind || doc.FD != c.want.FD || doc.Total != c.want.Total || doc.Short != c.want.Short ||
			doc.Back != c.want.Back || c.want.FP != "" && doc.FP != c.want.FP || doc.Mark != c.want.Mark {
			t.Errorf("%s:\n got %+v, %v\nwant %+v, %v", c.name, doc, err, c.want, c.err)
		}
	}
}

func TestShiftErrorsAreConfirmed(t *testing.T) {
	state := func(s string) string {
		return `{"status":"ready","error":{"code":0},"result":{"shiftStatus":{"state":"` + s + `","number":7}}}`
	}
	for _, c := range []struct {
		name, first, second string
		open                bool
		want                fiscal.Trouble
	}{
		{"already open, and it is", errorAnswer(83), state("opened"), true, fiscal.ShiftIsOpen},
		{"already open, but it is not", errorAnswer(83), state("closed"), true, fiscal.Other},
		{"already closed, and it is", errorAnswer(73), state("closed"), false, fiscal.ShiftShut},
		{"already closed, but it has expired", errorAnswer(73), state("expired"), false, fiscal.Other},
		{"already closed, and nothing more is told", errorAnswer(73), errorAnswer(2), false, fiscal.ShiftShut},
	} {
		p := start(t, &driver{answer: say(c.first, c.second)})
		call := p.CloseShift
		if c.open {
			call = p.OpenShift
		}
		_, err := call(background(t), fiscal.Operator{Name: "Ivanova"})
		var e *fiscal.Error
		if !errors.As(err, &e) || e.Trouble != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestMarksCheckedOnThePrinterTravelWithTheReceipt(t *testing.T) {
	good := `{"imcCheckFlag":true,"imcCheckResult":true,"imcStatusInfo":true,"imcEstimatedStatusCorrect":true,"ecrStandAloneFlag":false}`
	answer := `{"status":"ready","error":{"code":0},"result":[{"offlineValidation":{"fmCheck":true,"fmCheckResult":true,"fmCheckErrorReason":"checked"},` +
		`"onlineValidation":{"itemInfoCheckResult":` + good + `,"markOperatorResponseResult":"correct"},"sentImcRequest":true,"driverError":{"code":0,"description":""},"itemInfoCheckResult":` + good + `},` +
		`{"offlineValidation":{"fmCheck":true,"fmCheckResult":false,"fmCheckErrorReason":"noKeys"},"driverError":{"code":421,"description":"no answer"}}]}`
	d := &driver{answer: say(answer, soldAnswer, soldAnswer)}
	p := start(t, d)
	code := receipt().Lines[0].Code
	got, err := p.CheckMarks(background(t), []fiscal.Mark{{Code: code}, {Code: "other", Return: true}})
	if err != nil {
		t.Fatal(err)
	}
	if !got[0].Accepted || !got[0].Bits.Confirmed() || !got[0].Asked || got[0].Answer != fiscal.MarkAnswerCorrect {
		t.Errorf("first code: %+v", got[0])
	}
	if got[1].Accepted || !got[1].Bits.Denied() || got[1].Reason != fiscal.MarkNoKey || got[1].Code != 421 || got[1].Text != "no answer" {
		t.Errorf("second code: %+v", got[1])
	}
	for i, want := range []bool{true, false} { // the table is empty after a receipt
		if _, err := p.Register(background(t), receipt()); err != nil {
			t.Fatal(err)
		}
		if has := strings.Contains(d.posts[i+1].raw, `"itemInfoCheckResult":`+good); has != want {
			t.Errorf("receipt %d: result with the code %v, want %v: %s", i+1, has, want, d.posts[i+1].raw)
		}
	}
}

func TestSettingsAreRefused(t *testing.T) {
	for _, p := range []Params{{URL: ""}, {URL: "127.0.0.1:16732"}, {URL: "ftp://x"}, {URL: "http://x", IndustryDate: "mdy"}} {
		if _, err := New(p); err == nil {
			t.Errorf("%+v was accepted", p)
		}
	}
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{soldAnswer, errorAnswer(44), `{"status":"ready","result":[{"offlineValidation":{}}]}`,
		`{"status":"ready","result":{"documentTLV":{"1020":1e300,"1077":"zz","1040":"5"}}}`, `{"result":{"fiscalParams":{"fiscalDocumentNumber":1e40}}}`, "null", "[]"} {
		f.Add([]byte(`{"results":[`+s+`]}`), []byte(s))
	}
	p, err := New(Params{URL: "http://127.0.0.1:1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer, body []byte) {
		rs, err := readResults(answer)
		if err != nil {
			rs = []result{{Status: statusReady, Body: json.RawMessage(body)}}
		}
		for _, r := range rs {
			r.trouble(true)
			if doc, err := p.document(r, "sale"); err == nil && doc.FD <= 0 {
				t.Errorf("a document without a number: %q", answer)
			}
			if doc, err := p.readTLV(r.Body); err == nil && (doc.Kind == "" || doc.Total > 1e14) {
				t.Errorf("document %+v of %q", doc, answer)
			}
			if ms, err := readMarks(r.Body); err == nil {
				for _, m := range ms {
					if m.Bits.Denied() && m.Bits.Confirmed() {
						t.Errorf("a mark is denied and confirmed: %+v of %q", m, answer)
					}
				}
			}
			for _, task := range statusTasks {
				var st fiscal.Status
				p.readStatus(task, r.Body, &st)
			}
		}
		refusal(500, body)
	})
}

func FuzzRublesSurviveJSON(f *testing.F) {
	for _, v := range []int64{0, 1, 5, 100, 12345, 999_999_999_999, -1} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v int64) {
		v %= 1_000_000_000_000
		b, err := json.Marshal(rubles(v))
		if err != nil {
			t.Fatal(err)
		}
		if back, ok := kopecks(json.Number(b)); !ok || back != v {
			t.Errorf("%d kopecks written %s, read back %d", v, b, back)
		}
	})
}
