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
	"dobro/internal/sim"

	"github.com/rs/zerolog"
)

// BenchmarkVerdictOverExchange is the engine's own time: a whole check of a till, with ТС ПИоТ, the local module and the offline cache,
// by turns with a bare HTTPS exchange of the same question with the same simulator over a kept connection. over-* is the difference of
// the two that follow each other; alone is the till without a local module, which has to be served by the same two processors.
func BenchmarkVerdictOverExchange(b *testing.B) {
	for _, alone := range []bool{false, true} {
		b.Run(map[bool]string{true: "alone", false: "whole"}[alone], func(b *testing.B) { overExchange(b, alone) })
	}
}

func overExchange(b *testing.B, alone bool) {
	w := world(b, sim.TSPIoT, sim.LocalModule)
	known, err := cache.Open(context.Background(), cache.Params{Path: filepath.Join(b.TempDir(), "cache.db"), Log: zerolog.Nop()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = known.Close() })
	p := checks.Params{Online: []checks.Source{channel(b, w, "v3")}, Known: known}
	if !alone {
		p.Local = module(b, w.URLs.LocalModule)
	}
	e := tillOf(b, p)
	code, err := marking.Parse("04601653035829H;dV)bFABVUdGVz")
	if err != nil {
		b.Fatal(err)
	}
	bare := bareExchange(b, w.URLs.TSPIoT+"/api/v3/codes/check", code)
	check := func() {
		if v := e.Check(context.Background(), checks.Request{Code: code}); v.Decision != checks.Allow || v.Channel != checks.ChannelTSPIoT || v.Evidence.Tag1265 == "" {
			b.Fatalf("%+v", v)
		}
	}
	for range 50 { // connections are open, the code is learned
		bare()
		check()
	}
	runtime.GC()
	var floor, ours, over []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		began := time.Now()
		bare()
		f := time.Since(began)
		began = time.Now()
		check()
		o := time.Since(began)
		floor, ours, over = append(floor, f), append(ours, o), append(over, o-f)
	}
	for name, of := range map[string][]time.Duration{"bare-": floor, "": ours, "over-": over} {
		slices.Sort(of)
		for _, q := range []int{50, 99} {
			b.ReportMetric(float64(of[min(len(of)*q/100, len(of)-1)].Nanoseconds())/1000, fmt.Sprintf("%sp%d-µs", name, q))
		}
	}
}

// bareExchange asks the module by hand: one request, its whole answer read.
func bareExchange(b *testing.B, url string, code marking.Code) func() {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // self-signed
	b.Cleanup(client.CloseIdleConnections)
	body := fmt.Sprintf(`{"codes":[{"cis":%q}],"client_info":{"name":"Dobro","version":"1","id":"","token":""}}`, base64.StdEncoding.EncodeToString([]byte(code.Full)))
	return func() {
		resp, err := client.Post(url, "application/json", bytes.NewReader([]byte(body)))
		if err != nil {
			b.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || len(raw) == 0 {
			b.Fatalf("status %d, %d bytes, %v", resp.StatusCode, len(raw), err)
		}
	}
}
