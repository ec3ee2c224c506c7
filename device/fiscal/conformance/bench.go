package conformance

import (
	"context"
	"slices"
	"testing"
	"time"

	"dobro/device/fiscal"
)

// Bench measures what an adapter itself takes for a receipt of two lines, one of them marked, over a simulator that answers at
// once; it reports the median and the 99th percentile besides the mean.
func Bench(b *testing.B, printer fiscal.Printer) {
	ctx := context.Background()
	if _, err := printer.OpenShift(ctx, cashier); err != nil {
		b.Fatal(err)
	}
	maker := &bench{}
	var times []time.Duration
	for b.Loop() {
		r := maker.receipt()
		began := time.Now()
		if _, err := printer.Register(ctx, r); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms/p99")
}
