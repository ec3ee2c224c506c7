package localmodule_test

import (
	"testing"

	"dobro/checks/localmodule"
	"dobro/checks/wire/sourcetest"
)

func BenchmarkAsk(b *testing.B) {
	server := sourcetest.Serve(b, false, says(200, `{"results":[`+sourcetest.Good+`]}`))
	sourcetest.AgainstBare(b, newClient(b, localmodule.Params{URL: server.URL, API: "v2"}), server, "/api/v2/cis/outCheck")
}
