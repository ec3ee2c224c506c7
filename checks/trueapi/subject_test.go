package trueapi_test

import (
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
	server := sourcetest.Serve(b, false, sourcetest.Status(200, sourcetest.Good))
	sourcetest.AgainstBare(b, subject().New(b, server), server, "/")
}
