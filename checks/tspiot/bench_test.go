package tspiot_test

import (
	"io"
	"log"
	"testing"

	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

// quiet takes what the test servers say about connections that the tests break on purpose.
var quiet = log.New(io.Discard, "", 0)

func BenchmarkAsk(b *testing.B) {
	server := sourcetest.Serve(b, true, says(200, `{"codesResponse":[`+sourcetest.Good+`]}`))
	sourcetest.AgainstBare(b, newClient(b, tspiot.Params{URL: server.URL, API: "v2"}), server, "/api/v2/codes/check")
}
