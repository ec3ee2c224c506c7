package atol

import (
	"dobro/internal/money"

	"context"
	"encoding/json"
	"testing"
	"time"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

// FuzzTask feeds the printer with tasks: whatever comes, it answers with a result or with an error, and every document
// that it makes adds up.
func FuzzTask(f *testing.F) {
	for _, seed := range []string{`{"type":"openShift","operator":{"name":"Иванова"}}`, `{"type":"getFnStatus"}`, `{"type":"sell"}`, `{}`, `null`, `[]`, `{"type":1}`,
		`{"type":"sell","items":[{"type":"position","name":"a","price":1e9,"quantity":0.000001,"amount":0}],"payments":[]}`,
		`{"type":"sell","items":[{"type":"position","name":"a","price":10,"quantity":1,"amount":10,"tax":{"type":"vat22"}}],"payments":[{"type":"cash","sum":10}]}`,
		`{"type":"sell","items":[{"type":"position","name":"a","price":10,"quantity":1,"amount":10,"paymentObject":"commodityWithMarking","imcParams":{"imc":"MDEwNDY3MDU0MDE3NjA5OTIxNSdXOVVtHTkzZEdWeg=="},"industryInfo":[{"fois":"030","date":"2023.11.21","number":"1944","industryAttribute":"a"}]}],"payments":[{"type":"cash","sum":10}]}`,
		`{"type":"sell","items":[{"type":"position","name":"a","price":0.05,"quantity":999999999999,"amount":1}],"payments":[{"type":4,"sum":999999999999.99}],"total":0}`,
		`{"type":"validateMarks","timeout":1,"params":[{"imc":"MDE="}]}`, `{"type":"getFnDocument","fiscalDocumentNumber":-1}`, `{"type":"setDateTime","dateTime":"2026.13.45 99:99:99"}`,
		`{"type":"nonFiscal","items":[{"type":"barcode","barcode":"1","barcodeType":"QR","overlay":[1]}]}`, `{"type":"cashOut","cashSum":0.01}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := NewPrinter(Params{Board: fault.NewBoard(1), Table: codes.NewTable(time.Now, nil), Now: time.Now, FN: "9999078902003459", LinkSales: true})
		if err != nil {
			t.Fatal(err)
		}
		p.Execute(context.Background(), "", []byte(`{"type":"openShift"}`))
		result, code, text := p.Execute(context.Background(), "x", raw)
		if code != 0 && text == "" && result != nil {
			t.Errorf("%s: error %d without words, result %v", raw, code, result)
		}
		if _, err := json.Marshal(result); err != nil {
			t.Errorf("%s: result %v does not encode: %v", raw, result, err)
		}
		for _, d := range p.Documents() {
			checkSums(t, d)
		}
	})
}

func checkSums(t *testing.T, d Document) {
	t.Helper()
	if !d.IsReceipt() {
		return
	}
	paid, items := -d.Change, money.Kopecks(0)
	for _, p := range d.Payments {
		paid += p.Sum
	}
	for _, it := range d.Items {
		items += it.Sum
	}
	if paid != d.Total || items < d.Total || items-d.Total >= 100 {
		t.Errorf("receipt %+v: paid %s, items %s, total %s", d, paid, items, d.Total)
	}
}

func FuzzRequest(f *testing.F) {
	for _, seed := range []string{`{"uuid":"f3d7d0aa-0a4e-4a5e-9d8d-5b1f7f6f0001","request":{"type":"sell"}}`, `{"uuid":"x"}`, `{"uuid":"f3d7d0aa-0a4e-4a5e-9d8d-5b1f7f6f0001","request":[1,null]}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := readRequest(body)
		if err == nil && (r.uuid == "" || len(r.steps) == 0) {
			t.Errorf("readRequest(%q): %+v", body, r)
		}
	})
}

func FuzzMemory(f *testing.F) {
	f.Add([]byte(`{"fd":1,"kind":"openShift"}` + "\n" + `{"fd":2`))
	f.Add([]byte("\n\n"))
	f.Add([]byte(`{"fd":1,"kind":"sell","payments":[{"type":9,"sum":"1.00"}]}` + "\n" + `{"nowPrinted":[1,2]}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := &memory{}
		good, err := m.load(data)
		if err == nil && (good < 0 || good > int64(len(data))) {
			t.Errorf("load(%q): whole lines end at %d", data, good)
		}
		var s state
		for _, d := range m.docs {
			s.apply(d)
		}
	})
}

func TestNumbersAreReadExactly(t *testing.T) {
	for text, want := range map[string]int64{"50": 5000, "50.00": 5000, "0.1": 10, "49.99": 4999, "-1.5": -150, "0": 0, "50.1000": 5010} {
		if got, ok := fixed(text, 2); !ok || got != want {
			t.Errorf("fixed(%q): got %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"50.001", "1e2", "0.30000000000000004", "12345678901234", "x", "1.2.3"} {
		if got, ok := fixed(text, 2); ok {
			t.Errorf("fixed(%q): got %d, want a refusal", text, got)
		}
	}
}
