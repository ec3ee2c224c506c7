package sim

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// world starts simulators on free ports for one test.
func world(t *testing.T, c Config) *World {
	t.Helper()
	w, err := Start(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// client trusts the self-signed certificate of the simulator and never waits for ever.
func client(t *testing.T) *http.Client {
	c := bare()
	t.Cleanup(c.CloseIdleConnections)
	return c
}

func bare() *http.Client {
	return &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
}

type call struct {
	method, url string
	body        any // string is sent as it is
	header      map[string]string
}

func do(t *testing.T, c call) (int, []byte) {
	t.Helper()
	status, body, err := try(client(t), c)
	if err != nil {
		t.Fatalf("%s %s: %v", c.method, c.url, err)
	}
	return status, body
}

func try(client *http.Client, c call) (int, []byte, error) {
	raw, ok := c.body.(string)
	if !ok && c.body != nil {
		text, err := json.Marshal(c.body)
		if err != nil {
			return 0, nil, err
		}
		raw = string(text)
	}
	r, err := http.NewRequest(c.method, c.url, strings.NewReader(raw))
	if err != nil {
		return 0, nil, err
	}
	if raw != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range c.header {
		r.Header.Set(k, v)
	}
	resp, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	return resp.StatusCode, body, err
}

func decode(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatalf("answer %.300q is not a JSON object: %v", body, err)
	}
	return out
}

// at walks into a decoded answer: names and indexes.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			a, _ := v.([]any)
			if p >= len(a) {
				return nil
			}
			v = a[p]
		}
	}
	return v
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func tspiotRequest(full ...string) map[string]any {
	all := []string{}
	for _, one := range full {
		all = append(all, b64(one))
	}
	return map[string]any{"codes": all, "client_info": map[string]any{"name": "Dobro", "version": "1.0.0", "id": "", "token": ""}}
}

// task runs tasks through the printer's queue and returns the answer when the last one is no longer under way.
func task(t *testing.T, w *World, tasks ...any) []any {
	t.Helper()
	id := uuid.NewString()
	status, body := do(t, call{method: "POST", url: w.URLs.ATOL + "/api/v2/requests", body: map[string]any{"uuid": id, "request": tasks}})
	if status != http.StatusCreated {
		t.Fatalf("POST of tasks: got %d %s", status, body)
	}
	return await(t, w, id)
}

func await(t *testing.T, w *World, id string) []any {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		_, body := do(t, call{method: "GET", url: w.URLs.ATOL + "/api/v2/requests/" + id})
		results, _ := at(decode(t, body), "results").([]any)
		last := fmt.Sprint(at(results, len(results)-1, "status"))
		if last != "wait" && last != "inProgress" {
			return results
		}
		if time.Now().After(deadline) {
			t.Fatalf("request %s hangs: %s", id, body)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

type m = map[string]any

// water is a sale of one bottle as fiscal.md 1.4 shows it.
func water(code string, more ...any) m {
	line := m{"type": "position", "name": "Вода 0.5 л", "price": 50.00, "quantity": 1, "amount": 50.00, "measurementUnit": "piece",
		"paymentMethod": "fullPayment", "paymentObject": "commodityWithMarking", "tax": m{"type": "vat22"},
		"imcParams": m{"imcType": "auto", "imc": b64(code), "itemEstimatedStatus": "itemPieceSold", "imcModeProcessing": 0,
			"itemInfoCheckResult": m{"imcCheckFlag": true, "imcCheckResult": true, "imcStatusInfo": true,
				"imcEstimatedStatusCorrect": true, "ecrStandAloneFlag": false}},
		"industryInfo": []any{m{"fois": "030", "date": "2023.11.21", "number": "1944",
			"industryAttribute": "UUID=a&Time=1773404760587"}}}
	return m{"type": "sell", "taxationType": "osn", "electronically": false, "ignoreNonFiscalPrintErrors": true,
		"operator": m{"name": "Кассир Иванова", "vatin": "123456789047"}, "items": append([]any{line}, more...),
		"payments": []any{m{"type": "cash", "sum": 100.00}}, "total": 50.00}
}

func openShift() m {
	return m{"type": "openShift", "operator": m{"name": "Кассир Иванова"}}
}

func TestASaleGoesThroughTheWorld(t *testing.T) {
	w := world(t, Config{})
	code := MakeCode(13, "4600000000015", 1)
	if err := w.Codes.Product(Product{GTIN: code[2:16], Group: 13}); err != nil {
		t.Fatal(err)
	}
	_, body := do(t, call{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: tspiotRequest(code)})
	item := at(decode(t, body), "codesResponse", 0, "codes", 0)
	expect(t, "realizable before the sale", at(item, "realizable"), true)
	expect(t, "cis echoed", at(item, "cis"), code)
	got := task(t, w, openShift(), water(code, m{"type": "additionalAttribute", "value": "D-1"}))
	expect(t, "shift", at(got, 0, "status"), "ready")
	expect(t, "sale", at(got, 1, "error", "code"), 0)
	expect(t, "ФД", at(got, 1, "result", "fiscalParams", "fiscalDocumentNumber"), 2)
	docs := w.ATOL.Documents()
	if len(docs) != 2 || len(docs[1].Items) != 1 {
		t.Fatalf("fiscal memory: got %+v, want shift and receipt", docs)
	}
	expect(t, "VAT", docs[1].Items[0].VATSum, "9.02")
	expect(t, "code", docs[1].Items[0].Code, code)
	expect(t, "change", docs[1].Change, "50.00")
	expect(t, "mark", docs[1].Mark, "D-1")
	_, body = do(t, call{method: "POST", url: w.URLs.TSPIoT + "/api/v3/codes/check", body: m{"codes": []any{m{"cis": b64(code), "pg": 13}},
		"client_info": tspiotRequest(code)["client_info"]}})
	expect(t, "sold afterwards", at(decode(t, body), "codesResponse", 0, "codes", 0, "sold"), true)
}

func TestAPortThatIsTakenIsAnErrorAndLeavesNothingRunning(t *testing.T) {
	first := world(t, Config{Only: []string{LocalModule}})
	taken := portOf(first.URLs.LocalModule)
	before := runtime.NumGoroutine()
	if w, err := Start(context.Background(), Config{Ports: map[string]int{LocalModule: taken}}); err == nil {
		_ = w.Close()
		t.Fatal("two services share a port")
	}
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("goroutines: %d before, %d after a start that failed", before, now)
	}
}
