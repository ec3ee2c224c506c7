package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// driver is a double of the driver's web server: it keeps requests by their number and answers as a test tells it.
type driver struct {
	mu       sync.Mutex
	posts    []request
	known    map[string][]string // number → results, one a task
	answer   func(task map[string]any) string
	onPost   func(w http.ResponseWriter, n int, req request) (handled bool) // before the request is taken on
	onTaken  func(w http.ResponseWriter, n int) (handled bool)              // after it was taken on
	onGet    func(w http.ResponseWriter, n int) (handled bool)
	gets     int
	oldOnly  bool
	headers  []http.Header
	queries  []string
	conflict bool // 409 for a known number
}

type request struct {
	UUID    string           `json:"uuid"`
	Request []map[string]any `json:"request"`
	raw     string
}

func (d *driver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v2 := strings.HasPrefix(r.URL.Path, "/api/v2/requests")
	if d.oldOnly == v2 {
		http.NotFound(w, r)
		return
	}
	d.headers, d.queries = append(d.headers, r.Header), append(d.queries, r.URL.RawQuery)
	if r.Method == http.MethodPost {
		body, _ := io.ReadAll(r.Body)
		req := request{raw: string(body)}
		if err := json.Unmarshal(body, &req); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		d.posts = append(d.posts, req)
		if d.onPost != nil && d.onPost(w, len(d.posts), req) {
			return
		}
		if _, ok := d.known[req.UUID]; ok && d.conflict {
			w.WriteHeader(http.StatusConflict)
			return
		}
		var results []string
		for _, task := range req.Request {
			results = append(results, d.answer(task))
		}
		d.known[req.UUID] = results
		if d.onTaken != nil && d.onTaken(w, len(d.posts)) {
			return
		}
		w.WriteHeader(http.StatusCreated)
		return
	}
	d.gets++
	if d.onGet != nil && d.onGet(w, d.gets) {
		return
	}
	results, ok := d.known[r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]]
	if !ok {
		http.NotFound(w, r)
		return
	}
	fmt.Fprintf(w, `{"results":[%s]}`, strings.Join(results, ","))
}

const soldAnswer = `{"status":"ready","error":{"code":0,"description":""},"result":{"fiscalParams":{"fiscalDocumentNumber":42,` +
	`"fiscalDocumentDateTime":"2026-11-22T10:00:00+03:00","fiscalDocumentSign":"1234567890","fnNumber":"9999078900001111",` +
	`"registrationNumber":"0000000001002292","shiftNumber":7,"fiscalReceiptNumber":3,"total":150.5},"warnings":{}}}`

func errorAnswer(code int) string {
	return fmt.Sprintf(`{"status":"error","error":{"code":%d,"description":"words of the maker"},"result":null}`, code)
}

func say(answers ...string) func(map[string]any) string {
	return func(map[string]any) string {
		a := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		return a
	}
}

func start(t *testing.T, d *driver, change ...func(*Params)) *Printer {
	t.Helper()
	if d.known == nil {
		d.known = map[string][]string{}
	}
	srv := httptest.NewServer(d)
	t.Cleanup(srv.Close)
	params := Params{URL: srv.URL, Zone: time.FixedZone("msk", 3*3600), PollFirst: time.Millisecond, PollLongest: 5 * time.Millisecond,
		LossTimeout: 200 * time.Millisecond, AnswerTimeout: 300 * time.Millisecond, RequestTimeout: 2 * time.Second}
	for _, c := range change {
		c(&params)
	}
	p, err := New(params)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func receipt() fiscal.Receipt {
	return fiscal.Receipt{
		ID: "5b0a1c7e-5ea1-4d3c-9d4e-0a6a3d1f0001", Mark: "D-000000000042", Kind: sale.Sale, Operator: fiscal.Operator{Name: "Ivanova", INN: "123456789047"},
		Taxation: "usn_income", Total: 15050, Contact: "+79990000000",
		Lines: []fiscal.Line{
			{Name: "Water", Price: 5000, Quantity: 1000, Sum: 5000, Unit: sale.Piece, VAT: sale.VAT22, Code: "0104601234567893215abc\x1d93test", Tag1265: "UUID=u&Time=1"},
			{Name: "Cheese", Price: 28310, Quantity: 355, Sum: 10050, Unit: sale.Kilogram, VAT: sale.VAT10},
		},
		Payments: []sale.Payment{{Type: sale.Cash, Sum: 10100}, {Type: sale.Card, Sum: 5000}},
	}
}

func background(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}
