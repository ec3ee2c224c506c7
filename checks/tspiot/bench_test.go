package tspiot_test

import (
	"io"
	"log"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

// quiet takes what the test servers say about connections that the tests break on purpose.
var quiet = log.New(io.Discard, "", 0)

// BenchmarkAsk measures one question beside a bare exchange of the same bytes with the same server over one kept TLS connection; the
// difference is what the channel costs.
func BenchmarkAsk(b *testing.B) {
	m := newModule(b, says(200, `{"codesResponse":[`+milkAnswer+`]}`))
	m.Config.Handler = says(200, `{"codesResponse":[`+milkAnswer+`]}`)
	client := newClient(b, tspiot.Params{URL: m.URL, API: "v2"})
	b.Run("Ask", func(b *testing.B) {
		for b.Loop() {
			ctx := within(b, 5*time.Second)
			if _, err := client.Ask(ctx, checks.Query{Code: milk}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) { sourcetest.BareExchange(b, m.Server, "/api/v2/codes/check") })
}
