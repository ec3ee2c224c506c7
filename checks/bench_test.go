package checks

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"
)

// exchange is a source that does nothing but one HTTPS exchange and the reading of its JSON: the floor of every check.
func exchange(b *testing.B) (*source, func()) {
	const body = `{"codesResponse":[{"code":0,"codes":[{"found":true,"valid":true,"groupIds":[8]}],"reqId":"c117ab9a","reqTimestamp":1773404760587}]}`
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, body)
	}))
	client := server.Client()
	ask := func(ctx context.Context, q Query) (Answer, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader([]byte(q.Code.Full)))
		if err != nil {
			return Answer{}, err
		}
		resp, err := client.Do(req)
		if err != nil {
			return Answer{}, err
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			return Answer{}, err
		}
		var doc struct {
			CodesResponse []struct {
				ReqID        string `json:"reqId"`
				ReqTimestamp int64  `json:"reqTimestamp"`
			} `json:"codesResponse"`
		}
		if err := json.Unmarshal(raw, &doc); err != nil || len(doc.CodesResponse) != 1 {
			return Answer{}, err
		}
		return Answer{Channel: ChannelTSPIoT, Status: 200, ReqID: doc.CodesResponse[0].ReqID, ReqTimestamp: doc.CodesResponse[0].ReqTimestamp, Item: good(8), Body: raw}, nil
	}
	return &source{ChannelTSPIoT, ask}, server.Close
}

// BenchmarkVerdictOverExchange is the engine's own time: Check beside the bare exchange with the same server, by turns.
func BenchmarkVerdictOverExchange(b *testing.B) {
	src, stop := exchange(b)
	defer stop()
	e := engine(b, Params{Online: []Source{src}, Known: &memory{known: map[string]Knowledge{}}})
	q := Query{Code: milkCode()}
	var floor, ours []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		began := time.Now()
		if _, err := src.Ask(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		floor = append(floor, time.Since(began))
		began = time.Now()
		v := e.Check(context.Background(), Request{Code: q.Code, At: today})
		ours = append(ours, time.Since(began))
		if v.Decision != Allow || v.Evidence.Tag1265 == "" {
			b.Fatalf("%+v", v)
		}
	}
	at := func(d []time.Duration, p float64) float64 {
		slices.Sort(d)
		return float64(d[min(int(p*float64(len(d))), len(d)-1)].Microseconds())
	}
	b.ReportMetric(at(floor, 0.5), "bare-p50-µs")
	b.ReportMetric(at(ours, 0.5), "p50-µs")
	b.ReportMetric(at(floor, 0.99), "bare-p99-µs")
	b.ReportMetric(at(ours, 0.99), "p99-µs")
}

// BenchmarkVerdict is a check whose sources answer at once: nothing but the engine.
func BenchmarkVerdict(b *testing.B) {
	e := engine(b, Params{Online: []Source{answers(online(good(8)))}, Local: answers(local(unsaid())), Known: &memory{known: map[string]Knowledge{}}})
	var all []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		began := time.Now()
		if v := e.Check(context.Background(), Request{Code: milkCode(), At: today}); v.Decision != Allow {
			b.Fatalf("%+v", v)
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)*99/100].Nanoseconds())/1000, "p99-µs")
}

// BenchmarkDecide is the rules alone.
func BenchmarkDecide(b *testing.B) {
	rules := rulesWith(b, nil)
	c := Case{Request: Request{Code: milkCode()}, At: today, Online: online(good(8)), Local: local(unsaid())}
	b.ReportAllocs()
	for b.Loop() {
		rules.Decide(c)
	}
}

// BenchmarkMemory is what a hundred thousand checks leave behind.
func BenchmarkMemory(b *testing.B) {
	const checks = 100_000
	e := engine(b, Params{Online: []Source{answers(online(good(8)))}})
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	for b.Loop() {
		before := heap()
		for range checks {
			e.Check(context.Background(), Request{Code: milkCode(), At: today})
		}
		b.ReportMetric(heap()-before, "MiB-left")
	}
}
