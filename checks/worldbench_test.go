package checks_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/cache"
	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// BenchmarkVerdictOverExchange is the engine's own time: a whole check of a till, with ТС ПИоТ, the local module and the offline cache,
// by turns with a bare HTTPS exchange of the same question with the same simulator over a kept connection. The simulators are a process
// of their own, as they are for a till. Two figures tell the engine's time:
//
//	own-*   the verdict's time without the exchanges that it waited for, each verdict with its own: from the first request's
//	        start to the last awaited answer's end is theirs, the rest is the engine's; handed-* is its floor: what a bare
//	        exchange costs beyond itself when a goroutine makes it and a deadline stands beside it, which no engine can spare
//	over-*  the difference between a verdict and the bare exchange that went before it. Both wait for the same two processors, so
//	        its tail is the tail of two exchanges; apart-* is the same difference between two bare exchanges, its floor
//
// alone is the till without a local module, which has to be served by the same two processors.
func BenchmarkVerdictOverExchange(b *testing.B) {
	for _, alone := range []bool{false, true} {
		b.Run(map[bool]string{true: "alone", false: "whole"}[alone], func(b *testing.B) { overExchange(b, alone) })
	}
}

func overExchange(b *testing.B, alone bool) {
	urls := simulatorProcess(b)
	known, err := cache.Open(context.Background(), cache.Params{Path: filepath.Join(b.TempDir(), "cache.db"), Log: zerolog.Nop()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = known.Close() })
	p := checks.Params{Online: []checks.Source{channelAt(b, urls, "v3")}, Known: known}
	if !alone {
		p.Local = module(b, urls.LocalModule)
	}
	e := tillOf(b, p)
	code, err := marking.Parse("04601653035829H;dV)bFABVUdGVz")
	if err != nil {
		b.Fatal(err)
	}
	bare := bareExchange(b, urls.TSPIoT+"/api/v3/codes/check", code)
	handed := func() time.Duration {
		began := time.Now()
		done := make(chan time.Duration, 1)
		go func() { done <- bare() }()
		deadline := time.NewTimer(time.Minute)
		defer deadline.Stop()
		select {
		case took := <-done:
			return time.Since(began) - took
		case <-deadline.C:
			b.Fatal("no answer")
			return 0
		}
	}
	check := func() (whole, own time.Duration) {
		began := time.Now()
		v := e.Check(context.Background(), checks.Request{Code: code})
		whole = time.Since(began)
		if v.Decision != checks.Allow || v.Channel != checks.ChannelTSPIoT || v.Evidence.Tag1265 == "" {
			b.Fatalf("%+v", v)
		}
		return whole, whole - awaited(v)
	}
	for range 50 { // connections are open, the code is learned
		bare()
		check()
	}
	runtime.GC()
	figures := map[string][]time.Duration{}
	b.ReportAllocs()
	for b.Loop() {
		before, floor, floorOfOwn := bare(), bare(), handed()
		whole, own := check()
		for name, d := range map[string]time.Duration{"bare-": floor, "": whole, "own-": own, "handed-": floorOfOwn, "over-": whole - floor, "apart-": floor - before} {
			figures[name] = append(figures[name], d)
		}
	}
	for name, of := range figures {
		slices.Sort(of)
		for _, q := range []int{50, 99} {
			b.ReportMetric(float64(of[min(len(of)*q/100, len(of)-1)].Nanoseconds())/1000, fmt.Sprintf("%sp%d-µs", name, q))
		}
	}
}

// awaited is how long the verdict's exchanges took, from the first request to the last answer that was waited for.
func awaited(v checks.Verdict) time.Duration {
	first, last := v.ElapsedMs, 0.0
	for _, s := range v.Trace {
		if first = min(first, s.StartMs); s.Outcome == checks.OutcomeOK {
			last = max(last, s.StartMs+s.ElapsedMs)
		}
	}
	return time.Duration((last - first) * float64(time.Millisecond))
}

// bareExchange asks the module by hand: one request, its whole answer read.
func bareExchange(b *testing.B, url string, code marking.Code) func() time.Duration {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // self-signed
	b.Cleanup(client.CloseIdleConnections)
	body := fmt.Sprintf(`{"codes":[{"cis":%q}],"client_info":{"name":"Dobro","version":"1","id":"","token":""}}`, base64.StdEncoding.EncodeToString([]byte(code.Full)))
	return func() time.Duration {
		began := time.Now()
		resp, err := client.Post(url, "application/json", bytes.NewReader([]byte(body)))
		if err != nil {
			b.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		took := time.Since(began)
		if err != nil || resp.StatusCode != http.StatusOK || len(raw) == 0 {
			b.Fatalf("status %d, %d bytes, %v", resp.StatusCode, len(raw), err)
		}
		return took
	}
}
