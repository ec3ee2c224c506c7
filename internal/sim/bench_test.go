package sim

import (
	"context"
	"encoding/json"
	"testing"
)

// The simulators must be fast enough not to be what a benchmark of the till measures.

func BenchmarkCheck(b *testing.B) {
	w, err := Start(context.Background(), Config{Only: []string{TSPIoT}})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	raw, _ := json.Marshal(tspiotRequest(milk))
	c := bare()
	for b.Loop() {
		if status, body, err := try(c, call{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: string(raw)}); err != nil || status != 200 {
			b.Fatal(status, string(body), err)
		}
	}
}

func BenchmarkSaleInTheFiscalMemory(b *testing.B) {
	for name, dir := range map[string]string{"in memory": "", "synced to disk": b.TempDir()} {
		b.Run(name, func(b *testing.B) {
			w, err := Start(context.Background(), Config{Only: []string{ATOL}, Dir: dir})
			if err != nil {
				b.Fatal(err)
			}
			defer w.Close()
			sale, _ := json.Marshal(water(milk))
			w.ATOL.Execute(b.Context(), "", json.RawMessage(`{"type":"openShift"}`))
			for b.Loop() {
				if _, code, text := w.ATOL.Execute(b.Context(), "", sale); code != 0 {
					b.Fatal(code, text)
				}
			}
		})
	}
}
