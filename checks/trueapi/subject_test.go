package trueapi_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/checks/wire/sourcetest"
)

// subject is a client that already knows the server as its only platform, so that the suite's answers are all about checks.
func subject() sourcetest.Subject {
	return sourcetest.Subject{
		New: func(t testing.TB, server *httptest.Server) checks.Source {
			saved := fmt.Sprintf(`{"version":1,"cdn":%q,"hosts":[{"url":%q}]}`, server.URL, server.URL)
			return newClient(t, trueapi.Params{CDN: server.URL, Store: &memory{body: []byte(saved)}})
		},
	}
}

func BenchmarkAsk(b *testing.B) {
	list, platforms := newOperator(b, 1)
	client := ready(b, trueapi.Params{CDN: list.URL})
	platforms[0].Config.Handler = sourcetest.Status(200, sourcetest.Good)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.Run("Ask", func(b *testing.B) {
		for b.Loop() {
			if _, err := client.Ask(ctx, checks.Query{Code: sourcetest.Milk}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) { sourcetest.BareExchange(b, platforms[0].Server, checkPath) })
}
