package sourcetest

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"dobro/checks"
)

// AgainstBare measures questions beside a bare exchange of the same size with the same server, in turn, over kept connections; the
// difference is what the channel costs. Reported are the medians and the 99th percentiles of both, in microseconds.
func AgainstBare(b *testing.B, source checks.Source, server *httptest.Server, path string) {
	body := bytes.Repeat([]byte("x"), 300)
	client := server.Client()
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	var asks, bares []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := source.Ask(ctx, checks.Query{Code: Milk}); err != nil {
			b.Fatal(err)
		}
		asks = append(asks, time.Since(began))

		began = time.Now()
		resp, err := client.Post(server.URL+path, "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		bares = append(bares, time.Since(began))
	}
	for _, of := range []struct {
		name string
		all  []time.Duration
	}{{"ask", asks}, {"bare", bares}} {
		slices.Sort(of.all)
		b.ReportMetric(float64(of.all[len(of.all)/2].Nanoseconds())/1000, of.name+"-p50-µs")
		b.ReportMetric(float64(of.all[len(of.all)*99/100].Nanoseconds())/1000, of.name+"-p99-µs")
	}
}
